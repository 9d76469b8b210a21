"""Who buys, who receives the parcel, and who may see them in clear? (6.2-5)"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, User, Viewer
from accounts.roles import Role
from casework.actions import take
from casework.clauses import carries
from casework.deadlines.clocks import earliest, ends, instant, local_day
from casework.flow import Forbidden, Refused
from casework.terms.table import TERMS
from sampling.purchases.flow.purchases import LOOKING, PURCHASE_FLOW
from sampling.purchases.models.purchases import Purchase
from sampling.recipients import personal
from sampling.recipients.actions.consents import signed
from sampling.recipients.models.recipients import Identifier, Means, Recipient, Scope
from sampling.recipients.rotation import Held, choose, next_free
from sampling.schemes.actions.buyers import buyers_of
from trail.models import LOOK, write

# The key of the lock that assignments wait for.
ASSIGNING = 625
# person, kind, key, how many shops know it (those of one operator are one shop), when this shop and when this
# operator learned of it last, and whether one of them is about to.
HELD = """
WITH mine AS (
    SELECT recipient_id AS person, kind, id AS key, index FROM sampling_identifier
    WHERE recipient_id = ANY(%(people)s) AND retired_at IS NULL
      AND (kind <> 'account' OR platform_id = %(platform)s)
      AND (kind <> 'payment' OR recipient_id = ANY(%(paying)s))
    UNION ALL
    SELECT id, 'person', 0, 'person ' || id FROM sampling_recipient WHERE id = ANY(%(people)s)
), met AS (
    SELECT i.index, u.purchase_id
    FROM (SELECT DISTINCT index FROM mine WHERE index <> '') wanted
    JOIN sampling_identifier i USING (index)
    JOIN sampling_purchase_identifiers u ON u.identifier_id = i.id
    UNION
    SELECT 'person ' || recipient_id, record_id FROM sampling_purchase
    WHERE recipient_id = ANY(%(people)s)
), known AS (
    SELECT met.index, p.ordered_at, p.shop_id = %(shop)s AS by_shop,
           s.operator <> '' AND s.operator = %(operator)s
           OR s.credit_code <> '' AND s.credit_code = %(credit_code)s AS by_operator,
           coalesce(nullif(s.credit_code, ''), nullif(s.operator, ''), s.id::text) AS who
    FROM met
    JOIN sampling_purchase p ON p.record_id = met.purchase_id
    JOIN casework_record r ON r.id = p.record_id
    JOIN catalogue_shop s ON s.id = p.shop_id
    WHERE p.record_id <> %(purchase)s AND (p.ordered_at IS NOT NULL OR r.turn <> '')
)
SELECT mine.person, mine.kind, mine.key,
       count(DISTINCT who) FILTER (WHERE ordered_at IS NULL OR ordered_at >= %(exposed)s),
       max(ordered_at) FILTER (WHERE by_shop), max(ordered_at) FILTER (WHERE by_operator),
       coalesce(bool_or(ordered_at IS NULL) FILTER (WHERE by_shop OR by_operator), false)
FROM mine LEFT JOIN known USING (index)
GROUP BY mine.person, mine.kind, mine.key
"""


@PURCHASE_FLOW.handles("assign", "reassign")
@transaction.atomic
@carries("6.2-5", "W-16", "PV-07")
def assign(
    purchase: Purchase, *, buyer: User, by: By, now: datetime, note: str = "", step: str = "assign"
) -> None:
    """Say who buys; who receives, where, and by which accounts follows from the rotation.

    One assignment at a time in the whole installation, for the same address may stand in two centers: none
    can take what another is about to show to a shop. Raises Refused, and says when somebody is free again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASSIGNING])
    purchase.refresh_from_db()
    if not purchase.scheme.buyers.filter(pk__in=buyers_of(purchase.center)).filter(pk=buyer.pk).exists():
        raise Refused(_("This person is not among the scheme's buyers: choose one of them."))
    if not signed(purchase.center, buyer):
        raise Refused(
            _("This buyer has not signed the confidentiality undertaking: ask them to sign it in the portal.")
        )
    known = held(purchase, now)
    choice = choose(known, local_day(now), SystemRandom().choice)
    if choice is None:
        raise Refused(_nobody(known))
    # The row is locked: who withdraws meanwhile is erased first, or is assigned already.
    recipient = Recipient.objects.select_for_update().get(pk=choice.person)
    if not recipient.willing(now):
        raise Refused(_("The person chosen has just withdrawn: assign once more."))
    identifiers = list(recipient.identifiers.filter(pk__in=choice.keys))
    chosen = {"buyer": buyer, "recipient": recipient, "identifiers": identifiers, "confirmed_at": None}
    take(step, purchase, by=by, now=now, note=note, **chosen)


