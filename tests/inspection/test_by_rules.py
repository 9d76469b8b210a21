"""Do commissions and reports follow the monitoring rules that the plan names? (6.3-4, 6.3-6)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from catalogue.monitoring_rules import MonitoringRules
from inspection.commissions.models.commissions import Entrustment
from inspection.judgement.conclusions import Ruled, Wording, conclusion
from inspection.reports.linter import missing
from monitoring.plans.models.plans import PlanItem
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.test_linter import LINE, paper
from tests.inspection.walks import commission_form
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling

WORDS = Wording("All in order by 〔依据〕.", "〔项目〕 does not meet 〔依据〕.")


@pytest.fixture
def rules(cast: Cast) -> MonitoringRules:
    return monitoring.monitoring_rules(cast)


@pytest.fixture
def sample(cast: Cast, rules: MonitoringRules) -> Sample:
    """A stored sample of a product that is planned by the rules."""
    found = sampling.stored_sample(cast, NOW)
    PlanItem.objects.filter(pk=found.purchase.plan_item_id).update(rules=rules)
    return found


@pytest.fixture
def commission(at_desk: Any, cast: Cast) -> Callable[..., Any]:
    """Post a commission of samples, with changes; the answer."""

    def do(*samples: Sample, **changes: Any) -> Any:
        given.qualified(cast, NOW)
        with time_machine.travel(NOW, tick=False):
            form = commission_form(list(samples), cast) | changes
            return at_desk(cast.organiser).post(reverse("entrustment-open"), form)

    return do


def test_a_commission_must_name_the_rules_of_the_plan(
    commission: Any, sample: Sample, rules: MonitoringRules
) -> None:
    answer = commission(sample, judgement_grounds="GB 1")
    assert (
        answer.status_code == 422 and "by YZWJ-2026-05 Rules for toys: name them" in answer.content.decode()
    )
    assert commission(sample, judgement_grounds=f"{rules}; GB 1").status_code == 302
    assert Entrustment.objects.get().rules == rules


def test_the_form_names_them_already(
    cast: Cast, at_desk: Any, sample: Sample, rules: MonitoringRules
) -> None:
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.organiser).get(f"{reverse('entrustment-open')}?sample={sample.number}")
    assert f"{rules}, {cast.standard}, " in page.content.decode()


def test_goods_judged_by_different_rules_are_commissioned_apart(
    cast: Cast, commission: Any, rules: MonitoringRules
) -> None:
    first, second = sampling.stored_samples(cast, NOW)
    item = second.purchase.plan_item
    item.pk, item.rules = None, rules
    item.save()
    type(second.purchase).objects.filter(pk=second.purchase.pk).update(plan_item=item)
    answer = commission(first, second)
    assert answer.status_code == 422 and "commission them apart" in answer.content.decode()
    assert not Entrustment.objects.exists()


def test_the_wording_stays_what_it_was_when_commissioned(
    commission: Any, sample: Sample, rules: MonitoringRules
) -> None:
    commission(sample, judgement_grounds=str(rules))
    MonitoringRules.objects.update(fails="〔项目〕 不合格 〔依据〕")
    assert Entrustment.objects.get().wording.fails == "Tested: 〔项目〕 does not meet 〔依据〕."


def test_a_report_is_issued_in_the_words_of_the_rules(cast: Cast, rules: MonitoringRules) -> None:
    entrustment = given.in_progress(cast, NOW)
    words = {"rules": rules, "passes": rules.passes, "fails": rules.fails}
    Entrustment.objects.filter(pk=entrustment.pk).update(**words)
    report = given.issued(cast, NOW, entrustment=Entrustment.objects.get(pk=entrustment.pk))
    assert report.conclusion == f"Tested: all of it is in order by {entrustment.judgement_grounds}."


def test_what_failed_and_what_is_left_open_stands_in_it() -> None:
    failing = [Ruled(name, "non_conforming") for name in ("Lead", "Tin")]
    said = conclusion([*failing, Ruled("Colour", "not_tested")], "Rules 1", WORDS)
    assert said.startswith("Lead, Tin does not meet Rules 1.")
    assert "This conclusion does not cover: Colour" in said


def test_a_paper_in_other_words_than_the_rules_is_refused() -> None:
    failed = {**LINE, "required": "non_conforming"}
    said = conclusion([Ruled("Leakage current", "non_conforming")], "Rules 1")
    usual = paper(results=(failed,), conclusion=said)
    assert missing(usual) == []
    assert missing(usual, WORDS) == ["The conclusion does not follow the results in the prescribed form."]


def test_of_too_many_items_a_commission_shows_those_of_the_plan(
    cast: Cast, at_desk: Any, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = given.items(cast)[1]
    page = reverse("entrustment-open")
    with time_machine.travel(NOW, tick=False):
        assert "Lead" in at_desk(cast.organiser).get(page).content.decode()
        monkeypatch.setattr("inspection.commissions.forms.commissions.MANY", 1)
        shown = at_desk(cast.organiser).get(page).content.decode()
        assert "Lead" not in shown and "Small parts" in shown
        form = commission_form([sample], cast) | {"judgement_grounds": "YZWJ-2026-05", "items": [lead]}
        given.qualified(cast, NOW)
        again = at_desk(cast.organiser).post(page, form).content.decode()
    assert "select a valid choice" not in again.lower() and "say why not: Small parts" in again


def test_a_sample_under_a_commission_leads_to_no_other_one(cast: Cast, at_desk: Any, sample: Sample) -> None:
    address = f"{reverse('entrustment-open')}?sample={sample.number}"
    with time_machine.travel(NOW, tick=False):
        assert address in at_desk(cast.organiser).get(sample.get_absolute_url()).content.decode()
        given.drafted(cast, NOW, samples=[sample])
        assert address not in at_desk(cast.organiser).get(sample.get_absolute_url()).content.decode()
