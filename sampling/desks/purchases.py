"""How do buyers and verifiers meet a purchase, and who sees recipient and accounts?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from documents import views as papers
from sampling.custody.actions import acceptance
from sampling.custody.forms.acceptance import AcceptForm
from sampling.deliveries.actions import arrivals, ends, parcels, refunds
from sampling.deliveries.forms.arrivals import ArriveForm, CheckForm, RejectForm, SendBackForm
from sampling.deliveries.forms.ends import END_FORMS
from sampling.deliveries.forms.parcels import DeliverForm, MissingForm, ReceiveParcelForm, ShipForm
from sampling.deliveries.forms.refunds import RefundForm
from sampling.deliveries.models.refunds import RefundDue
from sampling.evidence.actions import evidence
from sampling.evidence.actions.capsules import may_open
from sampling.evidence.models import Capsule
from sampling.money.actions.money import enters_invoice
from sampling.money.models import Invoice
from sampling.purchases.actions import assigning, orders
from sampling.purchases.actions import substitutes as returns
from sampling.purchases.flow.ends import END
from sampling.purchases.flow.proofs import completeness
from sampling.purchases.flow.purchases import LOOKING
from sampling.purchases.forms import AssignForm, ConfirmForm, OrderForm, ReplaceForm
from sampling.purchases.models.purchases import Purchase
from sampling.purchases.views import BOUGHT, DECIDING, may_compare, table_of
from sampling.recipients.views.recipients import shown


def _seen(purchase: Purchase) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """What the buyer found on the pages of shop and item, beside what was chosen: each look, newest first."""
    return [("", found.facts()) for found in purchase.confirmations.select_related("purchase__listing")]


def may_reveal(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer is offered to see recipient and accounts: the buyer assigned, and the keeper."""
    keeper = Role.ADDRESS_KEEPER in viewer.roles
    own = viewer.organisation.pk == purchase.center_id
    if not own or purchase.recipient_id is None:
        return False
    blind = purchase.state in LOOKING and purchase.confirmed_at is None
    return keeper or (purchase.bought_by(viewer) and not blind)


def about_purchase(purchase: Purchase, viewer: Viewer) -> dict[str, Any]:
    """The files, what proof is missing, and whether recipient and accounts may be revealed."""
    reveal = reverse("purchase-reveal", args=[purchase.number]) if may_reveal(purchase, viewer) else ""
    owed = RefundDue.objects.visible_to(viewer).filter(purchase=purchase).first()
    claim = owed.get_absolute_url() if owed else ""
    shown = {"reveal_url": reveal, "claim_url": claim, **papers.about(purchase, viewer)}
    if viewer.organisation.pk != purchase.center_id:
        return shown
    proved = completeness(purchase)
    capsule = Capsule.objects.filter(purchase=purchase).first()
    return {
        **shown,
        "seen": _seen(purchase),
        "compared": table_of(purchase) if may_compare(purchase, viewer) else None,
        "undertake_url": reverse("undertaking") if purchase.unpromised(viewer) else "",
        "invoice": Invoice.objects.filter(purchase=purchase).first(),
        "invoice_url": _at(
            purchase, "invoice", purchase.amount is not None and enters_invoice(purchase, viewer)
        ),
        "chain": returns.chain(purchase),
        "proved": proved,
        "bought": purchase.state not in ("planned", "voided"),
        "missing": [f"{need.label} · {need.by.label}" for need in proved.missing],
        "capsule": capsule,
        "add_url": _at(purchase, "evidence", evidence.lacking(purchase, viewer)),
        "bag_url": _at(purchase, "bag", may_open(purchase, viewer)),
        "check_url": _at(purchase, "files", may_open(purchase, viewer)),
    }


def _at(purchase: Purchase, what: str, offered: object) -> str:
    """Where something more is done with the evidence, "" where it is not offered."""
    return reverse(f"purchase-{what}", args=[purchase.number]) if offered else ""


PURCHASES = Desk(
    model=Purchase,
    forms={
        "assign": AssignForm,
        "reassign": AssignForm,
        "confirm_item": ConfirmForm,
        "buy_changed": NoteForm,
        "leave_changed": NoteForm,
        "order": OrderForm,
        "ship": ShipForm,
        "add_parcel": ShipForm,
        "receive_parcel": ReceiveParcelForm,
        "rest_missing": MissingForm,
        "deliver": DeliverForm,
        **END_FORMS,
        "check": CheckForm,
        "accept": AcceptForm,
        "reject": RejectForm,
        "send_back": SendBackForm,
        "arrive": ArriveForm,
        "enter_part": RefundForm,
        "refund": RefundForm,
        "write_off": NoteForm,
        "replace": ReplaceForm,
    },
    deeds={
        "assign": assigning.assign,
        "reassign": partial(assigning.assign, step="reassign"),
        "confirm_item": orders.confirm_item,
        "buy_changed": orders.buy_changed,
        "order": orders.order,
        "ship": parcels.send_parcel,
        "add_parcel": partial(parcels.send_parcel, step="add_parcel"),
        "receive_parcel": parcels.receive_parcel,
        "rest_missing": parcels.rest_missing,
        "deliver": parcels.deliver,
        **{step: partial(ends.fail, step=step) for step in END},
        "check": arrivals.begin_check,
        "accept": acceptance.accept,
        "reject": arrivals.reject,
        "send_back": arrivals.send_back,
        "arrive": refunds.arrive,
        "enter_part": refunds.enter_refund,
        "refund": refunds.enter_refund,
        "write_off": refunds.write_off,
        "replace": orders.replace,
        "void": arrivals.void_purchase,
    },
    about=about_purchase,
    beside=dict.fromkeys(DECIDING, BOUGHT),
    template="sampling/purchases/purchase.html",
)


of_order = member.of(PURCHASES.seen, "number").where(assigning.may_see_order, assigning.NOT_YOURS)


@of_order.by("POST")
def reveal_purchase(request: Request, purchase: Purchase) -> HttpResponse:
    """Recipient and accounts of a purchase in clear, once, after the look was written down."""
    return shown(
        request, partial(assigning.reveal_order, purchase), str(purchase), purchase.get_absolute_url()
    )
