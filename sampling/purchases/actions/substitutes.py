"""What may be bought in place of a purchase that came to nothing, and what was bought so? (6.2-7-b)"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casework.clauses import carries
from casework.flow import Refused
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Listing
from trail.reasons import says_why


@carries("6.2-7-b")
def same_slot(purchase: Purchase, listings: Iterable[Listing]) -> list[Listing]:
    """Those of the listings that fill the place of a purchase in the plan: of the same product, and taking of
    the same quotas of platform and price band."""
    quotas = list(purchase.scheme.plan.quotas.all())

    def taken(listing: Listing) -> set[int]:
        place = (listing.platform_id, listing.plan_item_id, listing.price)
        return {quota.pk for quota in quotas if quota.counts(*place)}

    meant = taken(purchase.listing)
    return [one for one in listings if one.plan_item_id == purchase.plan_item_id and taken(one) == meant]


def only_its_slot(purchase: Purchase, listing: Listing) -> None:
    """Raise Refused for a substitute that would use up another place of the plan."""
    if not same_slot(purchase, [listing]):
        raise Refused(
            _("A substitute is of the same product, platform and price band as the first: choose another.")
        )


def bought_in_vain(purchase: Purchase, listing: Listing) -> bool:
    """Whether a listing is the one whose goods came and were rejected at the check."""
    return bool(purchase.defect) and listing.pk == purchase.listing_id


def not_again_without_a_reason(purchase: Purchase, listing: Listing, why: str) -> None:
    """Raise Refused where goods that were rejected are bought once more and nobody says why."""
    if bought_in_vain(purchase, listing) and not says_why(why):
        said = _(
            "These goods came and were rejected: choose others, or say why they are bought again. %(defect)s"
        )
        raise Refused(said % {"defect": purchase.defect})


def chain(purchase: Purchase) -> list[Purchase]:
    """What was bought in this place of the quota, one after the other; [] for one that stands alone."""
    first = purchase
    while first.replaces is not None:
        first = first.replaces
    found, last = [first], [first.pk]
    while last:
        later = list(Purchase.objects.filter(replaces__in=last).order_by("pk"))
        found, last = [*found, *later], [one.pk for one in later]
    return found if len(found) > 1 else []
