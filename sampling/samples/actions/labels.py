"""Who asks for the labels of samples, and what stands on them?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.flow import Refused
from casework.work.outbox import promise
from sampling.samples.flow.samples import Part
from sampling.samples.models.labels import LabelSheet
from sampling.samples.models.samples import Sample
from trail import verbs
from trail.models import write

verbs.register("ask for labels", gettext_lazy("Ask for labels"))

MOST = 500
PRINT = "sampling.print_labels"


@transaction.atomic
def have_printed(samples: Any, *, by: Viewer, now: datetime) -> LabelSheet:
    """Have the labels of these samples printed into one PDF, at most MOST; they follow within seconds.

    samples: a queryset in the viewer's scope. Raises Refused for none, and for too many.
    """
    chosen = list(samples.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not chosen:
        raise Refused(_("Choose the samples first."))
    if len(chosen) > MOST:
        raise Refused(
            _("At most %(most)d labels are printed at once: choose fewer samples.") % {"most": MOST}
        )
    sheet = LabelSheet.objects.create(organisation=by.organisation, asked_by=by.user, asked_at=now)
    sheet.samples.set(chosen)
    write("ask for labels", ("labels", sheet.pk), actor=by.actor(), at=now, detail={"labels": len(chosen)})
    promise(PRINT, now, sheet=sheet.pk)
    return sheet


def label_of(sample: Sample) -> dict[str, str]:
    """What a label says of its sample: nothing of shop, order or purchase."""
    return {
        "number": sample.number,
        "mark": _("BACKUP") if sample.role == Part.BACKUP else _("TEST"),
        "product": " · ".join(filter(None, (sample.product, sample.model))),
        "quantity": f"{sample.quantity} {sample.unit}",
        "seal": sample.seal_number,
        "conditions": sample.conditions,
        "sampled_on": sample.sampled_on.isoformat(),
        "address": f"{settings.SITE_URL}{sample.get_absolute_url()}",
    }
