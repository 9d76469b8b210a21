"""How does an office return a paper signed and sealed?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from casework.models import Record
from casework.pages.submissions import answered
from documents.forms import SealedForm
from documents.models import Document
from documents.signed.copies import NOT_THEIRS, may_seal, take_back

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
        done=_("The sealed paper is kept, and is what everybody downloads from now on."),
    )
