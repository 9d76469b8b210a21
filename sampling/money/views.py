"""How do buyers, organisers and the leader of a center meet its money?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.gate import holds
from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Refused
from casework.pages.forms import QuestionForm
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.submissions import answered, pressed, refusal
from casework.pages.views import Request, member
from documents import views as papers
from monitoring.plans.models.plans import WorkPlan
from sampling.deliveries.models.refunds import OVERSEERS
from sampling.deliveries.walls import insider
from sampling.money import forms as forms
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Invoice, MoveKind, Settlement
from sampling.purchases.actions import budgets
from sampling.purchases.kind import PURCHASES
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions.buyers import buyers_of
from sampling.schemes.models import Scheme
from trail import verbs
from trail.models import write_first

verbs.register("export the ledger", gettext_lazy("Export the ledger"))

PAGE = 20


BOTH_SIDES = gettext_lazy("An organiser of the center gives an advance, and the buyer pays it back.")
of_advance = insider.of(Advance.objects.visible_to, "token").where(
    advances.is_other_party, gettext_lazy("Only the other party may say whether this is so.")
)

COUNTS = gettext_lazy("What you confirm counts at once, and cannot be taken back.")
INSTEAD = gettext_lazy(
    "The buyer is here no more: you say in their place that they got it. Look at the receipt first."
)
own_advance = insider.of(Advance.objects.visible_to, "token").where(
    advances.may_withdraw, gettext_lazy("Only who entered this may take it back.")
)


@insider
def money_page(request: Request) -> HttpResponse:
    """The accounts of each scheme and buyer, newest schemes first, and which advances wait for an answer."""
    viewer = request.viewer
    schemes = _schemes(viewer)
    cursor = schemes.filter(number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = list((schemes.filter(pk__lt=cursor) if cursor else schemes).select_related("plan")[: PAGE + 1])
    waiting = Advance.objects.visible_to(viewer).unsettled()
    mine = set(advances.awaiting(viewer).values_list("pk", flat=True))
    overseer = bool(OVERSEERS & viewer.roles)
    plans = {scheme.plan_id: scheme.plan for scheme in listed[:PAGE]} if overseer else {}
    context = {
        "accounts": money.accounts(listed[:PAGE], viewer),
        "buying": set(buyers_of(viewer.organisation).values_list("pk", flat=True)),
        "waiting": [
            (advance, advance.pk in mine, advances.may_withdraw(advance, viewer))
            for advance in waiting.select_related("scheme", "buyer")[:100]
        ],
        "budgets": [(plan, budgets.budget_of(plan)) for plan in plans.values()],
        "leads": Role.LEADER in viewer.roles,
        "gives": Role.ORGANISER in viewer.roles,
        "buys": Role.BUYER in viewer.roles,
        "sheets": [(ending.upper(), reverse("money-sheet", args=[ending])) for ending in ENDINGS],
        "older_url": f"?before={listed[PAGE - 1].number}" if len(listed) > PAGE else "",
    }
    return render(request, "sampling/money/money.html", context, using="jinja2")


def _schemes(viewer: Viewer) -> Any:
    """The schemes whose money a viewer may see, newest first: all of the center's, or those they buy or claim
    for."""
    own = Scheme.objects.visible_to(viewer).order_by("-pk")
    if OVERSEERS & viewer.roles:
        return own
    claimed = Settlement.objects.visible_to(viewer).filter(claimant=viewer.user).values("scheme")
    return own.filter(Q(buyers=viewer.user) | Q(pk__in=claimed)).distinct()


@insider.by("GET")
def money_sheet(request: Request, ending: str) -> HttpResponse:
    """The ledger as a file, claim by claim; written down first."""
    viewer = request.viewer
    if ending not in ENDINGS:
        raise Http404
    write_first(
        "export the ledger", ("list", 0), actor=viewer.actor(), at=timezone.now(), detail={"kind": "ledger"}
    )
    head = [_("Day"), _("Sampling scheme"), _("Buyer"), _("Kind"), pgettext("money", "Of"), _("Amount, yuan")]
    head += [_("Invoice"), _("Settlement")]

    def rows() -> Any:
        yield head
        for line in money.ledger(_schemes(viewer), viewer):
            said = (line.on.isoformat(), line.scheme, line.buyer, line.what, line.of, line.amount)
            yield (*said, line.invoice, line.settled)

    return sheet(ending, _("Ledger"), rows())


@insider.to(holds(Role.ORGANISER), BOTH_SIDES)
def money_give(request: Request) -> HttpResponse:
    """Enter an advance that the center gave."""
    viewer = request.viewer
    form = forms.GiveForm(request.POST or None, viewer=viewer, now=timezone.now())
    return _entered(request, form, _("Enter cash given or brought back"))


@insider.to(holds(Role.BUYER), BOTH_SIDES)
def money_back(request: Request) -> HttpResponse:
    """Enter what a buyer paid back."""
    viewer = request.viewer
    form = forms.BackForm(request.POST or None, viewer=viewer, now=timezone.now())
    return _entered(request, form, _("Enter what was paid back"))


def _entered(request: Request, form: Any, heading: str) -> HttpResponse:
    def action(data: dict[str, Any]) -> str:
        advances.enter_advance(**data, by=request.viewer, now=timezone.now())
        return reverse("money")

    path = [(_("Money"), reverse("money"))]
    return answered(request, form, action, heading=heading, submit=_("Enter"), path=path, draft="")


def _answer(request: Request, form: Any, action: Any, **said: Any) -> HttpResponse:
    """A page on one advance, with what was entered beside what is asked."""

    def done(data: dict[str, Any]) -> str:
        action(form.record, **data, by=request.viewer, now=timezone.now())
        return reverse("money")

    advance = form.record
    if request.method == "GET" and not advance.waits:
        gone = Refused(_("This was answered or taken back already."))
        return refusal(request, gone, reverse("money"))
    about = [
        (_("Kind"), advance.get_kind_display()),
        (_("Sampling scheme"), advance.scheme.title),
        (_("Buyer"), advance.buyer),
        (_("Day"), advance.on),
        (_("Amount, yuan"), advance.amount),
        (pgettext("money", "How"), advance.means),
        (_("Entered by"), advance.entered_by),
        (_("Entered at"), advance.entered_at),
    ]
    path = [(_("Money"), reverse("money"))]
    return answered(request, form, done, about=about, path=path, draft="", **said)


@of_advance
def advance_confirm(request: Request, advance: Advance) -> HttpResponse:
    """The other party says that the cash arrived; for a buyer who has left, the leader that they got it."""
    instead = advance.kind != MoveKind.PAID_BACK and advance.buyer_id != request.viewer.user.pk
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, viewer=request.viewer, now=timezone.now(), instance=advance)
    return _answer(
        request,
        form,
        advances.confirm_advance,
        heading=_("Confirm"),
        submit=_("It is so, the money was given") if instead else _("It is so, the money arrived"),
        text=f"{INSTEAD} {COUNTS}" if instead else COUNTS,
    )


@of_advance
def advance_deny(request: Request, advance: Advance) -> HttpResponse:
    """The other party says why it is not so."""
    form = forms.DenyForm(request.POST or None, viewer=request.viewer, now=timezone.now(), instance=advance)
    return _answer(request, form, advances.deny_advance, heading=_("It is not so"), submit=_("Say so"))


@own_advance.by("POST")
def advance_withdraw(request: Request, advance: Advance) -> HttpResponse:
    """Who entered it takes it back."""
    return pressed(
        request,
        lambda: advances.withdraw_advance(advance, by=request.viewer, now=timezone.now()),
        back=reverse("money"),
        heading=_("Take back"),
    )


@member.of(money.with_invoices_of, "number").where(money.enters_invoice, money.WHO_ENTERS)
def purchase_invoice(request: Request, purchase: Purchase) -> HttpResponse:
    """Enter the invoice of a purchase, or why there is none; who settles it goes back to the settlement."""
    now = timezone.now()
    claims = purchase.claims.filter(counts=True, settlement__claimant=request.viewer.user)
    claim = claims.select_related("settlement").first()
    back = (claim.settlement if claim else purchase).get_absolute_url()

    def action(data: dict[str, Any]) -> str:
        money.enter_invoice(purchase, **data, by=request.viewer, now=now)
        return back

    form = forms.InvoiceForm(
        request.POST or None, request.FILES or None, viewer=request.viewer, now=now, instance=purchase
    )
    path = [(purchase.number, back)]
    return answered(request, form, action, heading=_("Invoice"), submit=_("Enter"), path=path, draft="")


def _leads(plan: WorkPlan, viewer: Viewer) -> bool:
    return plan.center_id == viewer.organisation.pk and Role.LEADER in viewer.roles


@member.of(WorkPlan.objects.visible_to, "number").where(
    _leads, gettext_lazy("Only the leader of the plan's center may allow more than the budget.")
)
def plan_overrun(request: Request, plan: WorkPlan) -> HttpResponse:
    """Allow more than a plan's budget."""
    viewer, now = request.viewer, timezone.now()

    def action(data: dict[str, Any]) -> str:
        budgets.allow_overrun(plan, **data, by=viewer, now=now)
        return reverse("money")

    form = forms.OverrunForm(request.POST or None, viewer=viewer, now=now)
    path = [(_("Money"), reverse("money")), (plan.number, plan.get_absolute_url())]
    heading = _("Allow more than the budget")
    return answered(request, form, action, heading=heading, submit=_("Allow"), path=path, draft="")


def about_settlement(settlement: Settlement, viewer: Viewer) -> dict[str, Any]:
    """What it claims, with the invoices, and how the account stands."""
    claims = list(
        settlement.claims.select_related("purchase__invoice", "purchase__scheme", "purchase__refund_due")
    )
    own = Purchase.objects.visible_to(viewer).filter(pk__in=[claim.purchase_id for claim in claims])
    return {
        "claims": claims,
        "opened": set(own.values_list("pk", flat=True)),
        "account": money.account(settlement.scheme, settlement.buyer, viewer),
        **papers.about(settlement, viewer),
    }


@PURCHASES.shows
def about_invoice(purchase: Purchase, viewer: Viewer) -> dict[str, Any]:
    """For the center its invoice, and where that is entered."""
    if viewer.organisation.pk != purchase.center_id:
        return {}
    enters = purchase.amount is not None and money.enters_invoice(purchase, viewer)
    return {
        "invoice": Invoice.objects.filter(purchase=purchase).first(),
        "invoice_url": reverse("purchase-invoice", args=[purchase.number]) if enters else "",
    }
