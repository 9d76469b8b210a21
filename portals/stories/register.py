"""What stands before anything happens? Those who receive parcels, and the laboratories' certificates."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Region
from inspection import actions as inspection
from inspection.models import Qualification, QualificationScope
from portals import invented
from portals.stories.tale import Tale, category
from sampling import actions as sampling
from sampling.models import Scope

SCOPES = {"laboratory": ("01", "05", "06", "08"), "laboratory2": ("08",)}


def tell(tale: Tale) -> None:
    tale.on(30)
    for name, phone, address, code in invented.RECIPIENTS:
        who = tale.by("storekeeper")
        sampling.add_recipient(
            **who,
            name=name,
            phone=phone,
            address=address,
            area=Region.objects.get(pk=code),
            scopes=[scope for scope in Scope.values if code != "990102" or scope != Scope.PAYMENT],
            given_at=who["now"],
        )
    sampling.undertake(**tale.by("buyer"))
    for key, number, *_contact in invented.LABORATORIES:
        certificate = inspection.register(
            Qualification(
                laboratory=tale.org(key),
                cma_number=number,
                valid_from=tale.days.today - timedelta(days=400),
                valid_until=tale.days.today + timedelta(days=1400),
            ),
            **tale.by("organiser"),
        )
        QualificationScope.objects.bulk_create(
            QualificationScope(qualification=certificate, category=category(code)) for code in SCOPES[key]
        )
