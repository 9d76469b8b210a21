"""Is whoever sends a letter under a table's name told that it is no table, and is nothing of it kept? (A9)"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.imports.forms import imports
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import text
from tests.sampling import given

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")
    return stream.getvalue()


MAIL = (
    b"Received: from mail.example.org by mx.example.org; Tue, 24 Nov 2026 09:00:00 +0800\r\n"
    b"From: Zhao <zhao@example.org>\r\nSubject: list, of complaints\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nDear all, the list follows; it is long.\r\n"
)
LETTERS = {
    "letter.docx": archive("[Content_Types].xml", "word/document.xml"),
    "slides.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "letter.doc": OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600,
    "mail.eml": MAIL,
    "letter.rtf": b"{\\rtf1\\ansi Dear all, the list follows.}",
    "letter.txt": "各位同事：\n\n本周投诉清单见附件，请查收。\n\n赵某\n".encode(),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize(("channel", "more"), [("a", {}), ("a", {"check_columns": "on"}), ("b", {})])
def test_a9_a_letter_renamed_is_no_list(name, ending, channel, more, cast, at_desk):
    file = upload(f"清单{ending}", LETTERS[name])
    answer = at_desk(cast.collector).post(
        reverse("signal-import"), {"channel": channel, "file": file, **more}
    )
    assert answer.status_code == 422 and "This is no table file" in answer.text, answer.status_code
    assert "save that as XLSX or CSV" in answer.text
    assert not Intake.objects.exists() and not RiskSignal.objects.exists()


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a9_a_letter_renamed_is_no_file_of_listings(name, ending, cast, at_desk, now):
    scheme = given.empty_scheme(cast, now)
    url = reverse("scheme-step", args=[scheme.number, "import"])
    file = SimpleUploadedFile(f"offers{ending}", LETTERS[name])
    answer = at_desk(cast.organiser).post(url, {"file": file})
    assert answer.status_code in (409, 422)
    assert "no table file" in answer.text or "is not plain text" in answer.text
    assert not scheme.files.exists()


def test_a9_a_list_whose_first_column_is_called_as_a_head_of_a_letter_is_read(cast, at_desk):
    rows = text(["Date", "商品名称", "问题描述"], ["2026-11-18", "水壶", "漏电: Message-ID, x"]).encode()
    answer = at_desk(cast.collector).post(
        reverse("signal-import"), {"channel": "a", "file": upload("a.csv", rows)}
    )
    assert answer.status_code == 200 and RiskSignal.objects.get().product == "水壶"


def test_which_limit_holds_for_which_file_is_said_and_kept(cast, at_desk, monkeypatch):
    monkeypatch.setattr(imports, "LIMIT", 10)
    desk, url = at_desk(cast.collector), reverse("signal-import")
    page = desk.get(url).text
    assert "up to 500 MB. A list in XLS or JSON, and a notice" in page and "MB each" not in page
    rows: Any = text(["商品名称", "问题描述"], ["水壶", "漏电"]).encode()
    for channel, name, status in (("a", "a.csv", 200), ("a", "a.json", 422), ("b", "a.csv", 422)):
        answer = desk.post(url, {"channel": channel, "file": upload(name, rows)})
        assert answer.status_code == status, (channel, name)
        assert ("divide it" in answer.text) == (status == 422)
