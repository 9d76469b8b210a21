"""How does a paper look, as HTML? The worker makes its PDF of it; a page shows it before it is issued."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.template import engines
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.pages.foreseen import Sheet
from documents.codes import qr
from documents.compared import changes
from documents.models import Document
from documents.papers import PAPERS


def day(iso: str | None) -> str:
    """A stored ISO date as the paper's language writes it; nothing for none."""
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def draw(template: str, context: Mapping[str, object], *, language: str) -> str:
    """A Jinja2 template of `templates/papers/` in this language (zh-hans or en)."""
    with override(language):
        page = engines["jinja2"].get_template(template)
        return page.render({"language": language, "day": day, "qr": qr, **context})


def not_issued_yet(records: Collection[int], now: datetime) -> list[Sheet]:
    """The papers that a step would issue on some records at a moment: without a number, which is drawn when
    they are."""
    papers = Document.objects.filter(record__in=records, issued_at=now)
    return [_sheet(paper) for paper in papers.select_related("addressee", "supersedes").order_by("pk")]


def _sheet(paper: Document) -> Sheet:
    """The paper, and what differs from the one before it: that which it replaces, else the last of its kind
    that the same office issued on the same record to the same addressee."""
    html, before = _body(paper, paper), paper.supersedes or _last_before(paper)
    if before is None:
        return Sheet(paper.title, str(paper.addressee or ""), html)
    differing = changes(_body(before, paper), html)
    return Sheet(paper.title, str(paper.addressee or ""), html, before.issued_at, differing)


def _last_before(paper: Document) -> Document | None:
    alike = {name: getattr(paper, name) for name in ("record", "paper", "office", "addressee")}
    before = Document.objects.filter(**alike, issued_at__lt=paper.issued_at)
    return before.order_by("-issued_at", "-pk").first()


def _body(paper: Document, on: Document) -> str:
    """The paper without its number, as of the day of another."""
    content = {**paper.content, "number": _("number to be drawn"), "qr": "", "verify_at": ""}
    content["issued_on"] = on.content["issued_on"]
    html = draw(PAPERS[paper.paper].template, {"paper": content}, language=paper.language)
    return html.partition("<body>")[2].rpartition("</body>")[0]
