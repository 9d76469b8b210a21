"""What was ordered beside what was chosen, and on whom do sellers cancel more often than on the rest?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models.facts import Facts
from casework.pages import several
from casework.pages.beside import Card, Table, cards
from casework.pages.submissions import answered, pressed
from catalogue.names import key
from documents import views as papers
from sampling.purchases.actions import assigning
from sampling.purchases.actions.leaks import Rate, may_look, rates, rest
from sampling.purchases.actions.repeats import Room
from sampling.purchases.actions.substitutes import chain
from sampling.purchases.flow.proofs import CALLED
from sampling.purchases.flow.purchases import LOOKING, PURCHASE_FLOW
from sampling.purchases.forms import OF_EACH, AssignManyForm
from sampling.purchases.models.confirmations import Change, Confirmation
from sampling.purchases.models.otherwise import UNNAMED, Row, compared, decisions
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.models.recipients import Means, Recipient
from sampling.recipients.views.recipients import shown
from sampling.schemes.kind import SCHEMES
from sampling.schemes.models import Scheme

# The steps before which it is read.
DECIDING = ("buy_changed", "leave_changed", "accept", "reject", "wrong_goods")


def table_of(purchase: Purchase) -> Table:
    """Each thing as chosen, as on the page (once a look) and as ordered; what differs is marked."""
    looks = list(purchase.confirmations.order_by("pk"))
    heads = [_("On the page, %(at)s") % {"at": f"{localtime(look.at):%Y-%m-%d %H:%M}"} for look in looks]
    columns = [
        {"label": _("What"), "key": "what"},
        {"label": _("When it was chosen"), "key": "chosen"},
        *({"label": head, "key": f"page{place}", "kind": "pair"} for place, head in enumerate(heads)),
        {"label": _("As it was ordered"), "key": "ordered", "kind": "pair"},
    ]
    return Table(_("What was chosen, found and ordered"), columns, [_line(row) for row in compared(purchase)])


def _line(row: Row) -> dict[str, Any]:
    cells = [
        _cell(said, differs) for said, differs in zip((*row.pages, row.ordered), row.differing, strict=True)
    ]
    pages = {f"page{place}": cell for place, cell in enumerate(cells[:-1])}
    ordered = cells[-1] if cells[-1]["mark"] else cells[-1] | {"mark": _of_the_order_alone(row)}
    return {"what": row.what, "chosen": row.chosen or _("not known"), **pages, "ordered": ordered}


def _of_the_order_alone(row: Row) -> str:
    """How to mark what an order names that is as it was chosen, or that nobody knew then: it may be named
    nowhere before, or otherwise on the page that was looked at last."""
    if not row.ordered:
        return ""
    named = [said for said in row.pages if said and said.strip().lower() not in UNNAMED]
    if not named:
        return "" if row.chosen else _("only named in the order")
    return _("differs") if key(row.ordered) != key(named[-1]) else ""


def _cell(said: str, differs: bool) -> dict[str, str]:
    return {"text": said or "—", "mark": _("differs") if differs else ""}


def bought(purchase: Purchase, viewer: Viewer) -> list[Card]:
    """What of each differs, what else was said and decided, and all that the purchase is proved with; what
    shows the recipient is opened by whoever may, and nothing else here says who buys or receives."""
    groups = [
        *((_("On the page"), _page(seen)) for seen in purchase.confirmations.order_by("pk")),
        (_("Decisions of the organiser"), decisions(purchase)),
        (_("As it was ordered"), _ordered(purchase)),
    ]
    pictures = [file | {"name": _called(file)} for file in papers.files_of(purchase, viewer)]
    return [Card(_("What was chosen, found and ordered"), groups, pictures, table=table_of(purchase))]


def _called(file: dict[str, Any]) -> str:
    """What a file shows, then how it is named, where that is not the same."""
    called = str(CALLED.get(file["shows"], ""))
    return file["name"] if file["name"].startswith(called) else f"{called} · {file['name']}"


def may_compare(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer is one of those before whose steps it stands, once somebody has looked."""
    asked = {role for step in DECIDING for role in purchase.flow[step].by}
    own = viewer.organisation.pk == purchase.center_id
    return own and bool(asked & set(viewer.roles)) and purchase.confirmations.exists()


def _page(seen: Confirmation) -> Facts:
    return [
        (_("in what it has changed"), [Change(change).label for change in seen.changes]),
        (_("differences"), seen.differences),
        (_("looked at"), seen.at),
        *([(_("allowed"), seen.allowed_at)] if seen.to_decide else []),
    ]


def _ordered(purchase: Purchase) -> Facts:
    entry = getattr(purchase, "entry", None) if purchase.ordered_at else None
    why = [(_("why the order is not as its page was"), entry.order_why)] if entry and entry.order_why else []
    shop = [(_("the platform's address on the web"), entry.platform_url)] if entry else []
    return [*purchase.facts("unit_price", "quantity", "unit", "freight", "amount", "ordered_at"), *why, *shop]


BOUGHT = cards(bought)


SHOWN = 100


def looks_for_leaks(viewer: Viewer) -> bool:
    """Whether the leak detector is for this viewer: the keeper and the leader of a center."""
    return viewer.kind == Kind.CENTER and may_look(viewer)


