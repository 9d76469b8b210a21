"""How sure is a share that was counted in a sample, and the difference of two?"""

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


def newcombe(found: int, of: int, before: int, of_before: int, z: float = Z95) -> tuple[float, float]:
    """The hybrid score interval of the difference of two shares, the first less the second, from -1 to 1.

    ValueError where either is no share. Source: R. G. Newcombe, Interval estimation for the difference
    between independent proportions: comparison of eleven methods, Statistics in Medicine 17 (1998), 873-890,
    method 10.
    """
    (low, high), (low_before, high_before) = wilson(found, of, z), wilson(before, of_before, z)
    share, share_before = found / of, before / of_before
    below = sqrt((share - low) ** 2 + (high_before - share_before) ** 2)
    above = sqrt((high - share) ** 2 + (share_before - low_before) ** 2)
    return share - share_before - below, share - share_before + above


def per_cent(share: float) -> float:
    """A share as it is written: in per cent, to one place."""
    return round(100 * share, 1)
