"""What stands before anything happens? Those who receive parcels, and the laboratories' certificates."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Region
from demo import invented
from demo.telling.teller import Teller, category
from inspection.instruments import actions as instruments
from inspection.instruments.models import Instrument
from inspection.laboratories.actions import register
from inspection.laboratories.models import Qualification
from sampling.recipients.actions import consents, recipients
from sampling.recipients.models.recipients import NEEDED, Recipient, Scope

SCOPES = {"laboratory": ("01", "05", "06", "08"), "laboratory2": ("08",)}
# Who signs by the certificate, in its whole scope; the second has nobody yet, so that nothing goes to it.
SIGNS = {"laboratory": "signatory"}


def accounts(teller: Teller, recipient: Recipient, number: str, paying: bool) -> None:
    """An account on each platform; and a payment account of those who consent to its use."""
    for key, name in (("platform", "wx_buyer"), ("platform2", "sg_buyer")):
        recipients.add_identifier(
            recipient,
            kind="account",
            text=f"{name}{number}",
            platform=teller.org(key),
            **teller.by("storekeeper"),
        )
    if paying:
        text = f"演示钱包 尾号00{number}"
        recipients.add_identifier(recipient, kind="payment", text=text, **teller.by("storekeeper"))


def measures(teller: Teller) -> None:
    """What the laboratory measures with: one calibration of these runs out soon."""
    for number, name, model, _items, lasting in invented.INSTRUMENTS:
        found = instruments.keep(Instrument(number=number, name=name, model=model), **teller.by("tester"))
        instruments.calibrate(
            found,
            calibrated_on=teller.days.day - timedelta(days=20),
            valid_until=teller.days.today + timedelta(days=lasting),
            calibrated_by="云泽省计量测试研究院",
            certificate=f"演示校准-{number}",
            **teller.by("tester"),
        )


def tell(teller: Teller) -> None:
    teller.on(30)
    measures(teller)
    for name, phone, address, code in invented.RECIPIENTS:
        who = teller.by("storekeeper")
        paying = code != "990102"
        recipient = recipients.add_recipient(
            **who,
            name=name,
            phone=phone,
            address=address,
            area=Region.objects.get(pk=code),
            scopes=Scope.values if paying else NEEDED,
            given_at=who["now"],
        )
        accounts(teller, recipient, phone[-2:], paying)
    consents.undertake(**teller.by("buyer"))
    for key, number, *_contact in invented.LABORATORIES:
        scope = [category(code) for code in SCOPES[key]]
        signs = [teller.who(SIGNS[key]).user] if key in SIGNS else []
        register(
            Qualification(
                laboratory=teller.org(key),
                cma_number=number,
                valid_from=teller.days.today - timedelta(days=400),
                valid_until=teller.days.today + timedelta(days=1400),
            ),
            scope=[{"category": each} for each in scope],
            signatories=[{"person": person, "category": each} for person in signs for each in scope],
            **teller.by("organiser"),
        )
