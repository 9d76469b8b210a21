"""Does evidence stay with its signal, for those who may see that, and is each look at it written down?"""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from monitoring.risks.models.signals import RiskSignal, SignalFile
from tests.documents.conftest import picture
from tests.monitoring.risks.test_outcomes import SIGNAL
from trail.models import Event

pytestmark = pytest.mark.django_db
# The line of a read is committed on a connection of its own, outside any transaction of a test.
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def taken_down(cast, at_desk, *files, **more):
    form = {**SIGNAL, "category": cast.category, "evidence": list(files), **more}
    return at_desk(cast.collector).post(reverse("signal-new"), form)


def test_files_are_kept_with_the_signal_and_shown_to_those_who_see_it(cast, at_desk):
    assert taken_down(cast, at_desk, picture("a.png"), picture("b.png")).status_code == 302
    signal = RiskSignal.objects.get()
    assert [file.name for file in signal.files.order_by("pk")] == ["a.png", "b.png"]
    page = at_desk(cast.planner).get(signal.get_absolute_url()).content.decode()
    assert "b.png" in page and signal.files.earliest("pk").get_absolute_url() in page
    verbs = Event.objects.of("signal", signal.pk).values_list("verb", flat=True)
    assert list(verbs).count("attach a file") == 2


@logged
def test_a_file_is_sent_to_who_sees_the_signal_and_to_nobody_else(cast, at_desk):
    taken_down(cast, at_desk, picture("a.png"))
    file = SignalFile.objects.get()
    answer = at_desk(cast.collector).get(file.get_absolute_url())
    assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"\x89PNG")
    for name in ("other_collector", "quality_officer", "tester", "county_officer", "other_planner"):
        assert at_desk(getattr(cast, name)).get(file.get_absolute_url()).status_code == 404, name


@logged
def test_each_look_at_a_file_is_written_down(cast, at_desk):
    taken_down(cast, at_desk, picture("a.png"))
    file = SignalFile.objects.get()
    at_desk(cast.collector).get(file.get_absolute_url())
    looks = Event.objects.of("signal", file.signal_id).filter(verb="download a file")
    assert looks.get().actor_id == cast.collector.user.pk


def test_a_file_that_is_not_what_its_name_says_leaves_no_signal(cast, at_desk):
    answer = taken_down(cast, at_desk, picture("a.pdf"))
    assert answer.status_code == 422 and not RiskSignal.objects.exists()


def test_a_draft_takes_more_evidence(cast, at_desk):
    taken_down(cast, at_desk, picture("a.png"), submit_now="")
    signal = RiskSignal.objects.get()
    form = {**SIGNAL, "category": cast.category, "evidence": [picture("b.png")]}
    at_desk(cast.collector).post(f"{signal.get_absolute_url()}edit/", form)
    assert signal.files.count() == 2


@pytest.mark.guarded
def test_a_file_of_evidence_is_never_changed_or_deleted(cast, at_desk):
    taken_down(cast, at_desk, picture("a.png"))
    for action in (
        lambda: SignalFile.objects.update(name="x"),
        lambda: SignalFile.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            action()
