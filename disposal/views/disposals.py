"""How does a platform meet what it has to handle, and the center what was done?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import due_day, local_day
from casework.models import Deadline
from casework.models.facts import Facts, facts
from casework.pages.beside import Beside, Card, cards
from casework.pages.contents import reasons
from casework.terms.table import TERMS
from disposal.flow.reaching import HANDLE, REPORT_HANDLING
from disposal.grading import asked_of
from disposal.models.disposals import DisposalItem, PlatformDisposal
from disposal.views import enclosures
from disposal.views.again import dealt_with_beside
from disposal.views.matter import failing
from documents import views as papers
from trail.models import Event


def _how_far(item: DisposalItem) -> dict[str, str]:
    """What is left to do about a product."""
    if not item.stands:
        if item.standing():
            return {"text": _("conforms by now: to be lifted"), "tone": "red"}
        lifted = _("conforms by now: lifted on %(day)s") % {"day": item.lifted_on}
        return {"text": lifted if item.lifted_on else _("conforms by now"), "tone": "grey"}
    if item.enough():
        return {"text": _("enough"), "tone": "green"}
    return {"text": _("not yet"), "tone": "amber"}


def less_asked(disposal: PlatformDisposal, viewer: Viewer) -> Facts:
    """Of which products less was asked than their grade requires; and, for offices, why, and who answers for
    it: a platform reads no free text of the compilation, which may name others."""
    compilation = disposal.compilation
    asked = asked_of(compilation) if compilation.least else {}
    said = _("required by its grade at least: %(required)s; asked for at least: %(asked)s")
    found: Facts = [
        (str(item), said % {"required": each.requires(), "asked": item.get_least_display()})
        for item in disposal.items.all()
        if (each := asked.get(item.report_id)) and each.lowered
    ]
    reads = viewer.kind in (Kind.CENTER, Kind.REGULATOR)
    why = compilation.facts("least_reason", "compiled_by", "approved_by") if found and reads else []
    return [*found, *why]


def _done(disposal: PlatformDisposal) -> dict[str, Any]:
    """The products, and what was done about each, with the evidence."""
    items = [
        {
            "product": {"text": f"{item.product} {item.model}".strip(), "sub": item.item_id},
            "shop": item.shop,
            "failing": item.failing,
            "least": item.get_least_display(),
            "enough": _how_far(item),
        }
        for item in disposal.items.select_related("report").prefetch_related("measures")
    ]
    measures = [
        {
            "measure": {"text": taken.account(), "sub": taken.get_carried_out_by_display()},
            "products": [item.item_id for item in taken.items.all()],
            "asked": taken.asked_on,
            "done": taken.done_on,
            "rule": taken.internal_rule,
            "amount": taken.amount,
            "evidence": {"text": taken.evidence.name, "url": taken.evidence.get_absolute_url()},
            "stands": {"text": _("stands"), "tone": "green"}
            if taken.struck_at is None
            else {"text": _("struck: %(reason)s") % {"reason": taken.struck_why}, "tone": "grey"},
        }
        for taken in disposal.measures.select_related("evidence").prefetch_related("items")
    ]
    return {
        "item_rows": items,
        "item_columns": [
            {"label": _("Product"), "key": "product", "kind": "pair"},
            {"label": _("Shop"), "key": "shop"},
            {"label": _("Non-conforming items"), "key": "failing"},
            {"label": _("Least measure proposed"), "key": "least"},
            {"label": _("Measures taken"), "key": "enough", "kind": "badge"},
        ],
        "measure_rows": measures,
        "measure_columns": [
            {"label": _("Measure"), "key": "measure", "kind": "pair"},
            {"label": _("Product ID"), "key": "products"},
            {"label": _("Asked for on"), "key": "asked"},
            {"label": _("Done on"), "key": "done"},
            {"label": _("Rule of the platform"), "key": "rule"},
            {"label": _("Amount, yuan"), "key": "amount", "kind": "number"},
            {"label": _("Evidence"), "key": "evidence", "kind": "link"},
            {"label": _("State"), "key": "stands", "kind": "badge"},
        ],
    }


def about_disposal(disposal: PlatformDisposal, viewer: Viewer) -> dict[str, Any]:
    """The products, what was asked and done about each, and what else belongs to the matter."""
    reports = [item.report for item in disposal.items.select_related("report__sample")]
    return {
        **_done(disposal),
        "less_asked": less_asked(disposal, viewer),
        "dealt_with_beside": dealt_with_beside(disposal, viewer),
        **enclosures.about(disposal, reports, viewer),
    }


# How far the platform says it reached: what it leaves empty is shown as not reported.
REACH = ("pieces", "orders", "refunded", "consumers_told", "same_products", "opinion")


def fed_back(disposal: PlatformDisposal) -> list[tuple[Any, Facts]]:
    """What the platform reported, what it left out, and how late it was."""
    said = dict(disposal.facts(*REACH))
    labels = [PlatformDisposal._meta.get_field(name).verbose_name for name in REACH]  # type: ignore[union-attr]
    days = disposal.facts("handled_on", "below_reason", "fed_back_on", "contact", "contact_phone")
    return [
        (_("How far it reached"), [(label, said.get(label, _("not reported"))) for label in labels]),
        (_("Handling"), days),
        (_("Time to handle and to report"), _in_time(disposal)),
    ]


def _in_time(disposal: PlatformDisposal) -> Facts:
    """Of each time that ran for the platform and was met, whether it was late and by how much."""
    codes = [each.code for each in (*HANDLE, REPORT_HANDLING)]
    met = disposal.deadlines.filter(term__in=codes, met_at__isnull=False).order_by("pk")
    return [(TERMS[clock.term].label, _how_late(clock)) for clock in met]


def _how_late(clock: Deadline) -> str:
    last, done = due_day(clock.due_at), local_day(clock.met_at or clock.due_at)
    if clock.met_at is None or clock.met_at < clock.due_at:
        return _("in time: last day %(last)s, done %(done)s") % {"last": last, "done": done}
    number = max((done - last).days, 1)
    late = ngettext(
        "LATE by %(number)d day: last day %(last)s, done %(done)s",
        "LATE by %(number)d days: last day %(last)s, done %(done)s",
        number,
    )
    return late % {"number": number, "last": last, "done": done}


def what_was_done(disposal: PlatformDisposal, viewer: Viewer) -> dict[str, Any]:
    """Of each product what its grade requires, what was asked and what was done; with the evidence."""
    asked = asked_of(disposal.compilation)
    done = _done(disposal)
    for row, item in zip(done["item_rows"], disposal.items.all(), strict=True):
        row["required"] = each.requires() if (each := asked.get(item.report_id)) else ""
    done["item_columns"].insert(3, {"label": _("Its grade requires at least"), "key": "required"})
    return {**done, "less_asked": less_asked(disposal, viewer), "fed_back": fed_back(disposal)}


DONE = Beside("disposal/verify.html", what_was_done)


def what_is_short(disposal: PlatformDisposal, viewer: Viewer) -> list[Card]:
    """What was asked of each product on which less was done, what was done, and why no more; why the center
    holds it to be enough; what fails on it, how gravely, and what the platform showed."""
    seen = disposal.facts("check_account") if disposal.check_account else []
    said = reasons(disposal, viewer)
    answers = [(_("Reasons and answers"), said)] if said else []
    short = Card(_("Less was done than asked for"), [("", [*disposal.shortfall(), *seen]), *answers])
    return [short, *(_failed(disposal, item) for item in disposal.short())]


def _failed(disposal: PlatformDisposal, item: DisposalItem) -> Card:
    """Of one product what failed, how grave that is, what its grade requires, and the platform's evidence."""
    asked = asked_of(disposal.compilation).get(item.report_id)
    grade = [(_("Its grade requires at least"), asked.requires())] if asked else []
    rows = [*failing(item.report, disposal.compilation.sent_at()), *grade]
    measures = item.measures.filter(struck_at=None).select_related("evidence").order_by("pk")
    done = [(_("Measures taken"), [taken.account() for taken in measures])] if measures else []
    evidence = {taken.evidence_id: taken.evidence for taken in measures}
    return Card(str(item), [("", [*rows, *done])], files=[papers.shown(file) for file in evidence.values()])


