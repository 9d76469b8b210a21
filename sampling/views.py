"""How do people meet schemes, purchases, samples and the database of recipients?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.deeds import answered, refusal
from casework.flow import Forbidden, Refused
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from documents.codes import qr
from documents.models import Attachment
from sampling import actions, forms
from sampling.models import Purchase, Recipient, Sample, Scheme

MOST_LISTED = 500
# What a purchase has to be proved with, in the order in which it comes.
EVIDENCE: dict[str, str] = {
    "shot_shop": "ordered",
    "shot_item": "ordered",
    "shot_order": "ordered",
    "shot_payment": "ordered",
    "outer_packing": "delivered",
    "unpacking": "checking",
}


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


def may_reveal(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer is offered to see recipient and accounts: the buyer assigned, and the keeper."""
    keeper = Role.ADDRESS_KEEPER in viewer.roles
    own = viewer.organisation.pk == purchase.center_id
    return own and purchase.recipient_id is not None and (actions.buys(purchase, viewer) or keeper)


def about_purchase(purchase: Purchase, viewer: Viewer) -> dict[str, Any]:
    """The files, what proof is missing, and whether recipient and accounts may be revealed."""
    reveal = reverse("purchase-reveal", args=[purchase.number]) if may_reveal(purchase, viewer) else ""
    own = viewer.organisation.pk == purchase.center_id
    kept = set(Attachment.objects.of(purchase, viewer).values_list("kind", flat=True))
    main = purchase.flow.main
    here = main.index(purchase.state) if purchase.state in main else -1
    missing = [
        str(actions.SHOWS[kind])
        for kind, state in EVIDENCE.items()
        if own and kind not in kept and -1 < here <= main.index(state)
    ]
    return {"reveal_url": reveal, "missing": missing, **papers.about(purchase, viewer)}


FAILURES = ("not_found", "seller_cancelled", "shop_unreachable", "refuse")

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

PURCHASES = Desk(
    model=Purchase,
    forms={
        "assign": forms.AssignForm,
        "reassign": forms.AssignForm,
        "order": forms.OrderForm,
        "ship": forms.ShipForm,
        "deliver": forms.DeliverForm,
        **dict.fromkeys(FAILURES, forms.FailForm),
        "check": forms.CheckForm,
        "accept": forms.AcceptForm,
        "reject": forms.RejectForm,
        "send_back": forms.SendBackForm,
        "refund": forms.RefundForm,
        "replace": forms.ReplaceForm,
    },
    deeds={
        "assign": actions.assign,
        "reassign": partial(actions.assign, step="reassign"),
        "order": actions.order,
        "deliver": actions.deliver,
        **{step: partial(actions.fail, step=step) for step in FAILURES},
        "check": actions.begin_check,
        "accept": actions.accept,
        "reject": actions.reject,
        "send_back": actions.send_back,
        "replace": actions.replace,
        "void": actions.void_purchase,
    },
    about=about_purchase,
    template="sampling/purchase.html",
)

SAMPLES = Desk(
    model=Sample,
    forms={
        "store": forms.StoreForm,
        "seal": forms.SealForm,
        "set_aside": forms.SetAsideForm,
        "settle": forms.SettleForm,
        "discard": NoteForm,
        "receive": forms.ReceiveForm,
        "reject": forms.RejectSampleForm,
        "recall_to_store": NoteForm,
        "resample": forms.ResampleForm,
        "invalidate": NoteForm,
        "dispose": NoteForm,
        "give_back": NoteForm,
    },
    deeds={
        "store": actions.store,
        "seal": actions.seal,
        "witness": actions.witness,
        "set_aside": actions.set_aside,
        "settle": actions.settle,
        "receive": actions.receive,
        "reject": actions.reject_sample,
        "recall_to_store": actions.recall_to_store,
        "resample": actions.resample,
    },
    about=papers.about,
    template="sampling/sample.html",
)


@require_safe
@member
def label(request: Request, number: str) -> HttpResponse:
    """What is stuck on a sample: its number, what it is, and a code that leads to its page."""
    sample = SAMPLES.find(request, number)
    address = f"{settings.SITE_URL}{sample.get_absolute_url()}"
    context = {"sample": sample, "qr": qr(address, _("QR code of the sample"))}
    return render(request, "sampling/label.html", context, using="jinja2")


