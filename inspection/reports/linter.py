"""What must a test report carry, and what does this one still lack? (ISO/IEC 17025 7.8.2, LB-02, LB-03)"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from inspection.judgement.by_figures import ItemVerdict
from inspection.judgement.conclusions import OPEN, USUAL, Ruled, Wording, conclusion
from inspection.judgement.measured import without_zeros
from trail.enumerations import enumerated

# Field of the paper → what it is called on it; in the order of ISO/IEC 17025, 7.8.2.1. The title,
# the number on every page and the end mark (a, d), and the statement that the results relate to the items
# tested alone (l), stand in the template.
MUST: dict[str, str | Promise] = {
    "laboratory_address": _("the laboratory's address"),
    "laboratory_phone": _("the laboratory's telephone"),
    "cma": _("the number of a valid CMA certificate"),
    "tested_at": _("the place of testing"),
    "client": _("the client"),
    "client_contact": _("the client's address and contact"),
    "task_source": _("who set the task"),
    "test_grounds": _("the test methods"),
    "judgement_grounds": _("the grounds of judgement"),
    "product": _("the name of the sample"),
    "quantity": _("the quantity of the sample"),
    "sample_state": _("the condition of the sample"),
    "seal_state": _("the state of the seal"),
    "item_id": _("the product ID"),
    "shop": _("the shop"),
    "platform": _("the platform"),
    "received_on": _("the day of receipt"),
    "sampled_on": _("the day of sampling"),
    "tested_from": _("the day testing began"),
    "tested_to": _("the day testing ended"),
    "sampled_by": _("who sampled"),
    "sampled_at": _("how and where it was sampled"),
    "sample": _("the number of the sample"),
    "sampling_number": _("the number of the sampling sheet"),
    "tested_items": _("the items tested"),
    "conclusion": _("the conclusion"),
    "tester": _("the tester's name"),
    "reviewer": _("the reviewer's name"),
    "signatory": _("the signatory's name"),
    "results": _("the results"),
}
# Whose names come onto the paper as they sign.
SIGN = ("tester", "reviewer", "signatory")
# Letter of ISO/IEC 17025, 7.8.2.1 → what it asks for, and by which fields the paper says it. What else it has
# to say is asked for at home (LB-02).
LETTERS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "b": (_("Address and telephone of the laboratory"), ("laboratory_address", "laboratory_phone")),
    "c": (_("Where it was tested"), ("tested_at",)),
    "e": (_("The client, and how it is reached"), ("client", "client_contact")),
    "f": (_("The methods"), ("test_grounds",)),
    "g": (
        _("Which sample, how much of it, and in which condition"),
        ("sample", "product", "quantity", "sample_state", "seal_state"),
    ),
    "h": (_("The days of sampling and of receipt"), ("sampled_on", "received_on")),
    "i": (_("The days of testing, after the receipt and in their order"), ("tested_from", "tested_to")),
    "k": (_("Who sampled, where and by which sheet"), ("sampled_by", "sampled_at", "sampling_number")),
    "m": (_("The results: a value and a verdict for every item"), ("results", "tested_items")),
    "o": (_("Who tested, reviewed and signs"), SIGN),
}
LETTER = {field: letter for letter, (_what, fields) in LETTERS.items() for field in fields}


# Kind of file → what the photos of a sample show that a laboratory takes on its receipt.
PICTURED: dict[str, str | Promise] = {
    "receipt": _("Sample as the laboratory received it"),
    "receipt_front": _("Front of the seal as it came to the laboratory"),
    "receipt_back": _("Back of the seal as it came to the laboratory"),
}


@carries("LB-02", "LB-03", "6.3-6")
def missing(paper: Mapping[str, Any], wording: Wording = USUAL) -> list[str]:
    """A sentence for each thing that a report with this content (as `content` gives it) lacks; [] if none."""
    return [sentence for _letter, sentence in _lacking(paper, wording)]


@carries("LB-02", "LB-03")
def by_letter(paper: Mapping[str, Any], wording: Wording = USUAL) -> Iterator[tuple[str, Any, list[str]]]:
    """(letter, what it asks for, what of it is missing) of ISO/IEC 17025, 7.8.2.1, as far as that depends on
    the content; at last under "" what is asked for at home."""
    lacking: dict[str, list[str]] = defaultdict(list)
    for letter, sentence in _lacking(paper, wording):
        lacking[letter].append(sentence)
    asked = {letter: what for letter, (what, _fields) in LETTERS.items()}
    asked |= {"n": _otherwise(paper), "p": _from_others(paper)}
    for letter in sorted(asked):
        yield letter, asked[letter], lacking[letter]
    yield "", _("What is asked for at home: certificate, grounds, shop, conclusion in its form"), lacking[""]


def _otherwise(paper: Mapping[str, Any]) -> str:
    """What the report says of how the method was departed from (letter n)."""
    if not paper["deviations"]:
        return gettext("No departure from the methods is entered")
    return gettext("Departures from the methods are stated: %(what)s") % {"what": paper["deviations"]}


def _from_others(paper: Mapping[str, Any]) -> str:
    """Which of its results another laboratory found, where each is marked (letter p)."""
    away = [line["item"] for line in paper["results"] if line["subcontracted"]]
    if not away:
        return gettext("No result is of another laboratory")
    return gettext("Results of other laboratories are marked: %(items)s") % {"items": enumerated(away)}


def _lacking(paper: Mapping[str, Any], wording: Wording) -> Iterator[tuple[str, str]]:
    """(letter, sentence) for each thing that is missing; letter "" for what is asked for at home."""
    for field, what in MUST.items():
        if paper.get(field) in (None, "", ()):
            yield LETTER.get(field, ""), gettext("The report does not say: %(what)s.") % {"what": what}
    for line in paper.get("results", ()):
        for sentence in _unfinished(line):
            yield "m", sentence
    begun, ended, received = (paper.get(name) for name in ("tested_from", "tested_to", "received_on"))
    if begun and ended and begun > ended:
        yield "i", gettext("Testing ended before it began.")
    if begun and received and begun < received:
        yield "i", gettext("Testing began before the sample was received.")
    found = [Ruled(line["item"], line["required"], line["stated"]) for line in paper.get("results", ())]
    grounds, labelled = (str(paper.get(name, "")) for name in ("judgement_grounds", "labelled_standard"))
    if paper.get("conclusion") and paper["conclusion"] != conclusion(found, grounds, wording, labelled):
        yield "", gettext("The conclusion does not follow the results in the prescribed form.")


def _unfinished(line: Mapping[str, Any]) -> list[str]:
    lacks = []
    if not line["measured"]:
        lacks.append(gettext("The result of %(item)s is missing.") % {"item": line["item"]})
    if not line["verdict"]:
        lacks.append(gettext("The verdict on %(item)s is missing.") % {"item": line["item"]})
    return lacks


def content(report: Any, certificate: Any) -> dict[str, Any]:
    """The fields of papers.TestReport as far as they are known, in the installation's language.

    report: an inspection Report with its entrustment and its entrusted sample. certificate: the laboratory's
    valid Qualification, or None.
    """
    entrustment, entrusted, laboratory = report.entrustment, report.entrusted, report.laboratory
    marked = certificate is not None and entrustment.cnas_mark
    with override(settings.LANGUAGE_CODE):
        results = tuple(_line(number, row) for number, row in enumerate(report.results.all(), start=1))
        tested = [line["item"] for line in results]
        testing, judging = entrustment.kinds_of_grounds()
        return {
            "laboratory_address": laboratory.address,
            "laboratory_phone": laboratory.phone,
            "cma": certificate.cma_number if certificate else "",
            "cnas": certificate.cnas_number if marked else "",
            "client": entrustment.center.name,
            "client_contact": enumerated(
                (
                    entrustment.client_address,
                    entrustment.client_postcode,
                    entrustment.client_contact,
                    entrustment.client_phone,
                )
            ),
            "task_source": (entrustment.regulator or entrustment.center).name,
            "test_category": str(report.sample.purchase.scheme.plan.get_legal_mode_display()),
            "sample": report.sample.number,
            "product": report.product,
            "brand": report.brand,
            "model": report.model,
            "batch": report.batch,
            "grade": entrustment.grade,
            "labelled_standard": report.sample.labelled_standard,
            "shop": report.shop,
            "platform": report.platform.name if report.platform else "",
            "item_id": report.item_id,
            "producer": report.producer,
            "producer_address": report.producer_address,
            "sampled_by": entrustment.center.name,
            "sampled_on": report.sampled_on,
            "sampled_at": _sampled_at(report),
            "obtained": str(entrustment.get_obtained_display()),
            "sampling_number": _sheet(report.sample),
            "received_on": entrusted.received_on,
            "quantity": report.quantity,
            "lot_size": entrustment.lot_size,
            "sealed_by": str(entrusted.checked_by or ""),
            "seal_state": entrusted.seal,
            "sample_state": entrusted.condition,
            "tested_items": enumerated(tested),
            "test_grounds": entrustment.test_grounds,
            "test_grounds_are": testing,
            "judgement_grounds": entrustment.judgement_grounds,
            "judgement_grounds_are": judging,
            "tested_from": report.tested_from,
            "tested_to": report.tested_to,
            "tested_at": report.tested_at,
            "deviations": report.deviations,
            "conclusion": report.conclusion,
            "tester": str(report.tester or ""),
            "reviewer": str(report.reviewer or ""),
            "signatory": str(report.signatory or ""),
            "results": results,
            "instruments": tuple(dict.fromkeys(_used(raw) for raw in _in_force(report))),
            "pictures": tuple(_pictures(report.sample)),
        }


def _sampled_at(report: Any) -> str:
    """Where it was sampled: goods bought online, in the shop on its platform."""
    shop = (report.platform.name if report.platform else "", report.shop)
    return enumerated(name for name in shop if name)


def _sheet(sample: Any) -> str:
    """The number that the sampling sheet of a sample bears; the sample's own where none was issued."""
    sheets = sample.purchase.documents.filter(paper="sampling_form").order_by("-pk")
    return str(sheets.values_list("file_number", flat=True).first() or sample.number)


