"""What is on offer to a scheme: searched, filtered, a page at a time, and as a file?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.coded import OneOf
from accounts.models import Organisation, Viewer
from casework.pages.desks import desk_of
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.views import Request, member
from monitoring.plans.models.plans import PlanItem
from sampling.listings.views.sought import Sought, sought
from sampling.schemes.kind import SCHEMES
from sampling.schemes.models import Listing, Scheme
from trail import verbs
from trail.models import write_first

verbs.register("export listings", gettext_lazy("Hand out the listings as a file"))

PAGE = 50
TOGETHER = 2_000
COLUMNS = [
    {"label": gettext_lazy("Line"), "key": "line", "kind": "number"},
    {"label": gettext_lazy("Product"), "key": "product", "kind": "title"},
    {"label": gettext_lazy("Shop"), "key": "shop", "kind": "pair"},
    {"label": gettext_lazy("Brand and enterprise"), "key": "maker", "kind": "pair"},
    {"label": gettext_lazy("Price"), "key": "price", "kind": "number"},
    {"label": gettext_lazy("Risk weight"), "key": "weight", "kind": "number"},
    {"label": gettext_lazy("Choice"), "key": "choice"},
]
ANY = gettext_lazy("all")
CHOICES = (
    ("", ANY),
    ("chosen", gettext_lazy("chosen")),
    ("left", gettext_lazy("left out")),
    ("exception", gettext_lazy("with an exception")),
)


def row(listing: Listing) -> dict[str, Any]:
    """A listing as a row of COLUMNS."""
    return {
        "line": listing.line,
        "product": {"text": listing.product, "url": listing.url, "sub": listing.item_id},
        "shop": {"text": listing.shop, "sub": listing.platform},
        "maker": {"text": listing.brand or "", "sub": listing.enterprise or ""},
        "price": listing.priced(),
        "weight": listing.weight,
        "choice": _("Chosen") if listing.chosen else listing.exception or listing.why(),
    }


class FilterForm(forms.Form):
    """What is looked for among the listings of a scheme."""

    q = forms.CharField(
        label=gettext_lazy("Product, shop, brand or product ID"), required=False, max_length=100
    )
    platform = OneOf(
        Organisation.objects.none(), label=gettext_lazy("Platform"), empty_label=ANY, required=False
    )
    item = OneOf(
        PlanItem.objects.none(), label=gettext_lazy("Product of the plan"), empty_label=ANY, required=False
    )
    choice = forms.ChoiceField(label=gettext_lazy("Choice"), required=False, choices=CHOICES)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = Organisation.objects.filter(pk__in=[one.pk for one in scheme.sampled_on()])
        for name, rows in (("platform", allowed.order_by("name")), ("item", scheme.plan.items.all())):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def narrowed(self, found: QuerySet[Listing]) -> Sought:
        """The listings that are looked for; all where what is asked makes no sense."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("platform"):
            found = found.filter(platform=asked["platform"])
        if asked.get("item"):
            found = found.filter(plan_item=asked["item"])
        match asked.get("choice"):
            case "chosen":
                found = found.filter(chosen=True)
            case "left":
                found = found.filter(chosen=False)
            case "exception":
                found = found.exclude(exception="")
        words = asked.get("q", "")
        return sought(found, words) if words else Sought(found)


of_offer = (
    member.by("GET")
    .of(lambda viewer: desk_of("scheme").seen(viewer), "number")
    .where(Scheme.shows_targets, gettext_lazy("What is on offer is the center's own."))
)


@of_offer
def listings(request: Request, scheme: Scheme) -> HttpResponse:
    """Fifty listings by line, those that are looked for; after: the last line of the page before."""
    form = FilterForm(request.GET or None, scheme=scheme)
    found = form.narrowed(scheme.listings.select_related("platform", "shop", "brand", "enterprise"))
    after = request.GET.get("after", "")
    rows = found.page(int(after) if after.isdecimal() and len(after) < 10 else 0, PAGE + 1)
    query = request.GET.copy()
    query["after"] = str(rows[PAGE - 1].line) if len(rows) > PAGE else ""
    context = {
        "desk": desk_of("scheme"),
        "scheme": scheme,
        "form": form,
        "columns": COLUMNS,
        "rows": [row(each) for each in rows[:PAGE]],
        "count": found.count(),
        "older": f"?{query.urlencode()}" if query["after"] else "",
        "sheets": [(ending.upper(), _sheet_url(request, scheme.number, ending)) for ending in ENDINGS],
    }
    return render(request, "sampling/listings/listings.html", context, using="jinja2")


def _sheet_url(request: HttpRequest, number: str, ending: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    asked = f"?{query.urlencode()}" if query else ""
    return reverse("listing-sheet", args=[number, ending]) + asked


@of_offer
def listing_sheet(request: Request, scheme: Scheme, ending: str) -> HttpResponse:
    """The listings that are looked for, as a file to the last line; written down first."""
    if ending not in ENDINGS:
        raise Http404
    found = FilterForm(request.GET or None, scheme=scheme).narrowed(scheme.listings.all()).all()
    detail = {"asked": request.GET.urlencode()}
    actor, subject = request.viewer.actor(), ("record", scheme.pk)
    write_first("export listings", subject, actor=actor, at=timezone.now(), detail=detail)
    return sheet(ending, scheme.number, _lines(found))


def _lines(found: QuerySet[Listing]) -> Iterator[list[Any]]:
    names = (
        "line",
        "plan_item",
        "platform",
        "shop",
        "product",
        "item_id",
        "url",
        "brand",
        "enterprise",
        "model",
    )
    labels = [str(Listing._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
    yield [
        *labels,
        _("standard"),
        _("price"),
        _("sold at least"),
        _("risk weight"),
        _("chosen"),
        _("why not chosen"),
    ]
    rows = found.select_related("plan_item", "platform", "shop", "brand", "enterprise").order_by("line")
    for listing in rows.iterator(TOGETHER):
        yield [
            *(str(getattr(listing, name) or "") for name in names),
            *(listing.standard, listing.priced(), listing.sales, listing.weight),
            *(_("yes") if listing.chosen else "", listing.exception or listing.why()),
        ]


# So many stand on the page of their scheme; of what is chosen so many.
ON_PAGE, CHOSEN = 20, 200


@SCHEMES.shows
def about_listings(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """For the center what is chosen, all of it that a page can show, before it is confirmed on that page; the
    first of what is on offer, and how much there is."""
    if not scheme.shows_targets(viewer):
        return {"listing_columns": [], "listing_rows": [], "listing_count": 0, "chosen_rows": []}
    offered = scheme.listings.select_related("platform", "shop", "brand", "enterprise")
    return {
        "listing_columns": COLUMNS,
        "listing_rows": [row(listing) for listing in offered[:ON_PAGE]],
        "listing_count": scheme.listings.count(),
        "chosen_columns": [column for column in COLUMNS if column["key"] != "choice"],
        "chosen_rows": [row(listing) for listing in offered.filter(chosen=True).order_by("line")[:CHOSEN]],
        "chosen_count": scheme.listings.filter(chosen=True).count(),
    }
