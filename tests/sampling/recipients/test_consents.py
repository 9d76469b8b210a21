"""Is nobody used without consent, and does a withdrawal end it at once? (PV-01, PV-02, PV-03, PV-07)"""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.deadlines.clocks import earliest, last_day, local_day
from casework.flow import Forbidden, Refused
from casework.terms.table import TERMS
from sampling import tasks
from sampling.purchases.actions import assigning
from sampling.recipients.actions import consents, recipients
from sampling.recipients.models.consents import Declaration, Declaring, Undertaking
from sampling.recipients.models.recipients import Consent, Recipient, Scope
from tests.cast import person
from tests.sampling import given, stated, walks
from tests.sampling.walks import post
from trail.models import Event


def withdraws(at_desk, cast, recipient, scope=Scope.PROVISION):
    url = reverse("recipient-withdraw", args=[recipient.pseudonym])
    return at_desk(cast.address_keeper).post(url, {"scope": scope})


@pytest.mark.clause("PV-02")
@pytest.mark.parametrize("missing", [Scope.PARCELS, Scope.PROVISION])
def test_without_what_a_parcel_needs_nobody_is_assigned(cast, now, missing):
    purchase = given.planned_purchase(cast, now)
    recipient = given.recipient(cast, now, scopes=[scope for scope in Scope.values if scope != missing])
    assert not recipient.willing(now)
    consents.undertake(by=cast.buyer, now=now)
    with pytest.raises(Refused, match="Nobody may receive"):
        assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user)


@pytest.mark.clause("PV-01")
def test_a_consent_that_ran_out_is_none_until_it_is_given_anew(cast, now, at_desk):
    recipient = given.recipient(cast, now, until=local_day(now))
    later = now + timedelta(days=1)
    assert recipient.willing(now) and not recipient.willing(later)
    data = {"scopes": [Scope.PARCELS, Scope.PROVISION], "given_at": walks.THIS_MINUTE}
    url = reverse("recipient-consent", args=[recipient.pseudonym])
    assert at_desk(cast.address_keeper).post(url, data).status_code == 302
    assert recipient.willing(later)


@pytest.mark.clause("PV-02")
def test_a_consent_says_what_to_since_when_and_in_which_words(cast, now, at_desk):
    recipient = given.recipient(cast, now, scopes=[Scope.PARCELS])
    consent = recipient.consents.get()
    assert (consent.scope, consent.given_at, consent.declaration.version) == ("parcels", now, "1")
    page = at_desk(cast.address_keeper).get(reverse("recipient", args=[recipient.pseudonym])).text
    assert "Receiving parcels" in page and stated.SECRET_NAME not in page
    assert "Giving name" not in page


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["all"]}, {"until": "2026-11-01"}, {"given_at": "2027-01-01T00:00"}]
)
def test_a_consent_that_makes_no_sense_is_not_entered(cast, now, at_desk, wrong):
    recipient = given.recipient(cast, now)
    data = {"scopes": [Scope.PAYMENT], "given_at": walks.THIS_MINUTE, **wrong}
    url = reverse("recipient-consent", args=[recipient.pseudonym])
    assert at_desk(cast.address_keeper).post(url, data).status_code == 422
    assert recipient.consents.count() == len(Scope)