def _own(viewer: Viewer) -> QuerySet[Recipient]:
    """By pseudonym, which is all that the leader sees of them."""
    return Recipient.objects.filter(center=viewer.organisation)


watcher = member.to(
    looks_for_leaks,
    gettext_lazy("Only the keeper of recipients and the leader of the center may do this."),
)


@watcher
def leaks(request: Request) -> HttpResponse:
    """The rates of cancellation, the least likely first, with what is proposed; nobody's data are read."""
    now, center = timezone.now(), request.viewer.organisation
    found = rates(center, now)[:SHOWN]
    suspects = {rate.who for rate in found if rate.suspect and rate.kind == "recipient"}
    resting = _own(request.viewer).filter(rests_until__gt=now)
    context = {
        "rows": [_row(rate) for rate in found],
        "resting": resting.order_by("rests_until"),
        "suspects": sorted(suspects - set(resting.values_list("pseudonym", flat=True))),
    }
    return render(request, "sampling/purchases/leaks.html", context, using="jinja2")


def _row(rate: Rate) -> dict[str, Any]:
    kinds = {"recipient": _("Recipient"), "buyer": _("Buyer"), **dict(Means.choices)}
    return {
        "kind": kinds[rate.kind],
        "who": rate.who,
        "own": f"{rate.cancelled} / {rate.ordered}",
        "others": f"{rate.others_cancelled} / {rate.others_ordered}",
        "chance": f"{rate.chance:.3f}",
        "suspect": rate.suspect,
    }


@watcher.of(_own, "pseudonym").by("POST")
def leak_rest(request: Request, recipient: Recipient) -> HttpResponse:
    """Leave a recipient alone for half a year."""
    return pressed(
        request,
        lambda: rest(recipient, by=request.viewer, now=timezone.now()),
        back=reverse("leaks"),
        done=_("%(pseudonym)s is left alone for half a year.") % {"pseudonym": recipient},
    )


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
    """Its files and papers; for the center what was found and ordered, and whether the recipient may be
    revealed."""
    reveal = reverse("purchase-reveal", args=[purchase.number]) if may_reveal(purchase, viewer) else ""
    shown = {"reveal_url": reveal, **papers.about(purchase, viewer)}
    if viewer.organisation.pk != purchase.center_id:
        return shown
    return {
        **shown,
        "seen": _seen(purchase),
        "compared": table_of(purchase) if may_compare(purchase, viewer) else None,
        "undertake_url": reverse("undertaking") if purchase.unpromised(viewer) else "",
        "chain": chain(purchase),
        "bought": purchase.state not in ("planned", "voided"),
    }


@SCHEMES.shows
def about_quotas(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """How far each product of the plan has come."""
    left = Room(scheme.plan)
    return {
        "quota_columns": [
            {"label": _("Product of the plan"), "key": "product"},
            {"label": _("Batches"), "key": "batches", "kind": "number"},
            {"label": _("Without a purchase"), "key": "room", "kind": "number"},
        ],
        "quota_rows": [
            {"product": item.product, "batches": item.batches, "room": left.of(item)}
            for item in scheme.plan.items.all()
        ],
        "labels": viewer.kind == Kind.CENTER and scheme.purchases.filter(state="accepted").exists(),
    }


of_order = member.of(Purchase.objects.visible_to, "number").where(
    assigning.may_see_order, assigning.NOT_YOURS
)


@of_order.by("POST")
def reveal_purchase(request: Request, purchase: Purchase) -> HttpResponse:
    """Recipient and accounts of a purchase in clear, once, after the look was written down."""
    return shown(
        request, partial(assigning.reveal_order, purchase), str(purchase), purchase.get_absolute_url()
    )


def _organises(viewer: Viewer) -> bool:
    return Role.ORGANISER in viewer.roles


@member.to(_organises, gettext_lazy("Only those who organise the sampling assign buyers.")).by("POST")
def assign_many(request: Request) -> HttpResponse:
    """Assign a buyer to each of the purchases chosen, as far as they wait for one: one that is refused stops
    none of the others."""
    listed, now, step = reverse("purchase-list"), timezone.now(), PURCHASE_FLOW["assign"]
    asked = [name.removeprefix(OF_EACH) for name in request.POST if name.startswith(OF_EACH)]
    numbers = [*request.POST.getlist("number"), *asked][: several.MOST]
    own = Purchase.objects.visible_to(request.viewer).filter(center=request.viewer.organisation)
    found = own.filter(number__in=numbers, state="planned").select_related("shop", "scheme").order_by("pk")
    purchases = list(found)
    if not purchases:
        messages.error(request, _("Choose purchases to which no buyer is assigned yet."))
        return redirect(listed)

    def action(data: dict[str, Any]) -> str:
        taken = several.take_each(
            purchases, step, request.viewer, now, lambda each: {"buyer": data[OF_EACH + each.number]}
        )
        several.tell(request, step, taken)
        return f"{listed}?state=planned" if taken.refused else listed

    entered = "filled" in request.POST
    return answered(
        request,
        AssignManyForm(request.POST if entered else None, purchases=purchases, viewer=request.viewer),
        action,
        heading=step.label,
        path=[(_("Purchases"), listed)],
        text=_("The recipient of each is drawn: the least exposed of those whom its shop does not know."),
        done="",
        draft="",
        entered=entered,
    )