def _nobody(known: list[Held]) -> str:
    """Why nobody can be assigned, and when somebody can."""
    if not known:
        return _("Nobody may receive a parcel: have the keeper add a recipient with their consent.")
    day = next_free(known)
    if day is None:
        return _("The shop or its operator knows every recipient, or is about to: have the keeper add one.")
    return _(
        "The shop or its operator knows every recipient: the next one is free on %(day)s. Assign then, or "
        "have the keeper add one."
    ) % {"day": day.isoformat()}


@carries("W-16")
def held(purchase: Purchase, now: datetime) -> list[Held]:
    """All that the center's usable recipients have for an order with the purchase's shop: how many shops know
    each thing, under whomever it stands, and from when on it may be used for this one."""
    today, shop = local_day(now), purchase.shop
    for_operator, for_shop = ends(TERMS["W-16"], today), ends(TERMS["W-16b"], today)
    usable = Recipient.objects.usable(now).filter(center=purchase.center)
    others = usable.exclude(purchases=purchase)
    asked = {
        "people": list(others.values_list("pk", flat=True)),
        "paying": list(usable.consenting(now, Scope.PAYMENT).values_list("pk", flat=True)),
        "platform": purchase.platform_id,
        "purchase": purchase.pk,
        "shop": shop.pk,
        "operator": shop.operator,
        "credit_code": shop.credit_code,
        "exposed": instant(earliest(TERMS["W-16b"], today)),
    }
    with connection.cursor() as cursor:
        cursor.execute(HELD, asked)
        rows = cursor.fetchall()
    found = []
    for person, kind, key, exposure, by_shop, by_operator, waiting in rows:
        known = [end(local_day(at)) for end, at in ((for_shop, by_shop), (for_operator, by_operator)) if at]
        free = max(known) + timedelta(days=1) if known else today
        found.append(Held(person, kind, key, exposure, None if waiting else free))
    return found


@carries("6.2-5")
def begun(purchase: Purchase) -> None:
    """Refuse unless the order's evidence has begun: the buyer has found the item, and confirmed it."""
    if purchase.state in LOOKING and purchase.confirmed_at is None:
        raise Refused(_("Recipient and accounts are shown once shop and product are confirmed."))


def _to_be_used(purchase: Purchase, now: datetime) -> QuerySet[Identifier]:
    """By what the recipient meets the shop: a payment account only while they consent to it."""
    found = purchase.identifiers.select_related("platform")
    paying = Recipient.objects.consenting(now, Scope.PAYMENT).filter(purchases=purchase)
    return found if paying.exists() else found.exclude(kind=Means.PAYMENT)


def about(purchase: Purchase, field: str) -> str:
    """What a sealed field of a purchase is bound to."""
    return f"{purchase.number}:{field}"


NOT_YOURS = gettext_lazy(
    "Only the buyer assigned and the keeper of the addresses may see this; whoever stands in for the buyer"
    " signs the confidentiality undertaking first."
)


@carries("W-07", "PV-07")
def may_see_order(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether recipient and accounts are this viewer's to see: the buyer assigned, and the keeper."""
    own = viewer.organisation.pk == purchase.center_id
    return own and (purchase.bought_by(viewer) or Role.ADDRESS_KEEPER in viewer.roles)


@carries("6.2-5", "6.2-6", "PV-01")
def reveal_order(purchase: Purchase, *, by: Viewer, now: datetime) -> dict[str, str]:
    """The recipient and the accounts in clear, for the buyer assigned (or who stands in for them) and the
    keeper of the addresses.

    Written to the trail, and committed, before anything is read. Raises Forbidden, or Refused when the
    recipient has been erased.
    """
    if not may_see_order(purchase, by):
        raise Forbidden(NOT_YOURS)
    if purchase.recipient is None:
        raise Refused(_("Nobody is assigned to receive this parcel yet."))
    if Role.ADDRESS_KEEPER not in by.roles:
        begun(purchase)
    with transaction.atomic():
        detail = {"recipient": purchase.recipient.pseudonym}
        role = Role.BUYER if purchase.bought_by(by) else Role.ADDRESS_KEEPER
        write(
            LOOK,
            ("record", purchase.pk),
            actor=by.actor(role),
            at=now,
            clause="W-04",
            detail=detail,
        )
    purchase.recipient.heed()
    try:
        shown = purchase.recipient.read(_to_be_used(purchase, now))
        for field in ("account", "payment"):
            if getattr(purchase, field):
                shown[field] = purchase.recipient.unlock(getattr(purchase, field), about(purchase, field))
    except personal.Unreadable as error:
        raise Refused(_("The data of this recipient cannot be read: they were erased.")) from error
    return shown