@pytest.mark.clause("PV-03")
def test_who_withdraws_is_erased_at_once(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    assert withdraws(at_desk, cast, recipient).status_code == 302
    recipient.refresh_from_db()
    assert recipient.erased_at == now and not given.pieces_of(recipient)
    assert withdraws(at_desk, cast, recipient).status_code == 409
    verbs = Event.objects.of("recipient", recipient.pk).values_list("verb", flat=True)
    assert {"withdraw a consent", "erase the recipient"} <= set(verbs)


def test_taking_back_the_payment_account_alone_ends_only_that(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    withdraws(at_desk, cast, recipient, Scope.PAYMENT)
    recipient.refresh_from_db()
    assert recipient.erased_at is None and recipient.willing(now)
    assert not Recipient.objects.consenting(now, Scope.PAYMENT).exists()
    assert withdraws(at_desk, cast, recipient, "everything").status_code == 409


@pytest.mark.clause("PV-03")
def test_while_a_parcel_is_under_way_a_withdrawal_leaves_nothing_but_storage(cast, now, at_desk):
    purchase = given.shipped_purchase(cast, now)
    recipient = given.receiver(purchase)
    withdraws(at_desk, cast, recipient)
    recipient.refresh_from_db()
    assert recipient.erased_at is None and not recipient.willing(now)
    for reveal in (
        lambda: recipients.reveal_recipient(recipient, by=cast.address_keeper, now=now),
        lambda: assigning.reveal_order(purchase, by=cast.buyer, now=now),
    ):
        with pytest.raises(Refused, match="only stored"):
            reveal()
    assert tasks.forget_withdrawn() == 0
    given.delivered(purchase, cast, now)
    assert tasks.forget_withdrawn() == 1
    recipient.refresh_from_db()
    assert recipient.erased_at is not None
    assert Event.objects.of("recipient", recipient.pk).first().actor_kind == "system"


def test_nothing_is_ordered_for_somebody_who_withdrew(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    withdraws(at_desk, cast, given.receiver(purchase))
    answer = post(at_desk, cast.buyer, purchase, "order", walks.order(purchase, cast))
    assert answer.status_code == 409 and "assign somebody else" in answer.text
    data = walks.people(purchase, cast)
    assert post(at_desk, cast.organiser, purchase, "reassign", data).status_code == 302


def test_who_is_erased_consents_to_nothing_any_more(cast, now):
    recipient = given.recipient(cast, now)
    recipients.erase(recipient, by=cast.address_keeper, now=now, note="Moved away.")
    with pytest.raises(Refused, match="erased"):
        consents.consent(recipient, scopes=[Scope.PARCELS], given_at=now, by=cast.address_keeper, now=now)


@pytest.mark.clause("W-15")
def test_whom_nobody_has_needed_for_the_set_term_is_proposed_for_erasure(cast, now, at_desk):
    given.recipient(cast, now)
    used = given.receiver(given.ordered_purchase(cast, now))
    Recipient.objects.update(added_at=now - timedelta(days=400))
    Consent.objects.update(given_at=now - timedelta(days=400))
    idle = Recipient.objects.exclude(pk=used.pk).get()
    assert list(recipients.unneeded(cast.center, now)) == [idle]
    page = at_desk(cast.address_keeper).get(reverse("recipients")).text
    assert reverse("recipient-erase", args=[idle.pseudonym]) in page
    assert reverse("recipient-erase", args=[used.pseudonym]) not in page


@pytest.mark.parametrize("code", ["W-15", "DL-10", "DL-06"])
def test_the_earliest_day_whose_term_still_runs_is_found_back(db, now, code):
    term, today = TERMS[code], local_day(now)
    first = earliest(term, today)
    assert last_day(term, first) >= today > last_day(term, first - timedelta(days=1))


@pytest.mark.clause("PV-01")
def test_new_words_are_a_version_of_their_own(cast, now, at_desk):
    given.recipient(cast, now)
    client = at_desk(cast.address_keeper)
    url = reverse("declaration-new")
    assert client.get(f"{url}?kind=undertaking").status_code == 200
    assert client.post(url, {"kind": "consent", "text": "Other words."}).status_code == 302
    later = given.recipient(cast, now)
    assert set(later.consents.values_list("declaration__version", flat=True)) == {"2"}
    page = client.get(reverse("declarations")).text
    assert "Other words." in page and "I agree, each by itself" in page
    assert Declaration.objects.filter(kind=Declaring.CONSENT).count() == 2


def test_words_are_the_keepers_to_write(cast, now):
    with pytest.raises(Forbidden):
        consents.declare(kind="consent", text="x", by=cast.leader, now=now)


@pytest.mark.clause("PV-07")
def test_a_buyer_signs_before_the_first_assignment(cast, now, at_desk):
    purchase, data = given.planned_purchase(cast, now), {"buyer": cast.buyer.user}
    given.recipient(cast, now)
    assert post(at_desk, cast.organiser, purchase, "assign", data).status_code == 422
    with pytest.raises(Refused, match="undertaking"):
        assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user)
    client = at_desk(cast.buyer)
    assert "I keep secret" in client.get(reverse("undertaking")).text
    assert client.post(reverse("undertaking")).status_code == 302
    assert "You signed it on" in client.get(reverse("undertaking")).text
    client.post(reverse("undertaking"))
    signed = Undertaking.objects.get()
    assert (signed.buyer, signed.declaration.version, signed.signed_at) == (cast.buyer.user, "1", now)
    assert post(at_desk, cast.organiser, purchase, "assign", data).status_code == 302


def test_only_a_buyer_undertakes(cast, now):
    with pytest.raises(Forbidden):
        consents.undertake(by=cast.leader, now=now)


@pytest.mark.clause("PV-01", "6.2-6")
def test_the_keeper_reads_who_has_read_what_of_whom(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    recipient = given.receiver(purchase)
    assigning.reveal_order(purchase, by=cast.buyer, now=now)
    for minute in range(51):
        at = now + timedelta(minutes=minute)
        recipients.reveal_recipient(recipient, by=cast.address_keeper, now=at)
    client = at_desk(cast.address_keeper)
    page = client.get(f"{reverse('recipient-reads')}?of={recipient.pseudonym}")
    assert purchase.number not in page.text and 'rel="next"' in page.text
    before = (now + timedelta(minutes=2)).isoformat().replace("+", "%2B")
    older = client.get(f"{reverse('recipient-reads')}?before={before}").text
    assert purchase.number in older and str(cast.buyer.user) in older and recipient.pseudonym in older
    assert "No" in client.get(f"{reverse('recipient-reads')}?of=VO-NOBODY1").text


def test_another_center_reads_nothing_of_it(cast, now, at_desk):
    recipient = given.recipient(cast, now)
    recipients.reveal_recipient(recipient, by=cast.address_keeper, now=now)
    assert recipient.pseudonym not in at_desk(cast.other_address_keeper).get(reverse("recipient-reads")).text


def test_another_consents_row_is_named_by_scope_and_pseudonym(cast, now):
    recipient = given.recipient(cast, now, scopes=[Scope.PAYMENT])
    assert str(Consent.objects.get()).startswith(recipient.pseudonym)


def test_a_person_stands_in_for_no_signature(cast, now):
    second = person("second_buyer", cast.center, *cast.buyer.roles)
    assert not consents.signed(cast.center, second.user)
