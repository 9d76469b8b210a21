"""How does a plan come back and go on, and how is a choice of targets made that anyone can check?"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from monitoring.plans.models.plans import WorkPlan
from sampling.schemes.models import Scheme
from sampling.selection.actions import choices
from sampling.selection.models.choices import Choosing
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come, Work
from tests.journeys.people import Person, file, handed_over
from tests.monitoring.given import submitted_plan
from tests.sampling import given

pytestmark = JOURNEY
# Of four batches three can be filled: one brand stands on most lines.
BRANDS = ("甲牌", "乙牌", "云朵", "云朵", "云朵", "云朵")
LINES = "商品名称,店铺名称,品牌,生产企业,价格,销量\n" + "".join(
    f"毛绒小熊{number},{number}号玩具店,{brand},企业{number},{number}9.00-99.00,16{number}人付款\n"
    for number, brand in enumerate(BRANDS, start=1)
)


@pytest.mark.clause("4.2.1-a")
def test_a_plan_comes_back_with_remarks_is_revised_and_approved_by_another(
    cast: Cast, come: Come, now: datetime
) -> None:
    plan: WorkPlan = submitted_plan(cast, now, cases=[])
    approver, planner = come(cast.approver), come(cast.planner)
    remark = {"remark0_about": "price_range", "remark0_text": "Children's toys cost less."}
    approver.takes(plan, "return", note="The range is too wide.", **remark)
    handed_over(plan, Role.PLANNER, planner)

    planner.follows(planner.page.locator(f'.wj-actions a[href="{plan.get_absolute_url()}edit/"]'))
    beside = planner.page.locator(".wj-field").filter(has=planner.page.locator('[name="price_range"]'))
    expect(beside).to_contain_text("Remark on return: Children's toys cost less.")
    planner.fills(price_range="up to 100 yuan")
    planner.sends()
    # Its field "method" is what form.method is to a script: the form was neither sent once nor forgotten.
    assert planner.page.evaluate("Object.keys(sessionStorage)") == []
    planner.takes(plan, "submit")
    assert not planner.is_offered(plan, "approve")

    approver.opens(plan)
    approver.follows(approver.page.locator('main a[href*="/versions/"]').first)
    changed = approver.page.locator("tr.wj-diff-changed").filter(has_text="up to 100 yuan")
    expect(changed.locator("del")).to_have_text("up to 200 yuan")
    expect(changed.locator("ins")).to_have_text("up to 100 yuan")
    approver.opens(plan)
    approver.takes(plan, "approve")
    assert plan.state == "approved"


@pytest.mark.clause("6.2-1", "6.2-2", "6.2-3")
def test_targets_are_chosen_from_a_listing_with_an_exception_and_anyone_can_check_it(
    cast: Cast, come: Come, work: Work, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "AT_ONCE", 0)  # as if the listing were long
    scheme: Scheme = given.empty_scheme(cast, now, batches=4, cases=[])
    organiser, leader = come(cast.organiser), come(cast.leader)
    organiser.takes(scheme, "import", file=file("清单.csv", LINES.encode("gb18030"), "text/csv"))
    organiser.takes(scheme, "commit")
    organiser.takes(scheme, "submit")
    handed_over(scheme, Role.LEADER, leader)
    leader.page.locator(".wj-checked > summary").first.click()
    assert scheme.listings_digest in leader.reads() and scheme.seed_commitment in leader.reads()
    leader.takes(scheme, "approve")

    organiser.takes(scheme, "choose", mode="optimal")
    choice = chosen(organiser, scheme, work)
    assert (choice.result["size"], len(choice.result["exceptions"])) == (3, 1)
    organiser.fills(note="Both failed last year.")
    organiser.sends()
    leader.takes(scheme, "grant")
    choice = chosen(organiser, scheme, work)
    assert (choice.result["size"], choice.result["repeats"]) == (4, 1)
    organiser.takes(scheme, "confirm")
    assert scheme.purchases.count() == 4

    organiser.opens(scheme)
    with organiser.page.expect_download() as bundle:
        organiser.page.locator('main a[href$="/choice.zip"]').click()
    with ZipFile(bundle.value.path()) as parts:
        parts.extractall(tmp_path)
    command = [sys.executable, "-I", "check.py", "listing.csv", "choice.json"]
    seed = ["--commitment", scheme.seed_commitment]
    said = subprocess.run([*command, *seed], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "4 of 4 chosen" in said.stdout and "proven: nothing is better" in said.stdout


def chosen(organiser: Person, scheme: Scheme, work: Work) -> Choosing:
    """A worker makes the choice, while the organiser looks on: the page tells by itself when it is there."""
    choice = scheme.choosings.latest("pk")
    organiser.goes(choice.get_absolute_url())
    expect(organiser.page.locator("#choosing progress")).to_be_visible()
    work()
    expect(organiser.page.locator("#choosing")).to_contain_text("optimal: nothing is better")
    choice.refresh_from_db()
    return choice
