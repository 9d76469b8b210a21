"""How sure is a share that was counted in a sample?"""

from __future__ import annotations

from math import sqrt

# The normal quantile of a two-sided interval that holds the true share in 95 of 100 samples.
Z95 = 1.959963984540054


def wilson(found: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share, as two numbers from 0 to 1: it stays within them, and is honest for few.

    ValueError unless 0 <= found <= of and of > 0. Source: E. B. Wilson, Probable inference, the law of
    succession, and statistical inference, JASA 22 (1927), 209-212.
    """
    if not 0 <= found <= of or of == 0:
        raise ValueError(f"no share: {found} of {of}")
    share, squared = found / of, z * z / of
    middle = share + squared / 2
    half = z * sqrt(share * (1 - share) / of + squared / (4 * of))
    low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
    # Rounding must not carry a bound past the share that it bounds.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def per_cent(share: float) -> float:
    """A share as it is written: in per cent, to one place."""
    return round(100 * share, 1)
