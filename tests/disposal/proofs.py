"""How are papers served in tests, how is the party told of the result, and where is it?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import Organisation, Region
from casework.models import Record
from catalogue.models import Enterprise, Shop
from disposal.actions import notices
from disposal.models.cases import EnforcementCase
from inspection.reports.models.reports import Report
from sampling.purchases.models.purchases import Purchase
from tests.cast import Cast
from tests.documents.conftest import picture

# What the paper of a penalty says to the party.
ON_PAPER = {
    "provision": "Product Quality Law art. 49",
    "pay_to": "Bank of Eastgate, account 17",
    "reconsidered_by": "Government of Eastgate",
    "court": "Court of Eastgate",
    "contact": "Zheng",
    "contact_phone": "0571-8",
}
# What the center says that it looked at.
VERIFIED = {"note": "The decision and the receipt of the bank agree."}


def service_form(record: Any = None, cast: Any = None) -> dict[str, Any]:
    """The service of a paper by post, on the day of the tests, as it is posted."""
    return {
        "method": "post",
        "served_on": "2026-11-25",
        "signed_by": "Li",
        "relation": "self",
        "evidence": picture(),
    }


def served(day: date) -> dict[str, Any]:
    return {
        "method": "in_person",
        "served_on": day,
        "signed_by": "Wang",
        "relation": "self",
        "evidence": picture("receipt.png", size=(9, 8)),
    }


def party_told(case: EnforcementCase, cast: Cast, now: datetime) -> None:
    """The center has told the party of the result, who agrees: before that nothing is decided against it."""
    for notice in case.notices().filter(state="prepared"):
        notices.send_notice(
            notice, channel="platform", without_photos="The photos follow.", by=cast.compiler, now=now
        )
        notices.serve_notice(notice, by=cast.compiler, now=now, **served(now.date()))
        agreed: dict[str, Any] = {"reply": "agrees", "scan": picture("reply.png"), "signed_by": "Wang"}
        notices.enter_reply(notice, by=cast.compiler, now=now, **agreed)


def located(
    report: Report,
    *,
    platform: Organisation | None = None,
    shop: Region | None = None,
    enterprise: Region | None = None,
) -> Report:
    """The report, with its shop on a platform and at a place, and its enterprise, which label and listing
    name alike, at a place or unknown."""
    purchase = report.sample.purchase
    Shop.objects.filter(pk=purchase.shop_id).update(
        place=shop, **({"platform": platform} if platform else {})
    )
    maker = Enterprise(name=f"Maker of {report.number}", region=enterprise) if enterprise else None
    if maker:
        maker.save()
    Purchase.objects.filter(pk=purchase.pk).update(enterprise=maker)
    Report.objects.filter(pk=report.pk).update(producer=maker.name if maker else "")
    if platform:
        Record.objects.filter(pk=report.pk).update(platform=platform)
    return Report.objects.get(pk=report.pk)
