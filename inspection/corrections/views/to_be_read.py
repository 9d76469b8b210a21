"""What has to be read of a report on a list?"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Value
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind
from inspection.corrections.models.no_more import found_no_more, undecided_for
from inspection.issuing.sealing.models import unsealed
from inspection.reports.models.reports import Report


def to_be_read(keys: Collection[int], viewer: Viewer) -> dict[int, str]:
    """What has to be read of reports on a list: that something was found of them that counts no more, and
    that a correction is not decided on of which the viewer hears."""
    words = {
        "no_more": _("found and counts no more: read it"),
        "waiting": _("a correction of it waits for the center's decision"),
        "begun": _("a correction of it is under way at the laboratory"),
        "unsealed": _("not sealed by its laboratory yet"),
    }
    concerned = viewer.kind in (Kind.LABORATORY, Kind.CENTER)
    out = Exists(unsealed().filter(record=OuterRef("pk"))) if concerned else Value(value=False)
    found = Report.objects.filter(pk__in=keys).annotate(
        no_more=found_no_more(), unsealed=out, **undecided_for(viewer)
    )
    return {
        pk: " · ".join(word for word, holds in zip(words.values(), said, strict=True) if holds)
        for pk, *said in found.order_by("pk").values_list("pk", *words)
    }
