"""By what numbers do clocks count, who set them, and what would a change move?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.gate import Request, keeper, keeps_organisations, member
from accounts.models import Level, Region, Viewer, places
from accounts.roles import Kind
from casework.deadlines import clocks, confirmed, recounts, rules
from casework.models import Record, Recount, TermSetting, kinds
from casework.pages.progress import followed, followed_page
from casework.pages.submissions import answered
from casework.terms.calendar import RollOn
from casework.terms.count import Unit, in_words
from casework.terms.table import TERMS, Term
from portals.deadlines.forms import ConfirmationForm, ReasonForm, TermForm
from trail.enumerations import enumerated
from trail.models import Event


@member
def terms(request: Request) -> HttpResponse:
    """Every term of the deadline table, with the number in force and where it comes from."""
    today = clocks.local_day(timezone.now())
    started = _started()
    columns = [
        {"label": _("Term"), "key": "term", "kind": "title"},
        {"label": _("Period in force"), "key": "period", "kind": "pair"},
        {"label": _("Begins when"), "key": "begins"},
        {"label": _("Whose duty"), "key": "who"},
        {"label": _("Source"), "key": "source", "kind": "pair"},
        {"label": _("Runs on"), "key": "started"},
        {"label": pgettext("term", "Confirmed"), "key": "confirmed", "kind": "badge"},
    ]
    running = recounts.by_term(request.viewer) if rules.may_set(request.viewer) else {}
    if running:
        columns.insert(6, {"label": _("Running now"), "key": "running", "kind": "number"})
    used, read = set(started), confirmed.confirmed(_province(request.viewer), today)
    in_force = clocks.rules(today)
    rows = [
        {
            "term": {"text": str(term.label), "url": reverse("term", args=[term.code]), "sub": term.code},
            "period": _period(term, in_force[term.code]),
            "begins": str(term.begins),
            "who": str(term.who),
            "source": {"text": str(term.source), "sub": term.grade.label},
            "started": started.get(term.code),
            "running": running.get(term.code, 0),
            "confirmed": _badge(term.code in read),
        }
        for term in map(TERMS.__getitem__, _by_need(used, read))
    ]
    told = _("%(done)d of %(all)d periods that run are confirmed") % {
        "done": len(used & read),
        "all": len(used),
    }
    context = {"columns": columns, "rows": rows, "told": told}
    return render(request, "portals/deadlines/terms.html", context, using="jinja2")


def _by_need(used: Set[str], read: Set[str]) -> list[str]:
    """The codes of all terms: those first that run and that nobody has confirmed, then those that run."""
    return sorted(TERMS, key=lambda code: (code not in used, code in read))


def _next(viewer: Viewer, today: date) -> str:
    """The term that waits next for being confirmed; "" where none does."""
    used, read = confirmed.in_use(), confirmed.confirmed(_province(viewer), today)
    return next((code for code in _by_need(used, read) if code in used - read), "")


def _province(viewer: Viewer) -> Region | None:
    return places(viewer.organisation.region).get(Level.PROVINCE)


def _badge(read: bool) -> dict[str, str]:
    if read:
        return {"text": pgettext("term", "confirmed"), "tone": "green"}
    return {"text": pgettext("term", "not yet confirmed"), "tone": "amber"}


def _period(term: Term, rule: clocks.Rule) -> dict[str, str]:
    by = _("fixed by law") if term.fixed else _("set by a regulator") if rule.version else _("the default")
    return {"text": in_words(rule.number, rule.unit), "sub": by}


def _started() -> dict[str, str]:
    """On which kinds of record each term runs."""
    found: dict[str, list[str]] = {}
    for model in kinds().values():
        for code in model.flow.terms:
            found.setdefault(code, []).append(str(model._meta.verbose_name))
    return {code: enumerated(names) for code, names in found.items()}


@member.to_post(rules.may_set, rules.NOT_YOURS)
def term(request: Request, code: str) -> HttpResponse:
    """One term: what it is, who set it to what, and for whom it runs; and its setting, for who may."""
    found = TERMS.get(code)
    if found is None:
        raise Http404
    now = timezone.now()
    in_force = clocks.rule(found, clocks.local_day(now))
    context: dict[str, Any] = {
        "term": found,
        "particulars": _particulars(found, in_force, request.viewer),
        "recounts": _of_term(code, request.viewer),
        "columns": HISTORY,
        "rows": _history(code, request.viewer),
        "read": confirmed.standing(found, _province(request.viewer), clocks.local_day(now)),
        "confirms": confirmed.may_confirm(request.viewer),
    }
    if not rules.may_set(request.viewer):
        return render(request, "portals/deadlines/term.html", {**context, "form": None}, using="jinja2")
    given = {
        "number": in_force.number,
        "unit": in_force.unit,
        "roll": in_force.roll,
        "warn_at": " ".join(map(str, in_force.warn_at)),
        "since": clocks.local_day(now),
    }
    return answered(
        request,
        TermForm(request.POST or None, initial=given, term=found),
        lambda data: _set(found, data, request.viewer, now),
        heading=found.label,
        done=_("Set. Clocks that run keep their rule until you let them be counted anew."),
        template="portals/deadlines/term.html",
        **context,
    )


def _set(found: Term, data: dict[str, Any], viewer: Viewer, now: datetime) -> str:
    """Set the term as the form says; where the law fixes the number, the form leaves it out."""
    own = {
        "number": data.get("number", found.number),
        "unit": Unit(data.get("unit", found.unit)),
        "roll": RollOn(data.get("roll", found.roll)),
    }
    rest = {name: data[name] for name in ("warn_at", "since", "source", "reason")}
    rules.set_term(found, **own, **rest, by=viewer, now=now)
    return reverse("term", args=[found.code])


def _of_term(code: str, viewer: Viewer) -> list[tuple[str, str]]:
    """(said, address) of the last recounts of a term, for those who may see how they went."""
    if not rules.may_set(viewer):
        return []
    asked = Recount.objects.visible_to(viewer).filter(term=code).order_by("-pk")[:FEW]
    said = _("%(day)s: %(moved)d of %(total)d moved")
    return [
        (
            said % {"day": clocks.local_day(each.begun_at), "moved": each.moved, "total": each.total},
            each.get_absolute_url(),
        )
        for each in asked
        if each.begun_at
    ]


def _particulars(found: Term, rule: clocks.Rule, viewer: Viewer) -> list[tuple[str, list[tuple[str, Any]]]]:
    own = TermSetting.objects.filter(term=found.code, version=rule.version).first() if rule.version else None
    facts: list[tuple[str, Any]] = [
        (_("Period in force"), in_words(rule.number, rule.unit)),
        (_("Begins when"), found.begins),
        (_("May not end on"), rule.roll.label),
        (_("Whose duty"), found.who),
        *([(_("Source, as a regulator set it"), own.source)] if own else []),
        (_("Source of the default") if own else _("Source"), found.source),
        (_("How sure that source is") if own else _("How sure the source is"), found.grade.label),
        (_("Warnings"), _per_cents(rule.warn_at)),
        (
            _("Runs on"),
            _started().get(found.code) or _("no record yet; the what-if page counts it"),
        ),
    ]
    if rules.may_set(viewer):
        running = recounts.concerned(found.code, recounts.over(viewer)).count()
        facts.append((_("Clocks that run now"), running))
    if found.opens:
        facts.insert(1, (_("Opens on day"), found.opens))
    if found.served:
        facts.append((_("Proof of service"), _("it does not begin without one")))
    return [("", facts)]


# So many recounts of a term are shown.
FEW = 5
HISTORY = [
    {"label": pgettext_lazy("deadline", "Period"), "key": "period", "kind": "pair"},
    {"label": gettext_lazy("In force from"), "key": "since"},
    {"label": gettext_lazy("Warnings"), "key": "warnings"},
    {"label": gettext_lazy("Legal source"), "key": "source", "kind": "pair"},
    {"label": pgettext_lazy("deadline", "Set by"), "key": "by", "kind": "pair"},
]


def _history(code: str, viewer: Viewer) -> list[dict[str, Any]]:
    """What was set for a term, newest first; who set it is named among regulators alone."""
    named = viewer.kind is Kind.REGULATOR
    found = TermSetting.objects.filter(term=code).select_related("set_by").order_by("-version")
    return [
        {
            "period": {"text": in_words(each.count, each.unit), "sub": each.get_roll_display()},
            "since": each.since,
            "warnings": _per_cents(each.warn_at),
            "source": {"text": each.source, "sub": each.reason},
            "by": {
                "text": str(each.set_by if named else _("the regulator")),
                "sub": clocks.local_day(each.set_at).isoformat(),
            },
        }
        for each in found
    ]


@member.to(confirmed.may_confirm, confirmed.NOT_YOURS)
def confirmation(request: Request, code: str) -> HttpResponse:
    """Confirm the period of a term and its source, with the text that was read."""
    found = TERMS.get(code)
    if found is None:
        raise Http404
    now = timezone.now()
    rule = clocks.rule(found, clocks.local_day(now))

    def action(data: dict[str, Any]) -> str:
        confirmed.confirm(found, **data, by=request.viewer, now=now)
        following = _next(request.viewer, clocks.local_day(now))
        said = _("%(term)s is confirmed. The next one follows.") if following else _("%(term)s is confirmed.")
        messages.success(request, said % {"term": found.label})
        return reverse("term-confirm", args=[following]) if following else reverse("terms")

    return answered(
        request,
        ConfirmationForm(request.POST or None),
        action,
        heading=_("Confirm period and source"),
        text=_(
            "Read the text itself first. The clocks of your province then no longer say that this is open."
        ),
        about=[
            (_("Term"), found.label),
            (_("Period in force"), in_words(rule.number, rule.unit)),
            (_("Begins when"), found.begins),
            (_("Source"), found.source),
            (_("How sure the source is"), found.grade.label),
        ],
        path=[(str(_("Deadline table")), reverse("terms")), (code, reverse("term", args=[code]))],
        done="",
    )


def _per_cents(shares: Sequence[int]) -> str:
    return enumerated(f"{share} %" for share in shares)


@member.to(rules.may_set, rules.NOT_YOURS).to(recounts.placed, recounts.NO_REGION)
def recount_term(request: Request, code: str) -> HttpResponse:
    """What a recount of a term's running clocks would move; and asking for it."""
    if code not in TERMS:
        raise Http404
    return _asking(request, code)


