"""How does a page show what is known already of a case's product?"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from catalogue.models import Finding, Verdict
from monitoring.assessments.known import READ, Known, known
from monitoring.assessments.models import Assessment
from monitoring.risks.kind import RISK_CASES
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.vocabulary import Outcome


def about_known(assessment: Assessment, viewer: Viewer) -> dict[str, Any]:
    """What is known of the product of an assessment that is not decided yet."""
    if not assessment.turn:
        return {"known": None}
    signals = RiskSignal.objects.visible_to(viewer).filter(case=assessment.riskcase_id)
    return {"known": known_rows(assessment.riskcase, list(signals.order_by("pk")[:READ]), viewer)}


def known_rows(case: RiskCase, signals: list[RiskSignal], viewer: Viewer) -> list[dict[str, Any]]:
    """Rows of known.html: day, why, product, about, url, who, badge (text, tone), detail."""
    return [
        _finding(each, each.what) if isinstance(each.what, Finding) else _assessment(each, each.what)
        for each in known(case, signals, viewer, timezone.now())
    ]


def _why(why: str) -> str:
    return {
        "item": _("Same product ID"),
        "make": _("Same producer, brand and model"),
        "name": _("Same name"),
    }[why]


def _finding(each: Known, found: Finding) -> dict[str, Any]:
    way = _("Sampled, targeted") if found.targeted else _("Sampled at random")
    return {
        "day": each.on,
        "why": _why(each.why),
        "product": found.product,
        "about": " · ".join(part for part in (found.producer, found.brand, found.model) if part),
        "url": "",
        "who": found.organisation,
        "way": way,
        "badge": Verdict(found.verdict).badge,
        "detail": found.failing,
    }


def _assessment(each: Known, found: Assessment) -> dict[str, Any]:
    return {
        "day": each.on,
        "why": _why(each.why),
        "product": found.title,
        "about": found.number,
        "url": found.get_absolute_url(),
        "who": str(found.center or ""),
        "way": _("Assessed"),
        "badge": {"text": Outcome(found.outcome).label, "tone": "blue"},
        "detail": found.get_level_display(),
    }


@RISK_CASES.shows
def about_case(case: RiskCase, viewer: Viewer) -> dict[str, Any]:
    """What is known of the product of a case that is not at its end."""
    if not case.turn:
        return {"known": None}
    signals = RiskSignal.objects.visible_to(viewer).filter(case=case)
    return {"known": known_rows(case, list(signals.order_by("pk")[:READ]), viewer)}
