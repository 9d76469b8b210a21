"""Is what cannot be undone read first, as it will be, and does looking change nothing?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.pages.foreseen import came_of
from catalogue.models import TestItem
from disposal.actions import compilations
from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(record: Any, step: str) -> str:
    return reverse(f"{record.kind}-step", args=[record.number, step])


def seen(client: Any, record: Any, step: str, data: Any = None) -> str:
    answer = client.post(reverse(f"{record.kind}-foreseen", args=[record.number, step]), data or {})
    assert answer.status_code == 200, answer.status_code
    return str(answer.text)


def test_the_approver_reads_the_paper_before_it_is_issued(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    client = at_desk(cast.approver)
    page = client.get(plan.get_absolute_url()).text
    assert f'href="{page_of(plan, "approve")}"' in page
    assert 'data-look="now"' in client.get(page_of(plan, "approve")).text
    shown = seen(client, plan, "approve")
    assert plan.title in shown and "Not issued yet" in shown and str(cast.center) in shown


def test_what_the_step_would_refuse_is_said_and_nothing_is_drawn(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    TestItem.objects.update(ended_on=now.date())
    shown = seen(at_desk(cast.approver), plan, "approve")
    assert 'role="alert"' in shown and "Not issued yet" not in shown


def test_a_paper_that_is_looked_at_runs_nothing_and_stands_in_our_pages_alone(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    answer = at_desk(cast.approver).post(reverse("workplan-foreseen", args=[plan.number, "approve"]))
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "frame-ancestors 'self'" in policy and "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_report_is_read_as_it_will_be_before_it_is_issued(cast, now, at_desk):
    report = inspection.signed(cast, now)
    shown = seen(at_desk(cast.signatory), report, "issue")
    assert report.sample.number in shown
    assert f"to {cast.center}" in shown


def test_what_goes_out_is_read_with_what_its_form_says(cast, now, at_desk):
    """The letters to each party, with the addressees, before they are sent."""
    compilation = disposal.approved(cast, now)
    shown = seen(at_desk(cast.compiler), compilation, "send", {"without_photos": "None were taken here."})
    assert str(cast.platform) in shown and "Not issued yet" in shown
    assert not Document.objects.filter(record=compilation.pk).exists()


def test_of_a_step_that_issues_no_paper_it_is_said_where_it_leads_and_what_is_due_then(cast, now, at_desk):
    """Filing a case: what it becomes, who goes on, and until when it is to be decided."""
    case, later = disposal.case_at("sign_filing", cast, now), now + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        shown = seen(at_desk(cast.county_head), case, "file", disposal.STEPS["file"](now.date()))
    assert "Its state is then “Case filed”, and it is the turn of Case officer." in shown
    assert "No paper comes of this step." in shown
    disposal.case_step("file", case, cast, later)
    clock = case.deadlines.running().get(term="DL-24")
    said = shown.partition(f"What begins to run then: {case.flow.terms['DL-24'].label}, until ")[2]
    assert clock.end.isoformat() in said.partition("</p>")[0]


def test_what_begins_is_told_and_nobody_is_told_of_what_they_may_not_see(cast, now, at_desk):
    """The disposals and notices that the sending opens; and to a stranger at the same moment nothing."""
    compilation = disposal.approved(cast, now)
    later = now + timedelta(minutes=1)
    said = {"without_photos": "None were taken here."}
    with time_machine.travel(later, tick=False):
        assert "What begins then: platform disposal" in seen(
            at_desk(cast.compiler), compilation, "send", said
        )
        assert not came_of(cast.compiler, later)
        compilations.send(compilation, by=cast.compiler, now=later, **said)
    assert {"platformdisposal"} <= {each.kind for each in came_of(cast.compiler, later)}
    assert not came_of(cast.other_compiler, later) and not came_of(cast.other_quality_officer, later)
