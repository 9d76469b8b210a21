"""How is a share spread that is known only from a few trials? The Beta distribution, without a library.

SciPy would give all this, and weighs more than the rest of the application; it is used nowhere else. The
formulas are those of the NIST Digital Library of Mathematical Functions, cited by their numbers.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p

# From here on the asymptotic series of digamma and trigamma are exact to double precision.
FAR = 12.0
TINY = 1e-300
CLOSE = 1e-15
# How near to the true quantile is near enough.
STEP = 1e-9


def log_beta(a: float, b: float) -> float:
    """The logarithm of the Beta function (5.12.1)."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def digamma(x: float) -> float:
    """The slope of lgamma at x > 0 (5.5.2, 5.11.2)."""
    before = 0.0
    while x < FAR:
        before -= 1 / x
        x += 1
    s = 1 / (x * x)
    series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    return before + log(x) - 1 / (2 * x) - series


def trigamma(x: float) -> float:
    """The slope of digamma at x > 0 (5.15.5, 5.15.8)."""
    before = 0.0
    while x < FAR:
        before += 1 / (x * x)
        x += 1
    s = 1 / (x * x)
    series = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * 5 / 66))))
    return before + 1 / x + s / 2 + series / x


def below(x: float, a: float, b: float) -> float:
    """How likely a share spread as Beta(a, b) lies below x (8.17.22). ValueError unless a, b > 0."""
    if a <= 0 or b <= 0:
        raise ValueError(f"no distribution: Beta({a}, {b})")
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _fraction(x, a, b) / a)
    return max(0.0, 1 - front * _fraction(1 - x, b, a) / b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of 8.17.22, by Lentz's way of evaluating it from the front."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value, m, change = d, 0, 0.0
    while abs(change - 1) > CLOSE and m < 10_000:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d, c = 1 / _kept(1 + part * d), _kept(1 + part / c)
            change = c * d
            value *= change
    return value


def _kept(value: float) -> float:
    return value if abs(value) > TINY else TINY


def quantile(p: float, a: float, b: float) -> float:
    """Below which share Beta(a, b) lies with probability p; by halving, to STEP."""
    low, high = 0.0, 1.0
    while high - low > STEP:
        middle = (low + high) / 2
        if below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
