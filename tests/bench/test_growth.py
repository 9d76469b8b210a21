"""Do the curves lie where the figures are?"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

from bench.growth import NAMES, PANELS, SIZES, drawn
from bench.viewers import SEATS

SVG = "{http://www.w3.org/2000/svg}"


def runs():
    """Each figure grows tenfold with the country, but for those of P7, which stay."""
    found = []
    for times in (1, 10, 100):
        run = {}
        for panel in PANELS:
            value = 50 if panel.row == "P7" else 3 * times
            run[panel.row] = {name: {panel.of: value} if panel.of else value for name in panel.named.values()}
        found.append(run)
    return found


def slopes():
    """Of the first curve of each panel, by its title: how far each piece of it rises."""
    found = {}
    for panel in ElementTree.fromstring(drawn(SIZES, runs())).iter(f"{SVG}g"):
        (curve, *_others) = (
            path.attrib["d"] for path in panel.iter(f"{SVG}path") if path.get("fill") == "none"
        )
        heights = [float(point.split()[1]) for point in re.split("[ML]", curve)[1:]]
        found[panel.findtext(f"{SVG}text")] = [one - other for one, other in pairwise(heights)]
    return found


def test_what_grows_tenfold_rises_evenly_and_what_stays_is_level():
    found = slopes()
    assert found.keys() == {panel.title for panel in PANELS}
    for panel in PANELS:
        first, second = found[panel.title]
        assert abs(first - second) < 0.2
        assert (first == 0) if panel.row == "P7" else (first > 20)


def test_a_curve_of_lists_stands_for_each_seat():
    assert tuple(SEATS) == NAMES
