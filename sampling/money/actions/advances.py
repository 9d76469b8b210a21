"""How does cash go between a center and its buyers, and when does it count?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, Viewer
from accounts.roles import Role
from casework.actions import lock
from casework.flow import Forbidden, Refused
from casework.work.notifications import Telling
from catalogue.yuan import NOTHING
from sampling.money.actions.money import account
from sampling.money.models import Advance, AdvanceQuerySet, MoveKind
from sampling.purchases.actions.budgets import budget_of
from sampling.schemes.actions.buyers import buyers_of, still_buys
from sampling.schemes.models import Scheme
from trail import verbs
from trail.models import write

verbs.register("confirm an advance", gettext_lazy("Cash that you entered was confirmed"), notification=True)
verbs.register(
    "deny an advance", gettext_lazy("Cash that you entered is said not to be so"), notification=True
)
verbs.register(
    "enter an advance",
    gettext_lazy("Cash was entered: confirm it or say that it is not so"),
    notification=True,
)
verbs.register("withdraw an advance", gettext_lazy("Cash that was entered was taken back"), notification=True)

THEIR_OWN = gettext_lazy("Each buyer enters what they paid back themselves, until they have left.")


@transaction.atomic
def enter_advance(
    scheme: Scheme,
    *,
    buyer: User,
    kind: str,
    amount: Decimal,
    on: date,
    means: str,
    another: bool = False,
    by: Viewer,
    now: datetime,
) -> Advance:
    """Enter that cash went one way: an organiser what the center gave, a buyer what they paid back. It counts
    when the other party has confirmed it.

    another: that it is not what was entered before with the same amount on the same day.
    """
    _may_move(scheme, buyer, MoveKind(kind), by)
    lock(scheme)
    if not another and (equal := entered_before(scheme, buyer, kind, amount, on)):
        raise Refused(once_more(equal))
    _in_order(scheme, buyer, MoveKind(kind), amount)
    advance = Advance.objects.create(
        scheme=scheme,
        buyer=buyer,
        kind=kind,
        amount=amount,
        on=on,
        means=means,
        entered_by=by.user,
        entered_at=now,
    )
    _tell(advance, "enter an advance", by, now)
    return advance


def entered_before(scheme: Scheme, buyer: User, kind: str, amount: Decimal, on: date) -> Advance | None:
    """What was entered with the same amount on the same day, and was neither denied nor taken back."""
    same = Advance.objects.standing().filter(scheme=scheme, buyer=buyer, kind=kind, amount=amount, on=on)
    return same.select_related("entered_by").order_by("-pk").first()


def _in_order(scheme: Scheme, buyer: User, kind: MoveKind, amount: Decimal) -> None:
    """Refuse an amount that cannot be meant: it is mistyped, or something else is not entered yet."""
    held = _held(scheme, buyer)
    if kind is MoveKind.PAID_BACK:
        if amount > held:
            said = {"buyer": buyer, "held": max(held, NOTHING)}
            raise Refused(
                _(
                    "By this account, with what waits to be confirmed, %(buyer)s has %(held)s yuan of the"
                    " center's in this scheme: check the amount, or first enter the advance or the refund"
                    " that is missing."
                )
                % said
            )
    elif still_buys(buyer, scheme.center):
        _covered(scheme, amount)
    elif amount > -held:
        raise Refused(
            _(
                "%(buyer)s buys here no more, and is owed %(owed)s yuan in this scheme, with what waits to be"
                " confirmed: give no more."
            )
            % {"buyer": buyer, "owed": max(-held, NOTHING)}
        )


def _covered(scheme: Scheme, amount: Decimal) -> None:
    """Refuse what would leave buyers with more than the budget of the whole plan: it is mistyped."""
    limit = budget_of(scheme.plan).limit
    if limit is None:
        return
    held = _moved(Advance.objects.filter(scheme__plan=scheme.plan_id)) + amount
    if held > limit:
        raise Refused(
            _("This makes %(held)s yuan, and the plan has %(limit)s yuan in all: check the amount.")
            % {"held": held, "limit": limit}
        )


def _held(scheme: Scheme, buyer: User) -> Decimal:
    """What somebody has of the center's money; below nought the center owes it to them."""
    known = account(scheme, buyer, Viewer(buyer, scheme.center, frozenset({Role.BUYER})))
    return _moved(Advance.objects.filter(scheme=scheme, buyer=buyer)) - known.spent + known.refunded


def _moved(cash: AdvanceQuerySet) -> Decimal:
    """What of the center's money these leave with buyers, confirmed or not."""
    return sum((one.amount * MoveKind(one.kind).sign for one in cash.standing()), NOTHING)


def once_more(equal: Advance) -> str:
    """What whoever enters the same again is to read."""
    said = {"who": equal.entered_by, "when": f"{localtime(equal.entered_at):%Y-%m-%d %H:%M}"}
    return (
        _(
            "%(who)s entered the same amount for the same day at %(when)s. "
            "Leave the page if it is the same money; tick this if it is not."
        )
        % said
    )


