"""Who comes to counts of the store: on its page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from accounts.models import Viewer
from sampling.samples.actions.counts import counts_stock
from sampling.samples.models.counts import Stocktaking


def counts(viewer: Viewer) -> QuerySet[Stocktaking]:
    """The counts of the viewer's store."""
    return Stocktaking.objects.visible_to(viewer).select_related("opened_by", "closed_by")


counter = member.to(counts_stock, _("The store is counted by its storekeepers and verifiers."))
of_count = counter.of(counts, "token")