LESS = cards(what_is_short)


def what_is_disputed(disposal: PlatformDisposal, viewer: Viewer) -> list[Card]:
    """What the platform objects, in its own words, with all that it sent in and whatever was said before; and
    of each product what fails on it, and what was asked for and done."""
    objection = Event.objects.of("record", disposal.pk).filter(verb="dispute").first()
    objected = [(_("The platform objects"), objection.detail["note"])] if objection else []
    since = [(_("Disputed on"), local_day(objection.at))] if objection else []
    groups: list[tuple[Any, Facts]] = [
        ("", [*objected, *since, *disposal.facts("platform", "delivered_on", "received_at")]),
        (_("Reasons and answers"), reasons(disposal, viewer)),
        (_("Less was asked than its grade requires"), less_asked(disposal, viewer)),
    ]
    items = disposal.items.select_related("report").prefetch_related("measures")
    stands = _(
        "After this step the demand stands, and the platform has to handle the products. Where it is right, "
        "have the leader take the disposal back instead."
    )
    return [
        Card(_("What is disputed"), groups, files=papers.files_of(disposal, viewer), warning=stands),
        *(_failed(disposal, item) for item in items),
    ]


def what_is_asked(disposal: PlatformDisposal, viewer: Viewer) -> list[Card]:
    """For the platform that disputes it: of each product the shop, what failed and what is asked for, as on
    its page; and since when it has to act."""
    rows = [
        Card(
            str(item),
            [("", [*facts(item, "failing", "least"), (_("Measures taken"), _how_far(item)["text"])])],
        )
        for item in disposal.items.select_related("report").prefetch_related("measures")
    ]
    groups: list[tuple[Any, Facts]] = [
        ("", disposal.facts("delivered_on", "received_at")),
        (_("Less was asked than its grade requires"), less_asked(disposal, viewer)),
    ]
    return [Card(_("What is asked for"), groups), *rows]


DISPUTED = cards(what_is_disputed)
