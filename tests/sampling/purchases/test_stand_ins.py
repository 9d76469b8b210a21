"""Does who stands in for a buyer buy and learn in their place, and nobody else? (W-07)"""

import pytest
from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Forbidden
from sampling.purchases.actions import assigning
from sampling.recipients.actions import consents
from tests.cast import person
from tests.sampling import given, stated
from trail.models import Event


def standing_in(cast, role=Role.BUYER):
    """A storekeeper of the center who stands in for its buyer today, in a role."""
    home = person("second_storekeeper", cast.center, Role.STOREKEEPER)
    roles = home.roles | {role}
    return Viewer(home.user, home.organisation, roles, {role: (cast.buyer.user,)}, frozenset({role}))


@pytest.mark.clause("W-07", "PV-07")
def test_who_stands_in_for_the_buyer_is_shown_whom_the_parcel_goes_to(cast, now):
    purchase, substitute = given.ordered_purchase(cast, now), standing_in(cast)
    with pytest.raises(Forbidden, match="undertaking"):
        assigning.reveal_order(purchase, by=substitute, now=now)
    consents.undertake(by=substitute, now=now)
    shown = assigning.reveal_order(purchase, by=substitute, now=now)
    assert (shown["address"], shown["account"]) == (stated.SECRET_ADDRESS, stated.SECRET_ACCOUNT)
    line = Event.objects.of("record", purchase.pk).get(verb="reveal the recipient")
    assert line.role == Role.BUYER and line.actor_id != cast.buyer.user.pk


@pytest.mark.clause("W-04", "W-07")
def test_who_stands_in_for_the_buyer_in_another_role_is_shown_nothing(cast, now):
    purchase = given.ordered_purchase(cast, now)
    with pytest.raises(Forbidden):
        assigning.reveal_order(purchase, by=standing_in(cast, Role.VERIFIER), now=now)
    other = person("second_buyer", cast.center, Role.BUYER)
    both = Viewer(
        other.user,
        cast.center,
        other.roles | {Role.VERIFIER},
        {Role.VERIFIER: (cast.buyer.user,)},
        frozenset({Role.VERIFIER}),
    )
    with pytest.raises(Forbidden):
        assigning.reveal_order(purchase, by=both, now=now)


@pytest.mark.clause("W-04")
def test_another_buyer_is_not_even_offered_to_look(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    url = reverse("purchase-reveal", args=[purchase.number])
    client = at_desk(person("second_buyer", cast.center, Role.BUYER))
    assert url not in client.get(purchase.get_absolute_url()).text
    assert client.post(url).status_code == 404
    assert url in at_desk(cast.buyer).get(purchase.get_absolute_url()).text
