"""Are telephones, addresses and accounts kept sealed, each consented to, and used no more when retired?"""

import pytest
from django.urls import reverse

from casework.flow import Refused
from sampling.purchases.actions import assigning
from sampling.recipients.actions import recipients
from sampling.recipients.models.recipients import Means, Scope
from tests.sampling import given, stated


def adds(at_desk, who, recipient, **data):
    url = reverse("recipient-identifier", args=[recipient.pseudonym])
    return at_desk(who).post(url, {"kind": "phone", "text": "13700001111", **data})


@pytest.mark.clause("PV-01", "6.2-6")
def test_the_keeper_adds_an_account_that_lies_sealed(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    data = {"kind": "account", "text": "own-account", "platform": cast.platform}
    assert adds(at_desk, cast.address_keeper, recipient, **data).status_code == 302
    recipient.identifiers.get(kind=Means.ACCOUNT)
    assert b"own-account" not in b"".join(given.pieces_of(recipient))
    page = at_desk(cast.address_keeper).get(reverse("recipient", args=[recipient.pseudonym])).text
    assert "Buying account" in page and "own-account" not in page
    shown = recipients.reveal_recipient(recipient, by=cast.address_keeper, now=now)
    assert shown["account"] == "First Platform · own-account"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "account", "text": "own-account"}, 422),
        ({"text": "no number"}, 422),
        ({"text": ""}, 422),
        ({"kind": "shoe size"}, 422),
        ({"text": stated.SECRET_PHONE}, 409),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cast, now, at_desk, wrong, status):
    recipient = given.recipient(cast, now)
    assert adds(at_desk, cast.address_keeper, recipient, **wrong).status_code == status
    assert recipient.identifiers.count() == 2


def test_a_platform_belongs_to_an_account_alone(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    answer = adds(at_desk, cast.address_keeper, recipient, platform=cast.platform)
    assert answer.status_code == 422
    with pytest.raises(Refused, match="belongs to a platform"):
        recipients.add_identifier(recipient, kind="account", text="x", by=cast.address_keeper, now=now)


@pytest.mark.clause("PV-01")
def test_a_payment_account_needs_a_consent_of_its_own(cast, now):
    recipient = given.recipient(cast, now, scopes=[Scope.PARCELS, Scope.PROVISION])
    with pytest.raises(Refused, match="consent of its own"):
        recipients.add_identifier(recipient, kind="payment", text="wallet", by=cast.address_keeper, now=now)


@pytest.mark.clause("PV-01")
def test_nothing_is_added_of_somebody_without_consent(cast, now):
    recipient = given.recipient(cast, now, scopes=[Scope.PARCELS])
    with pytest.raises(Refused, match="enter the consent first"):
        recipients.add_identifier(
            recipient, kind="phone", text="13700001111", by=cast.address_keeper, now=now
        )


def test_taking_back_the_payment_consent_erases_the_payment_account(cast, now):
    recipient = given.recipient(cast, now)
    recipients.add_identifier(recipient, kind="payment", text="wallet", by=cast.address_keeper, now=now)
    recipients.withdraw(recipient, scope="payment", by=cast.address_keeper, now=now)
    assert not recipient.identifiers.filter(kind=Means.PAYMENT).exists()


def test_what_is_retired_is_used_for_no_further_order(cast, now, at_desk):
    purchase = given.planned_purchase(cast, now)
    recipient = given.recipient(cast, now)
    adds(at_desk, cast.address_keeper, recipient)
    url = reverse("recipient-retire", args=[recipient.pseudonym])
    client = at_desk(cast.address_keeper)
    assert client.post(url, {"position": 1}).status_code == 302
    for wrong in (1, 0, 9, "x"):
        assert client.post(url, {"position": wrong}).status_code == 409
    assert {one.kind for one in assigning.held(purchase, now)} == {"person", "phone", "address"}
    assert len(assigning.held(purchase, now)) == 3
    assert "13700001111" in recipients.reveal_recipient(recipient, by=cast.address_keeper, now=now)["phone"]


def test_another_centers_keeper_adds_and_retires_nothing(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    assert adds(at_desk, cast.other_address_keeper, recipient).status_code == 404
    url = reverse("recipient-retire", args=[recipient.pseudonym])
    assert at_desk(cast.other_address_keeper).post(url, {"position": 1}).status_code == 404
    assert str(recipient.identifiers.first()).startswith(recipient.pseudonym)