def _may_move(scheme: Scheme, buyer: User, kind: MoveKind, by: Viewer) -> None:
    """Who gives is an organiser, and not to themselves; who pays back is the buyer, or was it."""
    own = by.organisation.pk == scheme.center_id
    giving = kind is not MoveKind.PAID_BACK
    if not own or not by.roles & ({Role.ORGANISER} if giving else {Role.BUYER, Role.ORGANISER}):
        raise Forbidden(_("An organiser of the center gives an advance, and the buyer pays it back."))
    if not giving and by.user.pk != buyer.pk and not _takes_in(buyer, by):
        raise Forbidden(str(THEIR_OWN))
    if giving and by.user.pk == buyer.pk:
        raise Refused(_("Nobody gives an advance to themselves: let a colleague do it."))
    if giving and still_buys(buyer, scheme.center) and not scheme.buyers.filter(pk=buyer.pk).exists():
        raise Refused(_("This person is not among the scheme's buyers: choose one of them."))


def _takes_in(buyer: User, by: Viewer) -> bool:
    """Whether an organiser enters what somebody paid back who buys here no more; another one confirms it."""
    return Role.ORGANISER in by.roles and not still_buys(buyer, by.organisation)


def awaiting(viewer: Viewer) -> QuerySet[Advance]:
    """What waits for this viewer's answer."""
    return _of_others(viewer).standing().filter(confirmed_at=None)


def is_other_party(advance: Advance, viewer: Viewer) -> bool:
    """Whether this viewer says whether it is so."""
    return _of_others(viewer).filter(pk=advance.pk).exists()


# Who says whether cash went so, by whether it was paid back and whether its buyer still buys here: for one
# who does not, the leader answers too, so that one organiser alone neither moves money nor is stuck.
ANSWERS: dict[tuple[bool, bool], tuple[Role, ...]] = {
    (False, True): (Role.BUYER,),
    (False, False): (Role.LEADER,),
    (True, True): (Role.ORGANISER,),
    (True, False): (Role.ORGANISER, Role.LEADER),
}


def _of_others(viewer: Viewer) -> AdvanceQuerySet:
    """Of what others entered, what this viewer says whether it is so: nobody of what they paid back."""
    paid_back, here = Q(kind=MoveKind.PAID_BACK), Q(buyer__in=buyers_of(viewer.organisation))
    mine = Q(pk__in=())
    for (back, buys), roles in ANSWERS.items():
        if viewer.roles.intersection(roles):
            whose = Q(buyer=viewer.user) if Role.BUYER in roles else Q()
            mine |= (paid_back if back else ~paid_back) & (here if buys else ~here) & whose
    own = Advance.objects.filter(scheme__center=viewer.organisation)
    return own.filter(mine).exclude(entered_by=viewer.user).exclude(paid_back, buyer=viewer.user)


@transaction.atomic
def confirm_advance(advance: Advance, *, by: Viewer, now: datetime) -> None:
    """Say that the cash arrived: from now on it counts."""
    advance = _to_answer(advance, by)
    advance.confirmed_by, advance.confirmed_at = by.user, now
    advance.save(update_fields=["confirmed_by", "confirmed_at"])
    _tell(advance, "confirm an advance", by, now)


@transaction.atomic
def deny_advance(advance: Advance, *, denial: str, by: Viewer, now: datetime) -> None:
    """Say that the cash did not arrive so; it is to be entered again as it was."""
    advance = _to_answer(advance, by)
    advance.denial, advance.denied_at = denial, now
    advance.save(update_fields=["denial", "denied_at"])
    _tell(advance, "deny an advance", by, now, reason=denial)


def may_withdraw(advance: Advance, viewer: Viewer) -> bool:
    """Whether this viewer entered it, and may take it back: nobody has said yet that it is so."""
    return advance.entered_by_id == viewer.user.pk


@transaction.atomic
def withdraw_advance(advance: Advance, *, by: Viewer, now: datetime) -> None:
    """Take back what one entered by mistake, or what the other party denied."""
    found = Advance.objects.select_for_update().get(pk=advance.pk)
    if not may_withdraw(found, by):
        raise Forbidden(_("Only who entered this may take it back."))
    if found.confirmed_at or found.withdrawn_at:
        raise Refused(_("This was confirmed or taken back already: load the page again."))
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    _tell(found, "withdraw an advance", by, now)


def _to_answer(advance: Advance, by: Viewer) -> Advance:
    found = Advance.objects.select_for_update().get(pk=advance.pk)
    if not found.waits:
        raise Refused(_("This was answered or taken back already: load the page again."))
    if not is_other_party(found, by):
        raise Forbidden(_("Only the other party may say whether this is so."))
    return found


def _tell(advance: Advance, verb: str, by: Viewer, now: datetime, **said: str) -> None:
    """Write it down, and tell whoever is the other party to it."""
    scheme = advance.scheme
    detail = {"scheme": scheme.number, "kind": advance.kind, "amount": str(advance.amount), **said}
    event = write(verb, ("advance", advance.pk), actor=by.actor(), at=now, clause="O18-19", detail=detail)
    telling = Telling(now)
    for role, person in _other_parties(advance, by):
        telling.tell_of(event, by.organisation.pk, role, scheme.title, reverse("money"), person)
    telling.send()


def _other_parties(advance: Advance, by: Viewer) -> list[tuple[Role, int | None]]:
    """Who is to hear of it: whoever entered it, or of what they did those who say whether it is so."""
    buyer, entered = advance.buyer_id, advance.entered_by_id
    if entered != by.user.pk:
        return [(Role.BUYER if entered == buyer else Role.ORGANISER, entered)]
    back, here = advance.kind == MoveKind.PAID_BACK, still_buys(advance.buyer, by.organisation)
    return [(role, buyer if role is Role.BUYER else None) for role in ANSWERS[back, here]]
