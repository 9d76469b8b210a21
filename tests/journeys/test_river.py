"""Can figure 1 be walked from a line of a notice to the acknowledged national report, by nine people?

One journey, chapter by chapter, in Chinese. Every button is pressed and every field filled in a real browser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.addresses import code_of
from accounts.models import Membership, Organisation
from accounts.roles import Role
from casework.actions import take
from disposal.figures import HEADINGS
from disposal.flow.procedure import REPORT_CASE
from disposal.flow.reaching import REPORT_HANDLING
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation, NationalReport
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.models import Document
from inspection.commissions.models.commissions import Entrustment
from inspection.instruments.models import Instrument
from inspection.reports.models.reports import Report
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.riskcases import RiskCase
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from tests.disposal.given import ON_PAPER
from tests.journeys import eight, sampled
from tests.journeys.conftest import JOURNEY, Come, Work
from tests.journeys.led import READ_BEFORE, Cost, Led
from tests.journeys.people import Person, handed_over, lacks, picture
from tests.journeys.sampled import at
from tests.monitoring.notice_samples import real
from trail.models import Event

pytestmark = JOURNEY
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What was not asked yet when the main job was first done by hand, in 127 pages, 164 presses and 159 fields.
SINCE = {
    *(READ_BEFORE, "/undertaking/", "/recipients/new/", "/qualifications/new/", "/instruments/new/"),
    *("report record", "resultnotice send", "resultnotice serve", "resultnotice enter_reply"),
    *("resultnotice close", "enforcementcase evidence", "enforcementcase propose_filing"),
    *("enforcementcase propose_decision", "enforcementcase give_notice", "enforcementcase serve_notice"),
    *("enforcementcase hear", "enforcementcase serve_decision", "nationalreport write"),
    "nationalreport review",
}
# Two of the fields were not asked then: no laboratory accepts without its declaration of interests, and
# what fails is measured once more; nobody can do either for it.
MOST = {"pages": 91, "presses": 91, "fields": 108 + 2}
# What no primary button leads to: an answer on paper is no ordinary one, and whether a case is filed is for
# the officer to decide.
NOT_PUT_FORWARD = {"resultnotice enter_reply", "enforcementcase propose_filing"}
NOVEMBER = {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)}


@pytest.fixture
def cost() -> Cost:
    return Cost()


@pytest.fixture
def sort(cost: Cost) -> Callable[..., Person]:
    return partial(Led, cost=cost)


@real
@pytest.mark.clause("6.4-4", "6.4-5", "6.4-6")
def test_eight_people_walk_figure_1_from_a_notice_to_the_national_report(
    come: Come, clock: time_machine.Traveller, work: Work, settings: Settings, cost: Cost
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    clock.move_to(at(2))
    people = eight.arrive(come)
    case = sampled.a_line_of_a_notice_becomes_a_case(people)
    a_laboratory_is_qualified(people)
    sampled.the_panel_has_it_sampled(people, case, criteria="eu-2019-417")
    plan = sampled.the_regulator_plans(people, case)

    clock.move_to(at(3))
    purchase = sampled.the_center_chooses_what_to_buy(people, plan)
    sampled.it_is_bought(people, purchase)
    clock.move_to(at(5))
    sample = sampled.the_parcel_is_checked_and_stored(people, purchase)
    entrustment = a_laboratory_is_commissioned(people, sample)
    the_papers_of_the_way_are_printed(people, plan, purchase, entrustment, work)
    clock.move_to(at(11))
    report = it_is_tested_and_reported(people, entrustment, work)

    clock.move_to(at(19))
    disposal, enforcement = the_results_are_passed_on(people, report, work)
    the_shop_and_the_maker_are_told(people, report, work)
    clock.move_to(at(24))
    the_platform_acts(people, disposal)
    clock.move_to(at(25))
    the_regulator_closes_its_case(people, enforcement)
    clock.move_to(at(27))
    both_report_in_time(people, disposal, enforcement, work)
    the_center_is_satisfied(people, disposal, enforcement, case)
    clock.move_to(at(1, month=12))
    the_nation_is_told(people, work)
    eleven_people_of_five_organisations_did_it()
    primary_buttons_led_them(cost)


def primary_buttons_led_them(cost: Cost) -> None:
    """And nobody typed what the system knows."""
    assert set(cost.astray) == NOT_PUT_FORWARD and not cost.known
    then = cost.of(cost.counted.keys() - SINCE)
    assert all(then[what] <= most for what, most in MOST.items()), then


def a_laboratory_is_qualified(people: eight.Eight) -> None:
    """4.2.2 c: its certificate, and who signs for what it covers."""
    center = people.center
    center.goes("/qualifications/new/")
    center.fills(laboratory=people.tester.viewer.organisation, cma_number="261199000001")
    center.fills(valid_from=date(2026, 1, 1), valid_until=date(2028, 12, 31))
    center.fills(scope0_category=people.category)
    signatory = Membership.objects.get(user=people.signatory.viewer.user)
    center.fills(signatory0_member=signatory, signatory0_category=people.category)
    center.sends()


def a_laboratory_is_commissioned(people: eight.Eight, sample: Sample) -> Entrustment:
    """4.2.2 c, 6.3-1: one whose certificate covers the items; it looks at the sample before it accepts."""
    center, receiver = people.center, people.tester
    entrustment = center.begins(
        Entrustment,
        sample,
        obtained="online",
        grade="合格品",
        lot_size="在售100件",
        client_postcode="310000",
        due_on=date(2026, 11, 30),
        confidentiality="仅供委托方",
        subcontracting="False",
        copies=1,
        sending="portal",
        afterwards="center",
    )
    center.takes(entrustment, "send")
    handed_over(entrustment, Role.RECEIVER, receiver)
    center.takes(sample, "hand_over")
    handed_over(sample, Role.RECEIVER, receiver)
    looked = {"appearance": "无污损", "condition": "完好", "packing": "完好"}
    receiver.takes(sample, "receive", **dict.fromkeys(sample.points, True), **looked)
    [entrusted] = entrustment.live()
    checked = {"influences": "无"}
    rows = {f"{name}_{code_of(entrusted)}": said for name, said in checked.items()}
    receiver.takes(entrustment, "accept", **rows, no_interest=True)
    return receiver.takes(entrustment, "start")


def the_papers_of_the_way_are_printed(
    people: eight.Eight, plan: WorkPlan, purchase: Purchase, entrustment: Entrustment, work: Work
) -> None:
    """Assessment, plan, scheme, sampling form, registration, hand-over sheet, and the entrustment."""
    assert work() == 7, list(Document.objects.values_list("paper", flat=True))
    [task] = people.planner.reads_papers(plan)
    assert not lacks(task, "剖腹产专用收腹带", "甲醛含量", eight.NAMES["approver"])
    [form, *_others] = people.center.reads_papers(purchase)
    assert not lacks(form, purchase.number, eight.PLATFORM)
    [accepted] = people.tester.reads_papers(entrustment)
    assert not lacks(accepted, eight.LABORATORY, "甲醛含量", "GB 18401-2010")


def an_instrument(tester: Person) -> Instrument:
    """6.3-5: what is measured with is entered once, with its calibration."""
    tester.goes("/instruments/new/")
    tester.fills(number="HCHO-3", name="甲醛测定仪")
    tester.sends()
    tester.fills(calibrated_on=date(2026, 6, 1), valid_until=date(2027, 5, 31))
    tester.fills(calibrated_by="云泽省计量测试研究院", certificate="校准-3")
    tester.sends()
    return Instrument.objects.get()


def it_is_tested_and_reported(people: eight.Eight, entrustment: Entrustment, work: Work) -> Report:
    """6.3-6, 6.3-7: entered, reviewed and signed by three people."""
    tester, reviewer, signatory = people.tester, people.reviewer, people.signatory
    report = tester.begins(Report, entrustment)
    [result] = report.results.all()
    days = {"tested_from": date(2026, 11, 6), "tested_to": date(2026, 11, 10)}
    figures = {f"value_{code_of(result)}": "112", f"repeat_{code_of(result)}": "114"}
    tester.takes(report, "enter", **figures, **days)
    raw = {"kind": "sheet", "results": [result], "file": picture(tester), "instrument": an_instrument(tester)}
    tester.takes(report, "record", **raw, taken_on=date(2026, 11, 10))
    tester.takes(report, "submit")
    handed_over(report, Role.REVIEWER, reviewer)
    reviewer.takes(report, "review")
    handed_over(report, Role.SIGNATORY, signatory)
    signatory.takes(report, "sign")
    signatory.takes(report, "issue")
    assert work() == 1
    handed_over(report, Role.COMPILER, people.center)
    assert report.outcome == "non_conforming"
    [paper] = people.center.reads_papers(report)
    assert report.shop in (eight.SHOP, eight.OTHER_SHOP)
    people_of_the_laboratory = [eight.NAMES[name] for name in ("tester", "reviewer", "signatory")]
    goods = ("剖腹产专用收腹带", report.item_id, report.shop, eight.PLATFORM)
    found = ("甲醛含量", "112", "GB 18401-2010")
    assert not lacks(paper, *goods, *found, eight.LABORATORY, *people_of_the_laboratory)
    return report


def the_results_are_passed_on(
    people: eight.Eight, report: Report, work: Work
) -> tuple[PlatformDisposal, EnforcementCase]:
    """6.4-1: each party gets its own version."""
    center = people.center
    center.takes(report, "receive")
    texts = {"summary": "一批次甲醛含量不合格。", "advice": "核查生产企业。"}
    compilation = center.begins(Compilation, report, **texts)
    handed_over(compilation, Role.LEADER, people.leader)
    people.leader.takes(compilation, "approve")
    handed_over(compilation, Role.COMPILER, center)
    center.takes(compilation, "send", without_photos="照片另行放行。")
    assert work() == 3
    disposal, case = PlatformDisposal.objects.get(), EnforcementCase.objects.get()
    handed_over(disposal, Role.QUALITY_OFFICER, people.platform)
    handed_over(case, Role.CASE_OFFICER, people.planner)
    [redacted, for_platform] = people.platform.reads_papers(disposal)
    [for_regulator] = people.planner.reads_papers(compilation)
    assert not lacks(for_regulator, report.item_id, report.producer, "核查生产企业")
    assert lacks(for_platform, report.item_id, report.producer, "核查生产企业") == [
        report.producer,
        "核查生产企业",
    ]
    tester, signatory = eight.NAMES["tester"], eight.NAMES["signatory"]
    assert lacks(redacted, "甲醛含量", "112", report.producer, signatory, tester) == [signatory, tester]
    return disposal, case


def the_shop_and_the_maker_are_told(people: eight.Eight, report: Report, work: Work) -> None:
    """4.2.2-e: by letter, as neither has an account; the receipts come back on paper."""
    center = people.center
    notices = list(ResultNotice.objects.filter(report=report).order_by("pk"))
    assert [bool(notice.shop_id) for notice in notices].count(True) == len(notices) - 1 == 1
    for notice in notices:
        letter = {"channel": "letter", "address": "云泽省望澜市试验路8号", "days": 30}
        center.takes(notice, "send", without_photos="照片另行放行。", **letter)
        proof = {
            "method": "post",
            "signed_by": "收发室",
            "relation": "mail_room",
            "evidence": picture(center),
        }
        center.takes(notice, "serve", served_on=date(2026, 11, 19), **proof)
        reply = {"reply": "agrees", "signed_by": "收发室", "scan": picture(center)}
        center.takes(notice, "enter_reply", **reply)
        center.takes(notice, "close")
    assert work() == 4
    for notice in notices:
        [_redacted, paper] = center.reads_papers(notice)
        assert not lacks(paper, notice.addressee, "甲醛含量")


def the_platform_acts(people: eight.Eight, disposal: PlatformDisposal) -> None:
    """6.4-2: the shop is urged to recall; the handling is finished on the day before."""
    platform = people.platform
    platform.takes(disposal, "handle")
    platform.takes(
        disposal,
        "measure",
        measure="remove",
        carried_out_by="platform",
        asked_on=date(2026, 11, 24),
        internal_rule="质量规则第7条",
        evidence=picture(platform),
    )
    platform.takes(disposal, "finish")
    # 24 Tue + 5 = 29 Sun, a rest day: Mon 30 (6.4-4; Civil Code art. 203)
    clock = platform.reads_clock(disposal, REPORT_HANDLING)
    assert (clock.day, clock.status) == (date(2026, 11, 30), "ok")


def the_regulator_closes_its_case(people: eight.Eight, case: EnforcementCase) -> None:
    """6.4-3, 4.2.1 d."""
    officer, day = people.planner, date(2026, 11, 25)
    cause = {"control": "seal", "cause": "material", "cause_detail": "面料甲醛超标"}
    officer.takes(case, "inspect")
    record = {"kind": "inspection_record", "file": picture(officer)}
    officer.takes(case, "evidence", **record)
    officer.takes(case, "propose_filing", **cause, violation="产品质量法第四十九条")
    take("sign_filing", case, by=people.second, now=timezone.now())
    head = people.approver
    head.takes(case, "file", case_number="云市监案〔2026〕1号")
    officer.takes(case, "propose_decision", penalties=["fine"], amount="5000", **ON_PAPER)
    take("review", case, by=people.jurist, now=timezone.now(), review_opinion="程序合法。")
    officer.opens(case)
    officer.takes(case, "give_notice")
    served = {
        "method": "in_person",
        "served_on": day,
        "signed_by": "王某",
        "relation": "self",
        "evidence": picture(officer),
    }
    officer.takes(case, "serve_notice", **served)
    officer.takes(
        case, "hear", statement="无异议。", considered="已记录。", waived=True, files=[picture(officer)]
    )
    head.takes(case, "decide", decision_number="云市监罚〔2026〕1号")
    officer.takes(case, "serve_decision", **served)
    officer.takes(case, "execute", execution="罚款已缴纳")
    officer.takes(case, "close", account="罚款五千元。", under_control=True)
    # 25 Wed + 5 = 30 Mon, a working day (6.4-5)
    clock = officer.reads_clock(case, REPORT_CASE)
    assert (clock.day, clock.status) == (date(2026, 11, 30), "ok")


def both_report_in_time(
    people: eight.Eight, disposal: PlatformDisposal, case: EnforcementCase, work: Work
) -> None:
    """6.4-4, 6.4-5."""
    people.platform.takes(disposal, "feed_back", contact_phone="0571-2000000")
    people.approver.takes(case, "feed_back")
    for record, term, person in (
        (disposal, REPORT_HANDLING, people.platform),
        (case, REPORT_CASE, people.planner),
    ):
        handed_over(record, Role.COMPILER, people.center)
        clock = person.reads_clock(record, term)
        assert (clock.day, clock.status) == (date(2026, 11, 27), "still")
    assert work() == 4
    for record, said in ((disposal, ("韩质量", "0571-2000000")), (case, ("罚款五千元。", "5,000.00"))):
        [paper, *_earlier] = people.center.reads_papers(record)
        assert not lacks(paper, *said)


def the_center_is_satisfied(
    people: eight.Eight, disposal: PlatformDisposal, enforcement: EnforcementCase, case: RiskCase
) -> None:
    """With the last verification the system closes the risk case."""
    looked = {"check_account": "链接已失效。"}
    people.center.takes(disposal, "verify", unreachable=True, not_relisted=True, **looked)
    case.refresh_from_db()
    assert case.state == "planned"
    read = {"note": "处罚决定书与缴款凭证一致。"}
    people.center.takes(enforcement, "verify", **read)
    case.refresh_from_db()
    assert (case.state, case.turn) == ("closed", "")
    [closing] = Event.objects.of("record", case.pk).filter(verb="close")
    assert closing.actor_kind == "system"
    assert people.center.reads_turn(case) == ""


def eleven_people_of_five_organisations_did_it() -> None:
    """Those at the browsers, a second officer and a legal reviewer."""
    actions = Event.objects.filter(subject_kind="record", actor_kind="user")
    assert actions.values("actor_id").distinct().count() == 11
    homes = Organisation.objects.filter(pk__in=actions.values("organisation_id"))
    assert sorted(homes.values_list("kind", flat=True)) == [
        "center",
        "laboratory",
        "platform",
        "regulator",
        "regulator",
    ]


def the_nation_is_told(people: eight.Eight, work: Work) -> None:
    """6.4-6: compiled by one, confirmed and approved by another; the figures are those of this journey."""
    center = people.center
    national = center.begins(NationalReport, regulator=people.nation.viewer.organisation, **NOVEMBER)
    center.takes(national, "compile")
    center.takes(national, "write", summary="本月监测一批次，不合格一批次，均已处置。")
    handed_over(national, Role.CHAIR, people.leader)
    noticed = {"acknowledged": True, "note": "本省按月上报。"}
    people.leader.takes(national, "review", **noticed)
    handed_over(national, Role.LEADER, people.leader)
    people.leader.takes(national, "approve", **noticed)
    handed_over(national, Role.COMPILER, center)
    center.takes(national, "send")
    assert national.state == "sent" and work() == 1
    handed_over(national, Role.APPROVER, people.nation)
    people.nation.takes(national, "acknowledge")
    [paper] = center.reads_papers(national)
    assert not lacks(paper, "本月监测一批次", "云市监案〔2026〕1号", "5,000.00")
    counted = national.figures
    once = ("signals", "to_sample", "bought", "tested", "failed", "disposals_done", "cases_closed")
    assert {name: counted[name] for name in once} == dict.fromkeys(once, 1)
    assert (counted["feedback_in_time"], counted["reports_in_time"], counted["overdue"]) == (1, 1, [])
    for _heading, figures in HEADINGS:
        assert not lacks(paper, *(f"{label}{counted[name]}" for label, name in figures))
