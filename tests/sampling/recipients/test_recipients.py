"""Who may work with the database of recipients, and does every look leave a line? (6.2-5, 6.2-6)"""

from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from casework.flow import Forbidden
from sampling.purchases.actions import assigning
from sampling.recipients.actions import recipients
from sampling.recipients.models.recipients import Recipient, Scope
from tests.sampling import given, stated, walks
from trail.models import Event

SECRETS = (stated.SECRET_NAME, stated.SECRET_PHONE, stated.SECRET_ADDRESS)


def form(**more: Any) -> dict[str, Any]:
    return {
        "name": stated.SECRET_NAME,
        "phone": stated.SECRET_PHONE,
        "address": stated.SECRET_ADDRESS,
        "scopes": Scope.values,
        "given_at": walks.THIS_MINUTE,
        **more,
    }


def looks(subject: tuple[str, int]) -> QuerySet[Event]:
    return Event.objects.of(*subject).filter(verb="reveal the recipient")


@pytest.mark.clause("6.2-6")
def test_the_keeper_adds_a_recipient_whom_the_list_shows_by_pseudonym_alone(cast, at_desk):
    client = at_desk(cast.address_keeper)
    assert "data-draft" not in client.get(reverse("recipient-add")).content.decode()
    assert client.post(reverse("recipient-add"), form()).status_code == 302
    page = client.get(reverse("recipients")).content.decode()
    assert Recipient.objects.get().pseudonym in page
    assert not [secret for secret in SECRETS if secret in page]


def test_a_recipient_without_consent_is_not_taken(cast, at_desk):
    client = at_desk(cast.address_keeper)
    assert client.post(reverse("recipient-add"), form(scopes=[])).status_code == 422
    assert client.post(reverse("recipient-add"), form(given_at="2027-01-01T00:00")).status_code == 422
    assert not Recipient.objects.exists()


@pytest.mark.clause("6.2-6")
def test_somebody_on_file_is_refused_with_a_sentence(cast, now, at_desk):
    given.recipient(cast, now)
    answer = at_desk(cast.address_keeper).post(reverse("recipient-add"), form())
    assert answer.status_code == 409
    assert "on file already" in answer.content.decode()


@pytest.mark.clause("6.2-6")
def test_the_keeper_sees_a_recipient_once_and_the_trail_says_so(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    client = at_desk(cast.address_keeper)
    url = reverse("recipient-reveal", args=[recipient.pseudonym])
    assert client.get(url).status_code == 405
    answer = client.post(url)
    assert stated.SECRET_ADDRESS in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert looks(("recipient", recipient.pk)).count() == 1


@pytest.mark.clause("6.2-6")
def test_the_keeper_erases_a_recipient(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    client = at_desk(cast.address_keeper)
    url = reverse("recipient-erase", args=[recipient.pseudonym])
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": "Consent withdrawn."}).status_code == 302
    assert client.post(reverse("recipient-reveal", args=[recipient.pseudonym])).status_code == 409
    assert stated.SECRET_NAME not in client.get(reverse("recipients")).content.decode()


@pytest.mark.parametrize("who", ["buyer", "organiser", "leader", "verifier", "receiver", "quality_officer"])
def test_nobody_but_the_keeper_gets_at_the_database(cast, now, at_desk, who):
    recipient = given.recipient(cast, now)
    client = at_desk(getattr(cast, who))
    for name, args in (
        ("recipients", []),
        ("recipient-add", []),
        ("recipient", [recipient.pseudonym]),
        ("recipient-consent", [recipient.pseudonym]),
        ("recipient-erase", [recipient.pseudonym]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("recipient-reveal", args=[recipient.pseudonym])).status_code == 403
    assert not looks(("recipient", recipient.pk)).exists()


def test_another_centers_keeper_finds_nobody(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    client = at_desk(cast.other_address_keeper)
    assert recipient.pseudonym not in client.get(reverse("recipients")).content.decode()
    for name in ("recipient-reveal", "recipient-erase", "recipient-consent", "recipient-withdraw"):
        assert client.post(reverse(name, args=[recipient.pseudonym]), {"note": "x"}).status_code == 404


@pytest.mark.clause("6.2-5")
@pytest.mark.parametrize("who", ["buyer", "address_keeper"])
def test_the_assigned_buyer_and_the_keeper_see_who_receives_the_parcel(cast, now, at_desk, who):
    purchase = given.ordered_purchase(cast, now)
    client = at_desk(getattr(cast, who))
    assert reverse("purchase-reveal", args=[purchase.number]) in client.get(purchase.get_absolute_url()).text
    page = client.post(reverse("purchase-reveal", args=[purchase.number])).content.decode()
    assert all(secret in page for secret in (*SECRETS, stated.SECRET_ACCOUNT))
    assert looks(("record", purchase.pk)).get().actor_id == getattr(cast, who).user.pk


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((name, 403) for name in ("organiser", "verifier", "leader", "planner")),
        *((name, 404) for name in ("receiver", "quality_officer", "other_buyer", "other_address_keeper")),
    ],
)
def test_nobody_else_sees_who_receives_the_parcel(cast, now, at_desk, who, status):
    purchase = given.ordered_purchase(cast, now)
    answer = at_desk(getattr(cast, who)).post(reverse("purchase-reveal", args=[purchase.number]))
    assert answer.status_code == status
    assert not looks(("record", purchase.pk)).exists()


def test_a_keeper_of_another_center_reveals_no_order_by_any_way(cast, now):
    purchase = given.ordered_purchase(cast, now)
    with pytest.raises(Forbidden):
        assigning.reveal_order(purchase, by=cast.other_address_keeper, now=now)
    assert not looks(("record", purchase.pk)).exists()


def test_the_look_is_written_down_even_where_nothing_can_be_read(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    recipients.erase(given.receiver(purchase), by=cast.address_keeper, now=now, note="Withdrawn.")
    answer = at_desk(cast.buyer).post(reverse("purchase-reveal", args=[purchase.number]))
    assert answer.status_code == 409
    assert looks(("record", purchase.pk)).exists()