@keeper.to(recounts.placed, recounts.NO_REGION)
def recount_all(request: Request) -> HttpResponse:
    """What a recount of all running clocks would move, after another loaded a year; and asking for it."""
    return _asking(request, "")


def _asking(request: Request, code: str) -> HttpResponse:
    now, province = timezone.now(), recounts.over(request.viewer)
    moves, count = recounts.preview(code, province, now)
    running = recounts.concerned(code, province).count()

    def action(data: dict[str, Any]) -> str:
        return recounts.begin(code, data["reason"], request.viewer, now).get_absolute_url()

    return answered(
        request,
        ReasonForm(request.POST or None),
        action,
        heading=_("Count running clocks anew"),
        done="",
        template="portals/deadlines/recount_ask.html",
        term=TERMS.get(code),
        over=said_over(province),
        moves=count,
        looked_at=min(running, recounts.LOOKED_AT),
        nothing=not count and running <= recounts.LOOKED_AT,
        columns=MOVES,
        rows=_moves(moves, request.viewer),
    )


def said_over(province: Region | None) -> str:
    """Whose clocks a recount counts."""
    if province is None:
        return _("records of all provinces")
    return _("records of %(province)s alone") % {"province": province}


MOVES = [
    {"label": gettext_lazy("Record"), "key": "record", "kind": "pair"},
    {"label": gettext_lazy("Last day now"), "key": "before"},
    {"label": gettext_lazy("Last day then"), "key": "after"},
]


