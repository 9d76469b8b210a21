"""Who comes to papers and files?"""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile

from documents import uploads
from documents.models import Document
from tests.cast import Cast
from tests.disposal import given_letters
from tests.inspection import given as inspection
from tests.sampling import given
from tests.sampling.custody.test_papers import paper_of
from tests.walls import CENTER, EVERYBODY, KNOWING, LABORATORY, PROVINCE, STAFFED, Found, Wall


def film(cast: Cast, now: datetime) -> Found:
    return Found((uploads.begin(name="film.mp4", size=9, by=cast.verifier, now=now).token,))


def form(cast: Cast, now: datetime) -> Found:
    """The registration form of a sample: it names the shop, and is the center's own."""
    paper = paper_of(given.commissioned_sample(cast, now), "registration")
    paper.pdf_sha256, paper.pdf_size = "ab" * 32, 9
    paper.pdf.save("", ContentFile(b"%PDF-1.7\n"))
    return Found((paper.verify_token,))


def letter(cast: Cast, now: datetime) -> Found:
    """The county's letter to the platform."""
    found = given_letters.letter(cast, now)
    return Found((Document.objects.get(record=found.pk).verify_token,), found)


def raw(cast: Cast, now: datetime) -> Found:
    """The file of a raw record of a test that nobody has signed."""
    return Found((inspection.raw_record(cast, now).attachment.token,))


def raw_of_a_report(cast: Cast, now: datetime) -> Found:
    """The same of a report that the center has received."""
    record = inspection.delivered(cast, now).raw_records.earliest("id")
    return Found((record.attachment.token,))


def report(cast: Cast, now: datetime) -> Found:
    """An issued report: the laboratory's signatory returns it sealed."""
    record = inspection.issued(cast, now)
    return Found((Document.objects.get(record=record.pk, paper="test_report").verify_token,))


COUNTY = {"county_officer", "county_second", "county_third", "county_reviewer", "county_head"}
# A volunteer who buys reads no report.
READERS = LABORATORY | KNOWING | PROVINCE | {"nation_officer"}
WALLS = [
    Wall("uploads", EVERYBODY, method="POST"),
    Wall("upload", EVERYBODY, film, {"verifier"}, method="HEAD"),
    Wall("document", EVERYBODY, form, CENTER),
    Wall("document-service", STAFFED, letter, may=COUNTY),
    Wall(
        "document-sealed",
        STAFFED,
        report,
        LABORATORY | CENTER | PROVINCE | {"nation_officer"},
        {"signatory"},
    ),
    Wall("api-uploads", STAFFED, method="POST"),
    Wall("api-upload", STAFFED, film, {"verifier"}, method="HEAD"),
    Wall("api-document", STAFFED, form, CENTER),
    Wall("api-attachment", STAFFED, raw, LABORATORY),
    Wall("api-attachment", STAFFED, raw_of_a_report, READERS, case="of a report that is out"),
    Wall("attachment", EVERYBODY, raw, LABORATORY),
    Wall("attachment", EVERYBODY, raw_of_a_report, READERS, case="of a report that is out"),
]