def _in_force(report: Any) -> Any:
    return report.raw_records.filter(replaced_by=None).select_related("calibration")


def _used(raw: Any) -> str:
    """An instrument by which the report was measured, and until when its calibration holds."""
    if raw.calibration is None:
        return str(raw.instrument)
    known = {"instrument": raw.instrument, "day": raw.calibration.valid_until.isoformat()}
    return gettext("%(instrument)s (calibrated until %(day)s)") % known


def _pictures(sample: Any) -> Iterator[dict[str, Any]]:
    """The photos of the sample as the laboratory received it (papers.Picture)."""
    files = sample.attachments.filter(kind__in=PICTURED, content_type__startswith="image/")
    for pk, kind, digest in files.order_by("pk").values_list("pk", "kind", "sha256"):
        yield {"shows": str(PICTURED[kind]), "sha256": digest, "file": pk}


def _line(number: int, row: Any) -> dict[str, Any]:
    """A result as a line of the annex (papers.Result)."""
    lowest, highest = row.bounds()
    ruled = row.ruled()
    by_hand = gettext("verdict by hand: %(reason)s") % {"reason": row.reason} if row.by_hand else ""
    return {
        "number": number,
        "item": row.name,
        "method": row.method,
        "requirement": row.requirement,
        "unit": row.unit,
        "limit_low": lowest,
        "limit_high": highest,
        "declared": row.declared,
        "measured": row.reported or ("/" if row.verdict == ItemVerdict.NOT_TESTED else ""),
        "lod": without_zeros(row.lod),
        "verdict": str(row.get_verdict_display()) if row.verdict else "",
        "note": gettext("; ").join(part for part in (*row.said_besides(), row.remark, by_hand) if part),
        "failed": row.verdict == ItemVerdict.NON_CONFORMING,
        "untold": row.verdict in OPEN,
        "required": ruled.required,
        "stated": ruled.stated,
        "subcontracted": row.subcontracted,
    }
