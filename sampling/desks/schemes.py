"""How far is a scheme, what is on offer, and what was chosen?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind
from casework.forms import NoteForm
from casework.views import Desk
from documents import views as papers
from sampling.listings.actions import intakes, listings
from sampling.listings.forms import ImportForm, ListingForm, UnlistForm
from sampling.listings.views.listings import COLUMNS, row
from sampling.listings.views.offers import state_of
from sampling.purchases.actions import repeats, tallies, targets
from sampling.schemes.actions import schemes, seeds
from sampling.schemes.forms import SchemeForm
from sampling.schemes.models import Scheme
from sampling.selection.actions import choices, perusals
from sampling.selection.actions.bundles import bundled
from sampling.selection.forms import AddForm, AllowForm, ChooseForm, ExceptionsForm
from sampling.selection.views import about_choices

MOST_LISTED = 20
CHOICES = [
    {"label": gettext_lazy("Choice"), "key": "when", "kind": "title"},
    {"label": gettext_lazy("Asked by"), "key": "by"},
    {"label": gettext_lazy("Why it was chosen again"), "key": "reason"},
    {"label": gettext_lazy("Targets"), "key": "size", "kind": "number"},
    {"label": gettext_lazy("Sum of risk weights"), "key": "risk", "kind": "number"},
    {"label": gettext_lazy("State"), "key": "state", "kind": "badge"},
]

FILES = [
    {"label": gettext_lazy("File"), "key": "file", "kind": "title"},
    {"label": gettext_lazy("Uploaded by"), "key": "by", "kind": "pair"},
    {"label": gettext_lazy("Sent in"), "key": "at"},
    {"label": gettext_lazy("Listed"), "key": "good", "kind": "number"},
    {"label": gettext_lazy("Refused"), "key": "refused", "kind": "number"},
    {"label": gettext_lazy("State"), "key": "state", "kind": "badge"},
]


def about_scheme(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """How far each product of the plan has come; for the center also what is on offer and why not chosen."""
    items, left = list(scheme.plan.items.all()), repeats.Room(scheme.plan)
    context: dict[str, Any] = {
        "quota_columns": [
            {"label": _("Product of the plan"), "key": "product"},
            {"label": _("Batches"), "key": "batches", "kind": "number"},
            {"label": _("Without a purchase"), "key": "room", "kind": "number"},
        ],
        "quota_rows": [
            {"product": item.product, "batches": item.batches, "room": left.of(item)} for item in items
        ],
        "labels": viewer.kind == Kind.CENTER and scheme.purchases.filter(state="accepted").exists(),
        "shortfall": [(product, batches) for product, batches in scheme.shortfall.items()],
        "listing_columns": [],
        "listing_rows": [],
        "listing_count": 0,
        "choice_rows": [],
        "file_rows": [],
        "choosing": None,
        "perusal": None,
        "bundle": bundled(scheme, viewer),
    }
    if scheme.shows_targets(viewer):
        rows = scheme.listings.select_related("platform", "shop", "brand", "enterprise")[:MOST_LISTED]
        context["listing_columns"] = COLUMNS
        context["listing_rows"] = [row(listing) for listing in rows]
        context["file_columns"] = FILES
        context["file_rows"] = [
            {
                "file": {"text": file.name, "url": file.get_absolute_url()},
                "by": {
                    "text": file.sent_by,
                    "sub": _("in charge: %(name)s") % {"name": file.in_charge} if file.in_charge else "",
                },
                "at": file.sent_at,
                "good": file.good,
                "refused": file.refused,
                "state": state_of(file),
            }
            for file in scheme.files.select_related("scheme", "sent_by", "in_charge").order_by("-pk")
        ]
        context["listing_count"] = scheme.listings.count()
        context["choice_columns"] = CHOICES
        context["choice_rows"] = about_choices(scheme)
        under_way = {"finished_at": None, "cancelled_at": None}
        context["choosing"] = scheme.choosings.filter(**under_way).first()
        latest = scheme.perusals.order_by("-pk").first()
        context["perusal"] = latest if latest and (latest.under_way or latest.failure) else None
    return {**context, **papers.about(scheme, viewer)}


SCHEMES = Desk(
    model=Scheme,
    forms={
        "open": SchemeForm,
        "edit": SchemeForm,
        "list": ListingForm,
        "import": ImportForm,
        "unlist": UnlistForm,
        "return": NoteForm,
        "choose": ChooseForm,
        "ask": ExceptionsForm,
        "deny": NoteForm,
        "allow": AllowForm,
        "add": AddForm,
        "withdraw": NoteForm,
    },
    deeds={
        "list": partial(listings.add_offers, step="list"),
        "import": intakes.keep,
        "unlist": listings.remove,
        "commit": seeds.commit,
        "submit": partial(perusals.begin, "submit"),
        "approve": schemes.approve,
        "choose": choices.choose,
        "ask": choices.ask,
        "grant": choices.grant,
        "deny": choices.deny,
        "confirm": partial(perusals.begin, "confirm"),
        "allow": targets.allow,
        "add": targets.add_target,
        "complete": tallies.complete,
    },
    opening=schemes.open_scheme,
    about=about_scheme,
    template="sampling/schemes/scheme.html",
)
