"""Are a volunteer's data sealed, found again, and gone when erased?"""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from hypothesis import given as drawn
from hypothesis import strategies as st

from casework.flow import Forbidden, Refused
from sampling.recipients import personal
from sampling.recipients.actions import recipients
from sampling.recipients.models.recipients import Recipient
from tests.sampling import given, stated

OLD, NEW = "1:" + "11" * 32, "2:" + "22" * 32


@drawn(st.text(min_size=1), st.text())
def test_what_is_locked_is_read_again_and_nowhere_in_clear(text, about):
    locked = personal.lock(text, about)
    assert personal.unlock(locked, about) == text
    assert len(text) < 4 or text not in locked


def test_what_is_locked_for_one_owner_does_not_open_for_another():
    locked = personal.lock("account", "PU-1:account")
    with pytest.raises(personal.Unreadable):
        personal.unlock(locked, "PU-2:account")


def test_a_changed_byte_is_noticed():
    key = personal.new_key()
    sealed = bytearray(personal.seal(key, b"Lane 9", "R"))
    sealed[-1] ^= 1
    with pytest.raises(personal.Unreadable):
        personal.unseal(key, bytes(sealed), "R")


def test_an_older_key_still_opens_and_the_newest_one_seals(settings):
    settings.FIELD_KEYS = [OLD]
    before = personal.lock("account", "x")
    settings.FIELD_KEYS = [NEW, OLD]
    assert personal.unlock(before, "x") == "account"
    assert personal.lock("account", "x").startswith("2.")


def test_without_its_key_nothing_opens(settings):
    settings.FIELD_KEYS = [OLD]
    locked = personal.lock("account", "x")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(personal.Unreadable):
        personal.unlock(locked, "x")


@pytest.mark.parametrize("wrong", [[], ["no-colon"], ["1:abcd"], ["1:" + "zz" * 32]])
def test_a_key_list_that_makes_no_sense_is_refused_in_words(settings, wrong):
    settings.FIELD_KEYS = wrong
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        personal.lock("x", "x")


def test_a_person_written_otherwise_is_the_same_person_under_any_key(settings):
    settings.FIELD_KEYS = [OLD]
    kept = personal.index("Zhao Qiming 139-0000", "person")
    settings.FIELD_KEYS = [NEW, OLD]
    assert kept in personal.indexes("zhao qiming1390000", "person")
    assert kept not in personal.indexes("zhao qiming1390000", "address")


def test_nothing_of_a_person_lies_in_clear_in_the_database(cast, now):
    recipient = given.recipient(cast, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sampling_recipient::text FROM sampling_recipient")
        row = str(cursor.fetchall())
        cursor.execute("SELECT sampling_identifier::text FROM sampling_identifier")
        row += str(cursor.fetchall())
    hidden = [stated.SECRET_NAME, stated.SECRET_PHONE, stated.SECRET_ADDRESS]
    assert not [word for word in hidden if word in row or word.encode().hex() in row]
    assert recipient.read(recipient.identifiers.all())["address"] == stated.SECRET_ADDRESS


def test_the_same_person_is_not_taken_twice(cast, now):
    given.recipient(cast, now)
    again = {"name": "zhao qiming", "phone": stated.SECRET_PHONE, "address": "Elsewhere 1"}
    with pytest.raises(recipients.Known, match="person"):
        given.recipient(cast, now, **again)


@pytest.mark.clause("PV-01")
def test_erasing_destroys_key_data_and_indexes_and_leaves_the_pseudonym(cast, now):
    recipient = given.recipient(cast, now)
    recipients.erase(recipient, by=cast.address_keeper, now=now, note="Consent withdrawn.")
    recipient.refresh_from_db()
    assert recipient.pseudonym and recipient.erased_at == now
    assert not given.pieces_of(recipient) and recipient.person_index == ""
    assert not recipient.identifiers.exists()
    with pytest.raises(personal.Unreadable):
        recipient.read([])
    given.recipient(cast, now, name=stated.SECRET_NAME, phone=stated.SECRET_PHONE)  # may come back


def test_the_database_refuses_a_recipient_erased_by_half(cast, now):
    recipient = given.recipient(cast, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipient.objects.filter(pk=recipient.pk).update(erased_at=now)


def test_nobody_is_erased_to_whom_a_parcel_is_on_its_way(cast, now):
    purchase = given.ordered_purchase(cast, now)
    with pytest.raises(Refused, match="parcel"):
        recipients.erase(given.receiver(purchase), by=cast.address_keeper, now=now, note="x")


def test_nobody_is_erased_twice(cast, now):
    recipient = given.recipient(cast, now)
    recipients.erase(recipient, by=cast.address_keeper, now=now, note="Withdrawn.")
    with pytest.raises(Refused, match="erased"):
        recipients.erase(recipient, by=cast.address_keeper, now=now, note="Withdrawn.")


def test_the_deeds_themselves_know_the_keeper(cast, now):
    recipient = given.recipient(cast, now)
    with pytest.raises(Forbidden):
        recipients.erase(recipient, by=cast.buyer, now=now, note="x")
    with pytest.raises(Forbidden):
        recipients.reveal_recipient(recipient, by=cast.organiser, now=now)
    assert not Recipient.objects.visible_to(cast.buyer).exists()


def test_nothing_locked_is_nothing_read():
    assert personal.lock("", "x") == personal.unlock("", "x") == ""
