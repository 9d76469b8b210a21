"""Against whom is a product held whose label and listing do not agree, and what follows from it?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, Viewer
from casework.actions import take
from casework.clauses import carries
from casework.flow import Refused
from catalogue.models import Enterprise, Finding
from catalogue.names import key
from disposal.flow.results import COMPILATION_FLOW
from disposal.flow.vocabulary import Party
from disposal.models.compilations import Compilation
from disposal.models.parties import PartyDecision, agrees, decision
from disposal.redaction import Line
from inspection.reports.actions.reports import fingerprint
from inspection.reports.models.reports import Report


@COMPILATION_FLOW.handles("name_party")
@transaction.atomic
@carries("6.4-1")
def name_party(
    compilation: Compilation,
    *,
    report: Report,
    party: str,
    reason: str,
    region: Region | None = None,
    credit_code: str = "",
    placed_why: str = "",
    by: Viewer,
    now: datetime,
) -> PartyDecision:
    """Decide who is the party for one report of a compilation, and say why.

    region, credit_code: of the producer on the label, who is found by name and region, or made. placed_why:
    where the address on the label names another region.
    """
    if party == Party.LABEL and (problem := unless_placed(report, region, placed_why)):
        raise Refused(problem)
    note = f"{report.number}: {Party(party).label}. {reason}"
    take("name_party", compilation, by=by, now=now, note=f"{note} {placed_why}".strip())
    if report not in compilation.in_doubt():
        raise Refused(_("Label and listing of this report agree: there is nothing to decide."))
    purchase = report.sample.purchase
    return PartyDecision.objects.create(
        report=report,
        party=party,
        enterprise=_enterprise(report, party, region, credit_code),
        reason=f"{reason} {placed_why}".strip(),
        label_producer=report.producer,
        label_brand=report.brand,
        listed_producer=str(purchase.enterprise or ""),
        listed_brand=str(purchase.brand or ""),
        decided_by=by.user,
        decided_at=now,
    )


def unless_placed(report: Report, region: Region | None, placed_why: str) -> str:
    """Why the producer on the label cannot be placed there: the sentence, or ""."""
    if region is None:
        return _("Choose the region of the producer: which regulator is competent follows from it.")
    if placed_why or agrees(region, report.producer_address):
        return ""
    return _("The address on the label is “%(address)s”, which is not in %(region)s: say why.") % {
        "address": report.producer_address,
        "region": region.name,
    }


def _enterprise(report: Report, party: str, region: Region | None, credit_code: str) -> Enterprise | None:
    listed = report.sample.purchase.enterprise
    if party == Party.LABEL:
        return _on_label(report, region, credit_code)
    if party == Party.LISTING and listed is None:
        raise Refused(_("The listing names no producer: take the label's, or nobody."))
    return listed if party == Party.LISTING else None


def _on_label(report: Report, region: Region | None, credit_code: str) -> Enterprise:
    """The producer whom the label names: known by credit code, or by name where it is, or new."""
    name_key = key(report.producer)[:200]
    if not name_key:
        raise Refused(_("The label names no producer: take the listing's, or nobody."))
    named = Enterprise.objects.filter(name_key=name_key).order_by("pk")
    owner = Enterprise.objects.filter(credit_code=credit_code).first() if credit_code else None
    if owner and owner.name_key != name_key:
        raise Refused(_("This credit code is that of %(name)s: read it again.") % {"name": owner.name})
    if region is None:
        placed = [owner] if owner else list(named)
        if len(placed) == 1 and placed[0].region_id:
            return placed[0]
        raise Refused(_("Choose the region of the producer: which regulator is competent follows from it."))
    found = owner or named.filter(region=region).first() or named.filter(region=None).first()
    return _known(found or Enterprise(name=report.producer), report, region, credit_code)


def _known(enterprise: Enterprise, report: Report, region: Region, credit_code: str) -> Enterprise:
    """The enterprise with what the label adds to what is known of it; what is known stays."""
    enterprise.region = enterprise.region or region
    enterprise.address = enterprise.address or report.producer_address
    enterprise.credit_code = enterprise.credit_code or credit_code
    enterprise.save()
    return enterprise


@carries("6.5-4")
def settle_findings(found: list[Line]) -> None:
    """What is known of products from now on names the party that was decided, not whom the label named."""
    for line in found:
        if line.failed and decision(line.report):
            name = line.enterprise.name if line.enterprise else ""
            Finding.objects.filter(fingerprint=fingerprint(line.report)).update(
                producer=name, producer_key=key(name)[:200]
            )
