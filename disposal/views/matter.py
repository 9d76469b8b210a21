"""What is a case about, and what did its party deny? It stands beside each form that decides on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User, Viewer
from casework.models import Filed
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from catalogue.severities import ItemSeverity
from disposal.flow.notices import Capacity, DenialState
from disposal.grading import Grader
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial
from disposal.models.parties import facts_of_party
from disposal.views.photos import of_goods
from documents import views as papers
from inspection.corrections.models.rested_on import now_conforming
from inspection.reports.models.reports import Report
from trail.models import Event

FOUND = (
    *("control", "made", "goods_value", "sold", "stock", "sealed", "recalled", "not_recalled_why"),
    *("cause", "cause_detail"),
)


def failing(report: Report, at: datetime | None) -> Facts:
    """Each item of a report that failed: what was measured, its limit, and how grave that is; the severity as
    the center had set it at that instant."""
    grader = Grader([report], at=at)
    said = _("%(value)s; limit: %(limit)s; severity: %(severity)s")
    return [
        (
            result.name,
            said
            % {
                "value": f"{result.reported} {result.unit}".strip(),
                "limit": result.held_against,
                "severity": ItemSeverity(severity).label if severity else _("not set"),
            },
        )
        for result in report.failing
        for severity in (grader.severity(report, result.item),)
    ]


def goods(report: Report) -> Facts:
    """Which goods were tested, and what label and listing say of whose they are."""
    return [*report.facts("product", "model", "batch", "producer", "item_id"), *facts_of_party(report)]


def what_it_is_about(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """The goods, what failed, what the inspection found, own evidence of the regulator, what was denied."""
    report = case.report
    value = case._meta.get_field("goods_value").verbose_name
    worth: Facts = [] if case.goods_value is not None else [(value, _("not entered"))]
    groups = [
        (_("What it rests on"), now_conforming([report])),
        (_("Party concerned"), case.facts("enterprise", "shop", "regulator")),
        (_("Goods"), goods(report)),
        (_("Items that failed"), failing(report, case.compilation.sent_at())),
        (_("Products and cause"), [*case.facts(*FOUND), *worth, *_controlled(case)]),
        (_("Case"), case.facts("violation", "own_ground", "not_filed_why")),
    ]
    files = [papers.shown(row.file) for row in case.evidence.select_related("file").order_by("made_on", "pk")]
    own = [Card(_("Evidence of the regulator's own"), files=files)] if files else []
    return [Card(_("What the case is about"), groups), *own, *what_was_denied(case, viewer)]


def _controlled(case: EnforcementCase) -> Facts:
    """Whether the products are under control, or why not; nothing before somebody has looked."""
    return case.facts("under_control", "not_controlled_why") if case.control else []


def what_is_known(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """The same, with what everybody said who was told of the result, and what platforms were asked."""
    letters = case.letters.visible_to(viewer).select_related("platform").order_by("pk")
    asked = [(letter.platform, linked(letter, letter.get_state_display())) for letter in letters]
    said = [(_("Result notices and replies"), case.replies(viewer)), (_("Assistance letters"), asked)]
    told = [Card(_("What was said and asked"), said)] if any(rows for _heading, rows in said) else []
    return [*what_it_is_about(case, viewer), *told]


def linked(record: Filed, said: Any) -> str:
    """The number of another record as a link to it, and what is said of it."""
    return format_html('<a href="{}">{}</a> · {}', record.get_absolute_url(), record.number, said)


def what_was_denied(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """Each denial of the product: by whom, upon what, and what became of it, by whose decision and why."""
    found = Denial.objects.filter(notice__report=case.report_id).visible_to(viewer).order_by("id")
    return [
        denial_card(denial, viewer) for denial in found.select_related("notice__shop", "notice__enterprise")
    ]


def denial_card(denial: Denial, viewer: Viewer) -> Card:
    """One denial, with its papers."""
    said = ("statement", "grounds", "signed_by", "signed_as", "phone", "asked", "supplement")
    denied_by = (_("denied by"), denial.notice.addressee)
    groups = [
        (
            "",
            [denied_by, *denial.facts(*said), *denial.notice.seen_by(viewer)],
        ),
        (denial.taken_back_heading(), denial.taken_back(viewer)),
        (
            _("Decision"),
            [
                (_("State"), linked(denial, denial.get_state_display())),
                *denial.facts("reason", "decided_on"),
                *_who_decided(denial),
            ],
        ),
    ]
    title = _("Denial %(number)s") % {"number": denial.number}
    return Card(title, groups, files=papers.files_of(denial, viewer), warning=_stands_out(denial))


def _who_decided(denial: Denial) -> Facts:
    decision = Event.objects.of("record", denial.pk).filter(verb__in=("uphold", "reject")).first()
    return [(_("decided by"), User.objects.get(pk=decision.actor_id))] if decision else []


def _stands_out(denial: Denial) -> str:
    """What nobody is to overlook: that it is open, or that nobody has shown who signed it."""
    found = []
    if denial.turn:
        found.append(_("The denial has not been decided yet."))
    if denial.signed_as == Capacity.HEAD and denial.state != DenialState.VOIDED:
        found.append(_("Whoever signed it showed no proof of who they are."))
    return " ".join(found)


def what_is_denied(denial: Denial, viewer: Viewer) -> list[Card]:
    """For whoever decides on a denial: what is denied upon what, with its papers, and of which goods."""
    notice = denial.notice
    groups: list[tuple[Any, Facts]] = [
        (_("Goods"), goods(notice.report)),
        (_("Items that failed"), failing(notice.report, notice.compilation.sent_at())),
        (_("Cases about it"), _cases(denial, viewer)),
    ]
    tested = Card(_("What was tested"), groups)
    return [denial_card(denial, viewer), tested, _pictured(notice.report, viewer)]


def _pictured(report: Report, viewer: Viewer) -> Card:
    """The photos of the goods that were tested, to be compared with what the party shows of its own."""
    found = of_goods(report, viewer)
    none = _("No photo of the goods has been released to you: ask %(center)s, which decides on them.")
    warning = "" if found else none % {"center": report.center}
    return Card(_("Photos of the goods that were tested"), files=found, warning=warning)


def _cases(denial: Denial, viewer: Viewer) -> Facts:
    found = EnforcementCase.objects.filter(report=denial.notice.report_id).visible_to(viewer).order_by("pk")
    return [(case.number, f"{case.party_concerned} · {case.get_state_display()}") for case in found]


MATTER = cards(what_is_known)
DENIED = cards(what_is_denied)
