"""Which record do the papers and files of these tests belong to, and which files are sent in?"""

from __future__ import annotations

import io
import typing
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from accounts.models import Organisation, Region
from accounts.roles import Kind
from casework.admissions import admit
from casework.models import Filed, Record
from documents.actions import issue
from documents.models import Document
from documents.papers import Paper
from tests.cast import Cast, refuse_the_portal
from tests.documents import samples
from trail.models import SYSTEM, write

FILLED_IN = {"office", "title", "number", "issued_on", "qr", "verify_at", "red_head"}
Issuer = Callable[..., Document]


def register(center: Organisation, place: Region | None, platform: Organisation, now: datetime) -> Record:
    """A record of a center's, in a province; nobody is admitted to it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('casework_record', 'id'))")
        pk = cursor.fetchone()[0]
        write("open", ("record", pk), actor=SYSTEM, at=now, moved=("", "registered"))
        return Record.objects.create(
            pk=pk,
            kind="riskcase",
            number=f"RC-{pk}",
            title="Kettle",
            state="registered",
            opened_at=now,
            center=center,
            province=place,
            platform=platform,
        )


def let_in(record: Record, kind: Kind, now: datetime) -> None:
    """Admit a party to the record, which for once has no particulars of its kind."""
    admit(typing.cast(Filed, record), kind, now)


@pytest.fixture
def matter(cast: Cast, now: datetime) -> Record:
    return register(cast.center, cast.center.region, cast.platform, now)


def content_of(paper: Paper) -> dict[str, Any]:
    """The fields of a paper that a stage hands to `issue`."""
    return {
        each.name: getattr(paper, each.name)
        for each in fields(paper)
        if each.init and each.name not in FILLED_IN
    }


@pytest.fixture
def issued(cast: Cast, matter: Record, now: datetime) -> Issuer:
    """Issues a test report of the center's: issued(addressee=…). The platforms do not accept the portal."""
    refuse_the_portal(cast.platform, cast.other_platform)

    def do(**options: Any) -> Document:
        chosen: dict[str, Any] = {
            "record": matter,
            "paper": "test_report",
            "title": "Test report",
            "content": content_of(samples.test_report()),
            "by": cast.compiler,
            "now": now,
            "office": cast.center,
        } | options
        return issue(chosen.pop("record"), **chosen)

    return do


def picture(name: str = "photo.png", kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def workbook(
    *extra: tuple[str, bytes], name: str = "table.xlsx", types: bytes = b"<Types/>"
) -> SimpleUploadedFile:
    """The least archive that is taken for a workbook, with further parts."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for part, content in (("[Content_Types].xml", types), ("xl/workbook.xml", b"<workbook/>"), *extra):
            archive.writestr(part, content)
    return SimpleUploadedFile(name, out.getvalue())