@require_POST
@member
def reveal_purchase(request: Request, number: str) -> HttpResponse:
    """Recipient and accounts of a purchase in clear, once, after the look was written down."""
    purchase = PURCHASES.find(request, number)
    assert isinstance(purchase, Purchase)
    return _shown(
        request, partial(actions.reveal_order, purchase), str(purchase), purchase.get_absolute_url()
    )


def _shown(request: Request, reveal: Any, title: str, back: str) -> HttpResponse:
    """A page with what was revealed, which no cache keeps."""
    try:
        shown = reveal(by=request.viewer, now=timezone.now())
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        return refusal(request, refused, back)
    names = {
        "name": _("Name"),
        "phone": _("Telephone"),
        "address": _("Address"),
        "account": _("Buying account"),
        "payment": _("Paid with (method and account)"),
    }
    facts = [(names[field], value) for field, value in shown.items() if value]
    context = {"title": title, "back": back, "groups": [("", facts)]}
    answer = render(request, "sampling/reveal.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _keeper(request: Request) -> None:
    """Only the keeper of the center's database; to anybody else it is not there."""
    if request.viewer.kind != Kind.CENTER or Role.ADDRESS_KEEPER not in request.viewer.roles:
        raise PermissionDenied(_("Only the keeper of recipients and addresses may do this."))


def _recipient(request: Request, pseudonym: str) -> Recipient:
    _keeper(request)
    return get_object_or_404(Recipient.objects.visible_to(request.viewer), pseudonym=pseudonym)


@member
def recipients(request: Request) -> HttpResponse:
    """The database of recipients: pseudonyms, newest first, a page at a time."""
    _keeper(request)
    scope = Recipient.objects.visible_to(request.viewer).select_related("area")
    cursor = scope.filter(pseudonym=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = list((scope.filter(pk__lt=cursor) if cursor else scope)[:51])
    context = {
        "found": listed[:50],
        "older_url": f"?before={listed[49].pseudonym}" if len(listed) > 50 else "",
    }
    return render(request, "sampling/recipients.html", context, using="jinja2")


@member
def recipient_add(request: Request) -> HttpResponse:
    """Take a volunteer into the database."""
    _keeper(request)
    now = timezone.now()

    def deed(data: dict[str, Any]) -> str:
        recipient = actions.add_recipient(by=request.viewer, now=now, **data)
        messages.success(request, _("%(pseudonym)s is on file.") % {"pseudonym": recipient})
        return reverse("recipients")

    form = forms.RecipientForm(request.POST or None, viewer=request.viewer, now=now)
    return _private(request, form, deed, heading=_("Add a recipient"), submit=_("Add"), done="")


def _private(request: Request, form: Any, deed: Any, **said: Any) -> HttpResponse:
    """A form on a person, of which nothing is kept in the browser."""
    path = [(_("Recipients and addresses"), reverse("recipients"))]
    return answered(request, form, deed, path=path, draft="", **said)


@require_POST
@member
def recipient_reveal(request: Request, pseudonym: str) -> HttpResponse:
    """A recipient in clear, once, after the look was written down."""
    recipient = _recipient(request, pseudonym)
    reveal = partial(actions.reveal_recipient, recipient)
    return _shown(request, reveal, recipient.pseudonym, reverse("recipients"))


@member
def recipient_erase(request: Request, pseudonym: str) -> HttpResponse:
    """Forget a person: asked for a reason first."""
    recipient, now = _recipient(request, pseudonym), timezone.now()

    def deed(data: dict[str, Any]) -> str:
        actions.erase(recipient, by=request.viewer, now=now, **data)
        return reverse("recipients")

    form = forms.EraseForm(request.POST or None, viewer=request.viewer, now=now)
    heading = _("Erase %(pseudonym)s for good") % {"pseudonym": recipient}
    done = _("%(pseudonym)s has been erased.") % {"pseudonym": recipient}
    return _private(request, form, deed, heading=heading, submit=_("Erase"), done=done)
