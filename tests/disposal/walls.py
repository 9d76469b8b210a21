"""Who comes to the links of notices, and to what grades a matter?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from disposal.models.photos import PhotoDecision
from tests.cast import Cast
from tests.disposal import given as disposals
from tests.disposal import given_notices, given_photos
from tests.monitoring import given
from tests.walls import CENTER, EVERYBODY, KNOWING, LABORATORY, PLATFORM, PROVINCE, SHOP, STAFFED, Found, Wall


def item(cast: Cast, now: datetime) -> Found:
    return Found((given.test_item(cast).pk,))


def notice(cast: Cast, now: datetime) -> Found:
    sent = given_notices.sent(cast, now)
    return Found((sent.number,), sent)


def link(cast: Cast, now: datetime) -> Found:
    sent = given_notices.sent(cast, now)
    return Found((sent.number, 1), sent)


def report(cast: Cast, now: datetime) -> Found:
    return Found((given_photos.sent(cast, now).report.number,))


def photo(cast: Cast, now: datetime) -> Found:
    found = given_photos.sent(cast, now)
    return Found((found.report.number, found.photo.token))


def released(cast: Cast, now: datetime) -> Found:
    """A photo that goes out to the platform, to the shop and to the producer."""
    found = given_photos.sent(cast, now)
    kept: Any = PhotoDecision(
        report=found.report,
        source=found.photo,
        source_sha256=found.photo.sha256,
        sha256="0" * 64,
        released=True,
        decided_by=cast.compiler.user,
        decided_at=now,
    )
    kept.file.save("photo.jpg", ContentFile(b"JPEG"), save=False)
    kept.save()
    return Found((kept.token,))


def enclosed(cast: Cast, now: datetime) -> Found:
    """What the platform got, with the redacted report."""
    found = given_photos.sent(cast, now).disposal
    return Found((found.kind, found.number), found)


PREPARERS = {"compiler", "verifier", "organiser", "leader"}
# The county is competent for the case, and so reads the report.
COUNTY = {"county_officer", "county_second", "county_third", "county_reviewer", "county_head"}
# A volunteer who buys reads no report.
AUTHORITIES = KNOWING | PROVINCE | {"nation_officer"} | COUNTY
REPORTED = AUTHORITIES | LABORATORY
RECEIVED = AUTHORITIES | PLATFORM | SHOP


def handling(cast: Cast, now: datetime) -> Found:
    found = disposals.handling(cast, now)
    return Found((found.number,), found)


def done(cast: Cast, now: datetime) -> Found:
    found = disposals.done(cast, now)
    return Found((found.number,), found)


WALLS = [
    Wall("platformdisposal-form-measures", STAFFED, handling, may={"quality_officer"}),
    Wall("platformdisposal-form-measures-sheet", STAFFED, handling, may={"quality_officer"}),
    Wall("platformdisposal-form-feedback", STAFFED, done, may={"quality_officer"}),
    Wall("platformdisposal-form-feedback-sheet", STAFFED, done, may={"quality_officer"}),
    Wall("redacted-renew", STAFFED, enclosed, may={"compiler"}, method="POST"),
    Wall("report-photos", STAFFED, report, REPORTED, may=PREPARERS),
    Wall("report-photo", STAFFED, photo, REPORTED, may=PREPARERS),
    Wall("report-photo-picture", STAFFED, photo, REPORTED, may=PREPARERS),
    Wall("api-redacted-renew", STAFFED, enclosed, may={"compiler"}, method="POST"),
    Wall("api-report-photos", STAFFED, report, REPORTED, may=PREPARERS),
    Wall("api-report-photo", STAFFED, photo, REPORTED, may=PREPARERS),
    Wall("api-report-photo-picture", STAFFED, photo, REPORTED, may=PREPARERS),
    Wall("api-severities", CENTER),
    Wall("api-severity", CENTER, item, posts={"chair"}, open_to_all=True),
    Wall("api-grade-table", CENTER),
    Wall("api-grade-table-change", {"leader"}),
    Wall("released-photo", EVERYBODY, released, RECEIVED),
    Wall("api-released-photo", EVERYBODY, released, RECEIVED),
    Wall("severities", CENTER),
    Wall("severity", CENTER, item, posts={"chair"}, open_to_all=True),
    Wall("grade-table", CENTER),
    Wall("grade-table-change", {"leader"}),
    Wall("received-reports", STAFFED),
    Wall("resultnotice-link-new", STAFFED, notice, may={"compiler"}),
    Wall("resultnotice-link-show", STAFFED, link, may={"compiler"}, method="POST"),
    Wall("resultnotice-link-revoke", STAFFED, link, may={"compiler"}, method="POST"),
]
