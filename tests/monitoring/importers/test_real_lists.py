"""Are the lists that others gave out read whole, with a sentence for every line that is not taken?"""

from __future__ import annotations

from collections import Counter

import pytest

from monitoring.importers.list_reader import Entry
from monitoring.importers.notice_reader import Rejected
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import lines
from tests.monitoring.notice_samples import REAL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (REAL / "recalls").is_dir(), reason="the real lists are not here: set WANGJIAN_REAL_DATA"
    ),
]

# File, channel, lines taken, lines refused; the lines were counted apart from the importer.
KNOWN = [
    ("media/media_headlines.csv", "d", 1847, 187),
    ("media/dpac_recalls.txt", "d", 442, 0),
    ("recalls/eu_safety_gate_with_risk_text.csv", "e", 182, 0),
    ("recalls/cpsc_recalls.csv", "e", 289, 0),
    ("recalls/fda_enforcement_2012-06-13.jsonl", "e", 70, 2),
    ("recalls/cpsc_by_category_2013/nhtsa_recalls.json", "e", 50, 0),
]


@pytest.mark.parametrize(("name", "channel", "taken", "refused"), KNOWN)
def test_every_line_is_taken_or_refused_with_a_sentence(name, channel, taken, refused):
    found = lines(channel, (REAL / name).read_bytes())
    counts = Counter(type(line) for line in found)
    assert (counts[Entry], counts[Rejected]) == (taken, refused)
    assert all(line.reason for line in found if isinstance(line, Rejected))


def test_each_file_of_recalls_by_category_is_read():
    paths = sorted((REAL / "recalls" / "cpsc_by_category_2013").glob("*.json"))
    found = [line for path in paths for line in lines("e", path.read_bytes())]
    assert len(paths) == 61 and len([line for line in found if isinstance(line, Entry)]) > 1000


def test_headlines_of_one_address_become_one_signal_and_a_second_import_none(cast, now):
    content = (REAL / "media" / "media_headlines.csv").read_bytes()
    first = import_signals(content, "media.csv", "d", by=cast.collector, now=now)
    again = import_signals(content, "again.csv", "d", by=cast.collector, now=now)
    assert first.signals == RiskSignal.objects.count() == 1706
    assert (again.signals, again.known) == (0, 1847)


def test_a_recall_given_out_in_several_files_becomes_one_signal(cast, now):
    for path in sorted((REAL / "recalls" / "cpsc_by_category_2013").glob("Baby*.json")) * 2:
        import_signals(path.read_bytes(), path.name, "e", by=cast.collector, now=now)
    prints = RiskSignal.objects.values_list("fingerprint", flat=True)
    assert 0 < len(prints) == len(set(prints))


def test_the_alerts_of_the_safety_gate_keep_their_number_risk_and_grade(cast, now):
    content = (REAL / "recalls" / "eu_safety_gate_with_risk_text.csv").read_bytes()
    outcome = import_signals(content, "eu.csv", "e", by=cast.collector, now=now)
    assert (outcome.signals, outcome.refused) == (182, ())
    serious = RiskSignal.objects.filter(source_ref__startswith="A12")
    assert set(serious.values_list("degree", flat=True)) == {"high"}
