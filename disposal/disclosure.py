"""What of a test report and its photos may reach platform, shop and producer, and why is the rest left out?

The full report stays with the authorities (W-04). Whoever bought and received the goods must not be found by
whoever sold them: not by name, nor by the order to which a day and a number of pieces lead in a shop's books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from casework.terms.table import Text
from documents.models import Document
from inspection.reports.linter import PICTURED
from inspection.reports.papers import Result
from sampling.purchases.flow.proofs import SHOW_A_PERSON, SHOWS
from trail.enumerations import enumerated


class Why(TextChoices):
    """Why a field is left out."""

    ORDER = "order", _("they lead to the order, and so to the person who bought and received the goods")
    # Whoever signs is approached as whoever tests is: the laboratory answers for the report, by its number.
    PEOPLE = "people", _("whoever samples, tests, reviews and signs is kept from being approached")
    SAMPLES = "samples", _("they lead to the samples in store, and so to the backup sample")
    INNER = "inner", _("they were written between laboratory, center and regulator, not for others")
    OWN = "own", _("this paper has its own")


@dataclass(frozen=True)
class LeftOut:
    """A field that is left out: what it is called, and why."""

    what: Text
    why: Why


def _as_it_is(*fields: str) -> dict[str, str]:
    return {field: field for field in fields}


# Field of inspection.papers.TestReport → its name in RedactedReport where it is shown, or why it is left out.
FIELDS: Mapping[str, str | LeftOut] = {
    "office": "laboratory",
    "title": "report_title",
    "number": "report_number",
    "issued_on": "reported_on",
    "qr": LeftOut(_("Code to check the full report"), Why.OWN),
    "verify_at": LeftOut(_("Address to check the full report"), Why.OWN),
    "red_head": LeftOut(_("Heading of the full report"), Why.OWN),
    **_as_it_is("laboratory_address", "laboratory_phone", "cma", "cnas", "objections", "amends"),
    "amendment": LeftOut(_("What was amended, and the reason"), Why.INNER),
    "client": "client",
    "client_contact": LeftOut(_("Client's contact"), Why.INNER),
    **_as_it_is("test_category"),
    "sample": LeftOut(_("Sample number"), Why.SAMPLES),
    **_as_it_is("task_source", "product", "brand", "model", "batch", "grade", "shop", "platform", "item_id"),
    **_as_it_is("labelled_standard"),
    **_as_it_is("producer", "producer_address"),
    "sampled_by": LeftOut(_("Sampled by"), Why.PEOPLE),
    "sampled_on": LeftOut(_("Sampled on"), Why.ORDER),
    **_as_it_is("sampled_at", "obtained"),
    "sampling_number": LeftOut(_("Sampling sheet"), Why.SAMPLES),
    "received_on": LeftOut(_("Sample received on"), Why.ORDER),
    "quantity": LeftOut(_("Quantity"), Why.ORDER),
    "lot_size": LeftOut(_("Lot size"), Why.ORDER),
    "sealed_by": LeftOut(_("Seal checked by"), Why.PEOPLE),
    "seal_state": LeftOut(_("State of the seal"), Why.SAMPLES),
    "sample_state": LeftOut(_("State of the sample"), Why.INNER),
    **_as_it_is("tested_items", "test_grounds", "test_grounds_are"),
    **_as_it_is("judgement_grounds", "judgement_grounds_are", "tested_at"),
    # A test begins on the day on which the sample arrives, and many a one ends on it.
    "tested_from": LeftOut(_("First day of testing"), Why.ORDER),
    "tested_to": LeftOut(_("Last day of testing"), Why.ORDER),
    **_as_it_is("deviations", "conclusion"),
    "tester": LeftOut(_("Tester"), Why.PEOPLE),
    "reviewer": LeftOut(_("Reviewer"), Why.PEOPLE),
    "signatory": LeftOut(_("Signatory"), Why.PEOPLE),
    "results": "results",
    "instruments": LeftOut(_("Instruments"), Why.INNER),
    # Which photos go out is decided of each (PHOTOS).
    "pictures": LeftOut(_("List of the photos of the sample"), Why.SAMPLES),
}
# The same of each line of its results (inspection.papers.Result).
LINES: Mapping[str, str | LeftOut] = _as_it_is(
    *("number", "item", "method", "requirement", "unit", "limit_low", "limit_high", "declared", "measured"),
    *("lod", "verdict", "note", "failed", "untold", "required", "stated", "subcontracted"),
)


@carries("W-04", "4.2.2-e")
def redacted(paper: Document) -> dict[str, Any]:
    """What platform, shop and producer read of an issued test report: the fields of RedactedReport but for
    its addressee, in the installation's language, which is to be set."""
    shown = _shown(FIELDS, paper.content)
    lines = (Result(**_shown(LINES, line)) for line in paper.content["results"])
    return {
        **shown,
        "results": tuple(lines),
        "report_version": paper.version,
        "report_sha256": paper.content_sha256,
        "left_out": left_out(),
    }


def _shown(table: Mapping[str, str | LeftOut], content: Mapping[str, Any]) -> dict[str, Any]:
    """What a table shows of a content; a field that it does not name is not shown."""
    return {
        name: content[field] for field, name in table.items() if isinstance(name, str) and field in content
    }


class Withheld(TextChoices):
    """Why a photo does not go out, as whoever gets the report reads it: nothing typed goes there."""

    PERSON = "person", _("it shows a person, or what leads to one")
    ORDER = "order", _("it shows the order, the payment or the parcel")
    UNCLEAR = "unclear", _("what it shows cannot be made out")
    BESIDE = "beside", _("it shows nothing that the report rests on")


@dataclass(frozen=True)
class Photo:
    """A kind of photo that may be released. masked: it shows the recipient, unless something is covered."""

    called: Text
    masked: bool = False


# Kind of file → what it is called. A kind that is not named here never goes out: an order, a payment or a
# courier's receipt is nothing but what is kept from whoever sold the goods.
PHOTOS: Mapping[str, Photo] = {
    kind: Photo(called, kind in SHOW_A_PERSON)
    for kind, called in {
        **{kind: SHOWS[kind] for kind in ("shot_shop", "shot_item", "outer_packing", "unpacking")},
        "seal_front": _("Front of the seal when it was sealed"),
        "seal_back": _("Back of the seal when it was sealed"),
        **PICTURED,
    }.items()
}


def left_out() -> tuple[str, ...]:
    """A sentence a reason: what is left out for it."""
    rules = [rule for rule in (*FIELDS.values(), *LINES.values()) if isinstance(rule, LeftOut)]
    return tuple(
        gettext("%(what)s: left out, because %(why)s.")
        % {"what": enumerated(str(rule.what) for rule in rules if rule.why == why), "why": why.label}
        for why in Why
        if any(rule.why == why for rule in rules)
    )
