"""Is a paper rendered once, from what was frozen, and never again?"""

from __future__ import annotations

import hashlib

import pytest

from casework.models import Outbox
from documents import tasks
from documents.models import Document
from documents.tasks import render_task
from tests.documents.conftest import Issuer

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
