"""How do people see what may be the same matter, and say that it is not?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.pages.submissions import pressed
from casework.pages.views import Request, member
from monitoring.risks.actions import matters
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import Likeness
from monitoring.vocabulary import Channel

FACTS: dict[str, str | Promise] = {
    "model": gettext_lazy("Model"),
    "item_id": gettext_lazy("Product ID"),
    "brand": gettext_lazy("Brand"),
    "enterprise": gettext_lazy("Enterprise"),
}


def by_channel(signals: QuerySet[RiskSignal]) -> list[tuple[int, str]]:
    """(how many signals, over which channel), for each channel that any came over."""
    counted = signals.order_by("channel").values_list("channel").annotate(Count("pk"))
    return [(count, str(Channel(channel).label)) for channel, count in counted]


def alike(subject: RiskSignal | RiskCase, viewer: Viewer) -> list[dict[str, Any]]:
    """What may be the same matter, with the reasons, for risks/alike.html; for whoever collects."""
    if Role.COLLECTOR not in viewer.roles:
        return []
    return [_row(subject, proposal) for proposal in matters.proposals(subject, viewer)]


def uncompared(subject: RiskSignal | RiskCase, viewer: Viewer) -> bool:
    """Whether the signal, or one of the case, came in with a long file and is still to be compared."""
    if Role.COLLECTOR not in viewer.roles:
        return False
    if isinstance(subject, RiskSignal):
        return not hasattr(subject, "footprint")
    return RiskSignal.objects.visible_to(viewer).filter(case=subject, footprint=None).exists()


def _row(subject: RiskSignal | RiskCase, proposal: matters.Proposal) -> dict[str, Any]:
    other, like = proposal.subject, proposal.like
    a_case = isinstance(other, RiskCase)
    return {
        "number": other.number,
        "url": other.get_absolute_url(),
        "what": f"{other.product} · {other.hazard_item}",
        "kind": str(other._meta.verbose_name),
        "state": other.get_state_display(),
        "shares": [(_("Alike"), _share(like.score)), *_parts(like)],
        "agree": [FACTS[name] for name in like.agree],
        "differ": [FACTS[name] for name in like.differ],
        "close": [(FACTS[one.fact], one.one, one.other) for one in like.close],
        **({} if like.differ else _way(subject, other)),
        "pick": "" if a_case or like.differ or isinstance(subject, RiskCase) else other.number,
    }


def _parts(like: Likeness) -> Iterator[tuple[str, str]]:
    yield _("Product"), _share(like.product)
    yield _("Hazard"), _share(like.hazard)


def _share(of: Any) -> str:
    return f"{round(of * 100)} %"


def _way(subject: RiskSignal | RiskCase, other: RiskSignal | RiskCase) -> dict[str, Any]:
    """Where a button that says "the same" posts to, and what; none between two signals, which are ticked."""
    if isinstance(other, RiskCase) and isinstance(subject, RiskCase):
        url = reverse("riskcase-step", args=[subject.number, "merge"])
        return {"same_url": url, "name": "into", "value": other.number, "label": _("Merge into this case")}
    case, signal = (other, subject) if isinstance(other, RiskCase) else (subject, other)
    if isinstance(case, RiskSignal):
        return {}
    url = reverse("riskcase-step", args=[case.number, "attach"])
    label = _("Add to this case") if case is other else _("Add to the case")
    return {"same_url": url, "name": "others", "value": signal.number, "label": label}


@member.by("POST")
def matter_apart(request: Request) -> HttpResponse:
    """Two that were proposed are two matters: kept, and never proposed again."""
    one, other = (_find(request, request.POST.get(name, "")) for name in ("one", "other"))
    if one == other:
        raise Http404
    return pressed(
        request,
        lambda: matters.keep_apart(one, other, by=request.viewer, now=timezone.now()),
        heading=_("Another matter"),
        back=one,
    )


def _find(request: Request, number: str) -> RiskSignal | RiskCase:
    """The signal or the case of this number that others are compared with, if the viewer may see it."""
    signals = RiskSignal.objects.visible_to(request.viewer).filter(footprint__isnull=False)
    cases = RiskCase.objects.visible_to(request.viewer).filter(footprint__isnull=False)
    found = signals.filter(number=number).first() or cases.filter(number=number).first()
    if found is None:
        raise Http404
    return found
