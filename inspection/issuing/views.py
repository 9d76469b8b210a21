"""What has a signatory signed and not issued, and how far are reports that are issued at once?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.attempts import source
from accounts.forms import SignatureForm
from accounts.models import Viewer
from accounts.roles import Role
from casework.pages.lists import toned
from casework.pages.progress import followed, followed_page
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from inspection.issuing import actions
from inspection.issuing.models import Issuing, signed_by
from inspection.reports.models.reports import Report


def _signs(viewer: Viewer) -> bool:
    return Role.SIGNATORY in viewer.roles


def _seen(viewer: Viewer) -> QuerySet[Issuing]:
    return Issuing.objects.visible_to(viewer).select_related("asked_by", "in_charge", "organisation")


signing = member.to(_signs, actions.NOT_THEIRS)


class IssueForm(SignatureForm):
    """What signs the issue of what was read: one's password, and by what the list is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked of those too who have no password.
        self.fields["shown"] = forms.CharField(widget=forms.HiddenInput, max_length=64)


@signing.by("GET", "POST")
def signed_reports(request: Request) -> HttpResponse:
    """What the viewer has signed and not issued, each with what it concludes; and the way to issue all."""
    now, reports = timezone.now(), list(signed_by(request.viewer)[: actions.MOST])
    who: dict[str, Any] = {"user": request.viewer.user, "address": source(request), "now": now}
    posted = request.POST if request.method == "POST" else None
    form = IssueForm(posted, initial={"shown": actions.seen(reports)}, **who)

    def issue(data: dict[str, Any]) -> Issuing:
        return actions.begin(shown=data["shown"], by=request.viewer, now=now)

    return answered(
        request,
        form,
        issue,
        heading=_("Signed and not issued"),
        done="",
        template="inspection/issuing/signed.html",
        path=[],
        draft="",
        columns=[
            {"label": _("Test report"), "key": "report", "kind": "title"},
            {"label": _("Result"), "key": "verdict", "kind": "badge"},
            {"label": _("Conclusion"), "key": "conclusion"},
        ],
        rows=[_row(each) for each in reports],
        under_way=Issuing.objects.under_way().filter(asked_by=request.viewer.user).first(),
    )


def _row(report: Report) -> dict[str, Any]:
    link = {"text": report.title, "url": report.get_absolute_url(), "sub": report.number}
    return {"report": link, "verdict": toned(report), "conclusion": report.conclusion}


@followed(Issuing, signing.of(_seen, "token"))
def issuing(request: Request, found: Issuing) -> HttpResponse:
    """How far the issue is, and which reports were not issued."""
    rows = [
        {
            "report": {
                "text": one["title"],
                "url": reverse("report", args=[one["number"]]),
                "sub": one["number"],
            }
        }
        | {"why": one["why"]}
        for one in found.refused
    ]
    return followed_page(
        request,
        found,
        "inspection/issuing/issuing.html",
        now=timezone.now(),
        may=_signs(request.viewer),
        columns=[
            {"label": _("Test report"), "key": "report", "kind": "title"},
            {"label": _("Why it was not issued"), "key": "why"},
        ],
        rows=rows,
    )
