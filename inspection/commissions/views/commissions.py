"""How do people meet commissions?"""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.pages.views import Request, member
from documents import views as papers
from documents.actions import log_read
from inspection.commissions.actions.draws import draw_bundle, may_check
from inspection.commissions.models.by_lot import code_of
from inspection.commissions.models.commissions import Entrustment
from inspection.commissions.views.abnormalities import abnormality_columns, abnormality_row
from sampling.purchases.models.otherwise import changed_of
from sampling.samples.models.samples import CHANGED, Sample
from sampling.samples.models.storage import Stay
from sampling.samples.views.places import stay_columns, stay_row
from trail import verbs

verbs.register("download a draw", gettext_lazy("Download the draw of a laboratory"))

# While it waits for its test or is in it, a sample is to lie in a storage place.
AT_HAND = ("at_lab", "in_test")


def about_entrustment(entrustment: Entrustment, viewer: Viewer) -> dict[str, Any]:
    """The samples with what was checked on them, where they are kept, the abnormalities, and the files."""
    entrusted = list(entrustment.entrusted.select_related("sample").order_by("pk"))
    # The laboratory tests blind: how its goods were bought is the center's alone.
    own = viewer.organisation.pk == entrustment.center_id
    samples: list[dict[str, Any]] = [
        {
            "sample": {
                "text": each.sample.title,
                "url": each.sample.get_absolute_url(),
                "sub": each.sample.number,
            },
            "state": each.sample.get_state_display(),
            "received": each.received_on,
            "condition": " · ".join(part for part in (each.appearance, each.condition, each.seal) if part),
            "influences": each.influences,
        }
        for each in entrusted
    ]
    seen = Sample.objects.visible_to(viewer).filter(entrusted__entrustment=entrustment)
    changed = changed_of(seen) if own else {}
    for row, each in zip(samples, entrusted, strict=True):
        row["changed"] = changed.get(each.sample_id, "")
    columns = [
        {"label": _("Sample"), "key": "sample", "kind": "title"},
        *([{"label": CHANGED, "key": "changed"}] if changed else []),
        {"label": _("State"), "key": "state"},
        {"label": _("Received on"), "key": "received"},
        {"label": _("Appearance, condition, seal"), "key": "condition"},
        {"label": _("What else may affect the result"), "key": "influences"},
    ]
    now = local_day(timezone.now())
    stays = Stay.objects.visible_to(viewer).filter(
        sample__entrusted__entrustment=entrustment, place__keeper=entrustment.laboratory
    )
    kept = list(stays.select_related("sample", "place"))
    abnormalities = entrustment.abnormalities.order_by("-pk")
    lying = {stay.sample_id for stay in kept if stay.until is None}
    return {
        "stay_columns": stay_columns(),
        "stay_rows": [stay_row(stay, now) for stay in kept],
        "unplaced": [
            each.sample.number
            for each in entrustment.kept()
            if each.sample.state in AT_HAND and each.sample_id not in lying
        ],
        **_lot(entrustment, viewer),
        "sample_columns": columns,
        "sample_rows": samples,
        "abnormality_columns": abnormality_columns(),
        "abnormality_rows": [
            abnormality_row(each) for each in abnormalities.prefetch_related("concerned__entrusted__sample")
        ],
        **papers.about(entrustment, viewer),
    }


def _lot(entrustment: Entrustment, viewer: Viewer) -> dict[str, Any]:
    """Among whom lot was drawn, in its order, and why it passed some by: for those who may check it."""
    if not may_check(entrustment, viewer):
        return {"lot_rows": []}
    lot = entrustment.lot
    said = {code_of(entrustment.laboratory): _("Named"), lot["drawn"]: _("Lot fell on it")}
    return {
        "lot_columns": [
            {"label": _("Place in the draw"), "key": "place", "kind": "number"},
            {"label": _("Laboratory"), "key": "name"},
            {"label": _("Why lot passed it by"), "key": "lacks"},
            {"label": _("Result"), "key": "result"},
        ],
        "lot_rows": [
            {
                "place": place,
                "name": one["name"],
                "lacks": " ".join(one["lacks"]),
                "result": said.get(one["code"], ""),
            }
            for place, one in enumerate(lot["laboratories"], start=1)
        ],
    }


@member.of(Entrustment.objects.visible_to, "number").by("GET")
def draw(request: Request, entrustment: Entrustment) -> HttpResponse:
    """On whom lot fell, with the script that checks it, as a ZIP; the read is logged first."""
    if not may_check(entrustment, request.viewer):
        raise Http404
    log_read("download a draw", ("record", entrustment.pk), by=request.viewer, at=timezone.now())
    return FileResponse(
        draw_bundle(entrustment),
        content_type="application/zip",
        as_attachment=True,
        filename=f"{entrustment.number}.zip",
    )  # type: ignore[return-value]  # a streaming response is an HttpResponseBase
