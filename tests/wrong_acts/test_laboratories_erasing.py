"""Can a laboratory let a failing result disappear, and with whose unknowing help? (L)"""

from __future__ import annotations

from django.template import engines

from accounts.addresses import code_of
from inspection.reports.models.edited import as_shown
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given
from tests.inspection.walks import raw_form, results_form

FAILS = {**given.GOOD, "Lead": "900"}
WHY = "The flask was mixed up."


def fails(cast, post):
    """A report in which the tester has entered a failing value, and who sends the form again."""
    report = given.begun(cast, NOW)
    assert post(cast.tester, report, "enter", results_form(report, FAILS)).status_code == 302

    def again(value: str, **more: str):
        lead = given.result_of(report)
        seen = {f"seen_{code_of(row)}": as_shown(row) for row in report.results.all()}
        form = results_form(report, {**given.GOOD, "Lead": value}) | seen
        return post(
            cast.tester,
            report,
            "enter",
            form | {f"{name}_{code_of(lead)}": said for name, said in more.items()},
        )

    return report, again


def test_l1_a_tester_does_not_take_back_their_own_failing_value_without_a_word(cast, post, see):
    report, again = fails(cast, post)
    for value in ("", "19"):
        answer = again(value)
        assert answer.status_code == 422
        assert "What stands here fails (900 against ≤ 90 mg/kg)" in answer.content.decode()
    assert given.result_of(report).value == "900"
    assert again("19", overrule=WHY).status_code == 302
    post(cast.tester, report, "record", raw_form(report))
    post(cast.tester, report, "submit")
    page = see(cast.reviewer, report.get_absolute_url()).content.decode()
    assert f"Tester had entered 900; Tester put 19 in its place: {WHY}" in page


def test_l1_a_reason_that_says_nothing_can_be_corrected_and_sent_again(cast, post):
    report, again = fails(cast, post)
    answer = again("", overrule="无")
    assert answer.status_code == 422 and "This says nothing" in answer.content.decode()
    shown = f'type="text" name="overrule_{code_of(given.result_of(report))}" value="无"'
    assert shown in answer.content.decode()
    assert again("", overrule=WHY).status_code == 302
    assert given.result_of(report).value == ""


def test_l1_another_failing_value_is_corrected_without_ado(cast, post):
    report, again = fails(cast, post)
    assert again("899").status_code == 302
    assert given.result_of(report).value == "899"


def test_l1_who_decides_on_an_abnormality_reads_what_failed_and_what_was_taken_back(cast, post, see):
    report, _again = fails(cast, post)
    halted = given.halt(report.entrustment, cast, NOW, report.entrusted)
    form = see(cast.organiser, f"{halted.get_absolute_url()}decide/").content.decode()
    assert "Entered as failing: Lead: 900." in form

    other, once_more = fails(cast, post)
    assert once_more("", overrule=WHY).status_code == 302
    halted = given.halt(other.entrustment, cast, NOW, other.entrusted)
    form = see(cast.organiser, f"{halted.get_absolute_url()}decide/").content.decode()
    assert f"Tester had entered 900; Tester put – in its place: {WHY}" in form


def as_html(paper) -> str:
    context = {"paper": paper.content, "language": "en", "day": str, "qr": lambda *said: ""}
    return engines["jinja2"].get_template("papers/compilation.html").render(context)


def left_out(cast):
    """A report of which an abnormality leaves lead out."""
    report = given.begun(cast, NOW)
    halted = given.halt(report.entrustment, cast, NOW, report.entrusted)
    given.decide(halted, "in_part", by=cast.organiser, now=NOW, left_out=["Lead"])
    report.refresh_from_db()
    return report, halted


def test_l12_what_is_left_out_by_a_decision_has_no_value_and_keeps_its_reason(cast, post):
    report, halted = left_out(cast)
    answer = post(cast.tester, report, "enter", results_form(report, FAILS))
    assert (
        answer.status_code == 409
        and f"the decision on {halted.number} leaves it out" in answer.content.decode()
    )
    lead = given.result_of(report)
    own = {f"verdict_{code_of(lead)}": "not_tested", f"reason_{code_of(lead)}": "There was too little of it."}
    form = results_form(report, {**given.GOOD, "Lead": ""}) | own
    assert post(cast.tester, report, "enter", form).status_code == 302
    assert given.result_of(report).reason == f"Left out: {halted.number}"


def test_l12_a_compiled_report_says_of_each_product_what_was_not_tested(cast, post):
    report, _halted = left_out(cast)
    form = results_form(report, {**given.GOOD, "Lead": ""})
    lead = given.result_of(report)
    form |= {f"verdict_{code_of(lead)}": lead.verdict, f"reason_{code_of(lead)}": lead.reason}
    post(cast.tester, report, "enter", form)
    post(cast.tester, report, "record", raw_form(report))
    for actor, step in ((cast.tester, "submit"), (cast.reviewer, "review"), (cast.signatory, "sign")):
        assert post(actor, report, step).status_code == 302
    assert post(cast.signatory, report, "issue").status_code == 302
    assert post(cast.compiler, report, "receive").status_code == 302
    compiled = disposal.sent(cast, NOW, reports=[report])
    [paper] = compiled.documents.filter(addressee=compiled.regulator)
    assert "not tested or not judged: Lead" in as_html(paper)
