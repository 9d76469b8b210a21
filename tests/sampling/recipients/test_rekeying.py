"""May an old key of the installation go once its data keys are wrapped under the newest?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sampling.purchases.actions import assigning
from sampling.recipients import personal
from sampling.recipients.actions import recipients
from sampling.schemes.actions.seeds import commitment, seed_of
from tests.sampling import given, stated
from trail.models import Event

OLD, NEW = "1:" + "11" * 32, "2:" + "22" * 32


def rekeyed() -> str:
    said = StringIO()
    call_command("rekey", stdout=said)
    return said.getvalue()


@pytest.mark.clause("PV-04")
def test_after_the_command_the_old_key_is_needed_no_more(cast, now, settings):
    settings.FIELD_KEYS = [OLD]
    purchase = given.ordered_purchase(cast, now)
    settings.FIELD_KEYS = [NEW, OLD]
    assert rekeyed().startswith("1 persons and 1 schemes")
    assert rekeyed().startswith("0 persons and 0 schemes")
    settings.FIELD_KEYS = [NEW]
    purchase.refresh_from_db()
    shown = assigning.reveal_order(purchase, by=cast.buyer, now=now)
    assert (shown["name"], shown["account"]) == (stated.SECRET_NAME, stated.SECRET_ACCOUNT)
    assert commitment(seed_of(purchase.scheme)) == purchase.scheme.seed_commitment
    with pytest.raises(recipients.Known):
        given.recipient(cast, now, name=stated.SECRET_NAME, phone=stated.SECRET_PHONE)
    [phone] = given.receiver(purchase).identifiers.filter(kind="phone")
    assert phone.index == personal.index(stated.SECRET_PHONE, "phone")
    assert Event.objects.get(verb="wrap the keys anew").detail["key"] == "2"


def test_a_key_taken_away_too_early_is_named(cast, now, settings):
    settings.FIELD_KEYS = [OLD]
    given.recipient(cast, now)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="older key back"):
        rekeyed()