def _moves(moves: Sequence[recounts.Move], viewer: Viewer) -> list[dict[str, Any]]:
    """What would move: by its title where the viewer may see the record, else by its number alone."""
    found = [move.clock.record for move in moves]
    seen = Record.objects.visible_to(viewer).in_bulk([record.pk for record in found])
    return [
        {
            "record": {
                "text": seen[record.pk].title if record.pk in seen else record.number,
                "sub": f"{record.filed_class._meta.verbose_name} {record.number}",
            },
            "before": clocks.due_day(move.before),
            "after": clocks.due_day(move.after),
        }
        for move, record in zip(moves, found, strict=True)
    ]


MOVED = [
    {"label": gettext_lazy("Record"), "key": "record", "kind": "title"},
    {"label": gettext_lazy("Term"), "key": "term"},
    {"label": gettext_lazy("Last day before"), "key": "before"},
    {"label": gettext_lazy("Last day since"), "key": "after"},
]


def _moved(lines: list[Event], viewer: Viewer) -> list[dict[str, Any]]:
    """What was moved of the records that the viewer may see."""
    seen = Record.objects.visible_to(viewer).in_bulk({line.subject_id for line in lines})
    return [
        {
            "record": {
                "text": record.title,
                "sub": f"{record.filed_class._meta.verbose_name} {record.number}",
                "url": record.get_absolute_url(),
            },
            "term": TERMS[line.detail["term"]].label,
            "before": clocks.due_day(datetime.fromisoformat(line.detail["before"])),
            "after": clocks.due_day(datetime.fromisoformat(line.detail["after"])),
        }
        for line in lines
        if (record := seen.get(line.subject_id))
    ]


def _recounts(viewer: Viewer) -> QuerySet[Recount]:
    seen = Recount.objects.visible_to(viewer)
    return seen.select_related("asked_by", "organisation", "in_charge", "province")


of_recount = (
    member.to(
        lambda viewer: rules.may_set(viewer) or keeps_organisations(viewer),
        gettext_lazy("Only who may set a term or load a calendar sees how a recount goes."),
    )
    .of(_recounts, "token")
    .to_post(recounts.may_answer, recounts.NOT_YOURS)
)


@followed(Recount, of_recount)
def recount(request: Request, asked: Recount) -> HttpResponse:
    """How far a recount is, and what it moved."""
    now = timezone.now()
    return followed_page(
        request,
        asked,
        "portals/deadlines/recount.html",
        now=now,
        columns=MOVED,
        rows=_moved(recounts.moved(asked, now), request.viewer),
        may=recounts.may_answer(asked, request.viewer),
        term=TERMS.get(asked.term),
        over=said_over(asked.province),
    )
