"""Does a line of the bench say which goals are met, and by how much the worst is not?"""

from __future__ import annotations

from bench.goals import at_least, at_most
from bench.table import lines


def test_what_each_seat_measured_stands_side_by_side_and_the_worst_is_said():
    found = [
        at_most("P1 nation", "p50 to the limit", 3.5, 4),
        at_least("P1 nation", "admin to ours", 40, 20),
        at_most("P1 lab", "p50 to the limit", 20, 4),
        at_least("P1 lab", "admin to ours", 2, 10),
        at_most("P3", "not answered", 0, 0, ""),
        at_most("P3", "167 a second, p95", 103_016.1, 120, "ms"),
        at_most("P3", "told twice", 3, 0, ""),
    ]
    said = [line.split() for line in "".join(lines(found)).splitlines() if line.strip()]
    assert [" ".join(words) for words in said] == [
        "nation lab",
        "P1 p50 to the limit ≤ 4 3.50 20.00 × missed by 5.0 ×, 1 of 2",
        "P1 admin to ours ≥ 10–20 40.00 2.00 × missed by 5.0 ×, 1 of 2",
        "P3 not answered ≤ 0 0.00 met",
        "P3 167 a second, p95 ≤ 120 103,016.10 ms missed by 858.5 ×",
        "P3 told twice ≤ 0 3.00 missed",
    ]
