"""How do buyers and verifiers meet a purchase, and who sees recipient and accounts?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Viewer
from accounts.roles import Role
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from documents.models import Attachment
from sampling import actions, forms
from sampling.actions.money import enters_invoice
from sampling.flow import END, PurchaseState
from sampling.models import Invoice, Purchase, RefundDue
from sampling.views.recipients import shown

# What a purchase has to be proved with, in the order in which it comes.
EVIDENCE: dict[str, str] = {
    "shot_shop": "assigned",
    "shot_item": "assigned",
    "shot_order": "ordered",
    "shot_payment": "ordered",
    "outer_packing": "delivered",
    "unpacking": "checking",
}


def may_reveal(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer is offered to see recipient and accounts: the buyer assigned, and the keeper."""
    keeper = Role.ADDRESS_KEEPER in viewer.roles
    own = viewer.organisation.pk == purchase.center_id
    if not own or purchase.recipient_id is None:
        return False
    blind = purchase.state == PurchaseState.ASSIGNED and purchase.confirmed_at is None
    return keeper or (actions.buys(purchase, viewer) and not blind)


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
    seen = purchase.confirmations.select_related("purchase__listing").first() if own else None
    owed = RefundDue.objects.visible_to(viewer).filter(purchase=purchase).first()
    invoiced = purchase.amount is not None and enters_invoice(purchase, viewer)
    return {
        "seen": seen.facts() if seen else [],
        "reveal_url": reveal,
        "missing": missing,
        "claim_url": owed.get_absolute_url() if owed else "",
        "chain": actions.chain(purchase) if own else [],
        "invoice": Invoice.objects.filter(purchase=purchase).first() if own else None,
        "invoice_url": reverse("purchase-invoice", args=[purchase.number]) if invoiced else "",
        **papers.about(purchase, viewer),
    }


PURCHASES = Desk(
    model=Purchase,
    forms={
        "assign": forms.AssignForm,
        "reassign": forms.AssignForm,
        "confirm_item": forms.ConfirmForm,
        "buy_changed": NoteForm,
        "order": forms.OrderForm,
        "ship": forms.ShipForm,
        "add_parcel": forms.ShipForm,
        "receive_parcel": forms.ReceiveParcelForm,
        "rest_missing": forms.MissingForm,
        "deliver": forms.DeliverForm,
        **forms.END_FORMS,
        "check": forms.CheckForm,
        "accept": forms.AcceptForm,
        "reject": forms.RejectForm,
        "send_back": forms.SendBackForm,
        "enter_part": forms.RefundForm,
        "refund": forms.RefundForm,
        "write_off": NoteForm,
        "replace": forms.ReplaceForm,
    },
    deeds={
        "assign": actions.assign,
        "reassign": partial(actions.assign, step="reassign"),
        "confirm_item": actions.confirm_item,
        "buy_changed": actions.buy_changed,
        "order": actions.order,
        "ship": actions.send_parcel,
        "add_parcel": partial(actions.send_parcel, step="add_parcel"),
        "receive_parcel": actions.receive_parcel,
        "rest_missing": actions.rest_missing,
        "deliver": actions.deliver,
        **{step: partial(actions.fail, step=step) for step in END},
        "check": actions.begin_check,
        "accept": actions.accept,
        "reject": actions.reject,
        "send_back": actions.send_back,
        "enter_part": actions.enter_refund,
        "refund": actions.enter_refund,
        "write_off": actions.write_off,
        "replace": actions.replace,
        "void": actions.void_purchase,
    },
    about=about_purchase,
    template="sampling/purchase.html",
)


@require_POST
@member
def reveal_purchase(request: Request, number: str) -> HttpResponse:
    """Recipient and accounts of a purchase in clear, once, after the look was written down."""
    purchase = PURCHASES.find(request, number)
    assert isinstance(purchase, Purchase)
    return shown(request, partial(actions.reveal_order, purchase), str(purchase), purchase.get_absolute_url())
