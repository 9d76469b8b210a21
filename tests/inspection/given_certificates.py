"""By which certificate does a laboratory of the tests test, and who signs by it?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Membership, Organisation, User, Viewer
from catalogue.models import Category
from inspection.instruments.models import Calibration, Instrument
from inspection.laboratories.models import (
    AuthorisedSignatory,
    Qualification,
    QualificationScope,
    signatories_of,
)
from tests.cast import Cast
from tests.photos import photographed


@photographed
def qualified(cast: Cast, now: datetime, laboratory: Organisation | None = None) -> Qualification:
    """A laboratory with an address and a certificate for the whole category, valid for a year, by which its
    signatories sign."""
    home = laboratory or cast.laboratory
    Organisation.objects.filter(pk=home.pk).update(address="1 Test Road", phone="0571-1")
    home.refresh_from_db()
    found = Qualification.objects.filter(laboratory=home).first()
    if found is None:
        span = {
            "valid_from": now.date() - timedelta(days=90),
            "valid_until": now.date() + timedelta(days=275),
        }
        found = Qualification.objects.create(laboratory=home, cma_number="261100340001", **span)
        QualificationScope.objects.create(qualification=found, category=cast.category)
        for member in signatories_of(home):
            names(found, member.user, cast.category)
    return found


def names(qualification: Qualification, user: User, category: Category, **days: Any) -> AuthorisedSignatory:
    """A certificate names one more signatory, in a field."""
    return AuthorisedSignatory.objects.create(
        qualification=qualification, person=user, category=category, **days
    )


def may_sign(cast: Cast, viewer: Viewer) -> Viewer:
    """Somebody of the laboratory whom its certificate names from now on, for the whole category."""
    names(Qualification.objects.get(laboratory=viewer.organisation), viewer.user, cast.category)
    return viewer


def instrument(laboratory: Organisation, now: datetime, number: str = "7", **days: Any) -> Instrument:
    """An instrument of a laboratory, calibrated since thirty days for a year unless told otherwise."""
    found, new = Instrument.objects.get_or_create(
        laboratory=laboratory, number=number, defaults={"name": "ICP-MS"}
    )
    if new:
        spans = {
            "calibrated_on": now.date() - timedelta(days=30),
            "valid_until": now.date() + timedelta(days=335),
        }
        by = Membership.objects.filter(organisation=laboratory).order_by("pk")[0].user
        said = {**spans, "calibrated_by": "Institute", "certificate": f"K-{number}", "by": by}
        Calibration.objects.create(instrument=found, at=now - timedelta(days=30), **{**said, **days})
    return found
