"""How far is a scheme, what is on offer, and what was chosen?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind
from casework.forms import NoteForm
from casework.views import Desk
from documents import views as papers
from sampling import actions, forms
from sampling.models import Sample, Scheme

MOST_LISTED = 500


def about_scheme(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """How far each product of the plan has come; for the center also what is on offer and why not chosen."""
    items = list(scheme.plan.items.all())
    rooms = {item.pk: actions.room(scheme, item) for item in items}
    context: dict[str, Any] = {
        "quota_columns": [
            {"label": _("Product of the plan"), "key": "product"},
            {"label": _("Batches"), "key": "batches", "kind": "number"},
            {"label": _("Without a purchase"), "key": "room", "kind": "number"},
        ],
        "quota_rows": [
            {"product": item.product, "batches": item.batches, "room": rooms[item.pk]} for item in items
        ],
        "labels": viewer.kind == Kind.CENTER
        and Sample.objects.visible_to(viewer).filter(purchase__scheme=scheme).exists(),
        "shortfall": [(product, batches) for product, batches in scheme.shortfall.items()],
        "listing_columns": [],
        "listing_rows": [],
        "listing_count": 0,
    }
    if viewer.organisation.pk == scheme.center_id:
        listings = scheme.listings.select_related("plan_item", "platform", "shop", "brand", "enterprise")
        context["listing_columns"] = [
            {"label": _("Line"), "key": "line", "kind": "number"},
            {"label": _("Product"), "key": "product", "kind": "title"},
            {"label": _("Shop"), "key": "shop", "kind": "pair"},
            {"label": _("Brand and enterprise"), "key": "maker", "kind": "pair"},
            {"label": _("Price"), "key": "price", "kind": "number"},
            {"label": _("Choice"), "key": "choice"},
        ]
        context["listing_rows"] = [
            {
                "line": listing.line,
                "product": {"text": listing.product, "url": listing.url, "sub": listing.item_id},
                "shop": {"text": listing.shop, "sub": listing.platform},
                "maker": {"text": listing.brand or "", "sub": listing.enterprise or ""},
                "price": listing.price,
                "choice": _("Chosen") if listing.chosen else listing.exception or listing.reason,
            }
            for listing in listings[:MOST_LISTED]
        ]
        context["listing_count"] = scheme.listings.count()
    return {**context, **papers.about(scheme, viewer)}


SCHEMES = Desk(
    model=Scheme,
    forms={
        "open": forms.SchemeForm,
        "edit": forms.SchemeForm,
        "list": forms.ListingForm,
        "import": forms.ImportForm,
        "unlist": forms.UnlistForm,
        "return": NoteForm,
        "allow": forms.AllowForm,
        "add": forms.AddForm,
        "withdraw": NoteForm,
    },
    deeds={
        "list": partial(actions.add_offers, step="list"),
        "import": actions.add_offers,
        "unlist": actions.remove,
        "approve": actions.approve,
        "select": actions.select,
        "confirm": actions.confirm,
        "allow": actions.allow,
        "add": actions.add_target,
        "complete": actions.complete,
    },
    opening=actions.open_scheme,
    about=about_scheme,
    template="sampling/scheme.html",
)
