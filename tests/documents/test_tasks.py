"""Is a paper rendered once, from what was frozen, and never again?"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest

from casework.models import Outbox, Record
from documents import tasks
from documents.actions import attach
from documents.models import Attachment, Document
from documents.printed import photos_of
from documents.tasks import render_task
from inspection.reports.papers import Picture
from tests.cast import Cast
from tests.documents import samples
from tests.documents.conftest import Issuer, content_of, picture

pytestmark = pytest.mark.django_db


def test_the_worker_renders_the_pdf_and_keeps_its_digest(issued: Issuer) -> None:
    paper, promised = issued(), Outbox.objects.get()
    assert render_task(promised.pk) is True
    paper.refresh_from_db()
    with paper.pdf.open() as file:
        pdf = file.read()
    assert pdf.startswith(b"%PDF-")
    assert (paper.pdf_size, paper.pdf_sha256) == (len(pdf), hashlib.sha256(pdf).hexdigest())


def test_a_task_sent_twice_renders_once(issued: Issuer, monkeypatch) -> None:
    rendered: list[str] = []

    def render(template: str, context: object, *, language: str) -> bytes:
        rendered.append(template)
        return b"%PDF-"

    monkeypatch.setattr(tasks, "render", render)
    issued()
    promised = Outbox.objects.get()
    assert [render_task(promised.pk), render_task(promised.pk)] == [True, False]
    assert rendered == ["papers/test_report.html"]


def test_a_paper_promised_twice_keeps_its_first_pdf(issued: Issuer, monkeypatch) -> None:
    monkeypatch.setattr(tasks, "render", lambda *args, **options: b"%PDF-first")
    paper = issued()
    assert render_task(Outbox.objects.get().pk)
    monkeypatch.setattr(tasks, "render", lambda *args, **options: b"%PDF-second")
    again = Outbox.objects.create(
        task="documents.render", payload={"document": paper.pk}, created_at=paper.issued_at
    )
    assert render_task(again.pk)
    assert Document.objects.get().pdf_sha256 == hashlib.sha256(b"%PDF-first").hexdigest()


def test_a_paper_that_cannot_be_rendered_waits_with_its_error(issued: Issuer, monkeypatch) -> None:
    def broken(*args: object, **options: object) -> bytes:
        raise ValueError("no font")

    monkeypatch.setattr(tasks, "render", broken)
    issued()
    promised = Outbox.objects.get()
    with pytest.raises(ValueError, match="no font"):
        render_task(promised.pk)
    promised.refresh_from_db()
    assert promised.done_at is None and promised.error == "ValueError: no font"
    assert Document.objects.get().pdf == ""


def test_the_task_goes_by_the_name_that_is_promised(issued: Issuer) -> None:
    issued()
    assert render_task.name == Outbox.objects.get().task


def test_a_photo_is_printed_where_it_is_the_very_file_and_shows_nobody(
    issued: Issuer, cast: Cast, matter: Record, now: datetime
) -> None:
    sent = [attach(matter, picture(size=(side, 9)), "receipt", by=cast.compiler, now=now) for side in (8, 9)]
    named = [Picture(shows="Sample", sha256=file.sha256, file=file.pk) for file in sent]
    named[1] = replace(named[1], sha256="0" * 64)
    paper = issued(content=content_of(replace(samples.test_report(), pictures=tuple(named))))
    assert list(photos_of(paper)) == [sent[0].sha256]
    assert photos_of(paper)[sent[0].sha256].startswith(b"\xff\xd8")  # a JPEG, whatever was sent in
    Attachment.objects.filter(pk=sent[0].pk).update(person="VO-1", sealed_sha256="1" * 64)
    assert photos_of(paper) == {}
