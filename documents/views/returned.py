"""How does an office return a paper signed and sealed?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from casework.deadlines.clocks import local_day
from casework.models import Record
from casework.models.facts import Facts
from casework.pages.submissions import answered
from documents.forms import SealedForm
from documents.models import Document
from documents.signed.copies import NOT_THEIRS, may_seal, take_back
from trail.enumerations import enumerated

of_own_paper = member.of(Document.objects.visible_to, ("token", "verify_token")).where(may_seal, NOT_THEIRS)


@of_own_paper
def returned(request: Request, paper: Document) -> HttpResponse:
    """The form by which the PDF of a paper comes back signed and sealed."""
    record = Record.objects.visible_to(request.viewer).filter(documents=paper).first()
    back = record.get_absolute_url() if record else reverse("home")

    def action(data: dict[str, Any]) -> str:
        take_back(paper, data["file"], by=request.viewer, now=timezone.now())
        return back

    return answered(
        request,
        SealedForm(request.POST or None, request.FILES or None),
        action,
        heading=_("Return the paper signed and sealed"),
        path=[(record.number if record else _("Home"), back)],
        text=f"{paper.title} · {paper.file_number}",
        about=_about(paper),
        draft="",
        done=_("The sealed paper is kept, and is what everybody downloads from now on."),
    )


def _about(paper: Document) -> Facts:
    """Where the file lies, in whose name it is sealed, and whether it came back already."""
    link = format_html('<a href="{}">{}</a>', paper.get_absolute_url(), paper.file_number)
    said: Facts = [
        (_("1. Download the PDF that was issued"), link),
        (_("2. Seal it; the certificate names"), paper.office.name),
    ]
    if copy := paper.signed_copies.order_by("-pk").first():
        names = enumerated(each["name"] for each in copy.signatures)
        known = {"day": local_day(copy.at).isoformat(), "names": names}
        words = _("On %(day)s, sealed by %(names)s. What you send now takes its place; both stay genuine.")
        said.append((_("Returned already"), words % known))
    return said
