"""How do the center and a shop or enterprise meet a notice and a denial, and who comes in by a link?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, anybody, member
from accounts.middleware import SESSION_KEY
from accounts.models import Viewer
from casework.clauses import carries
from casework.flow import Refused
from casework.pages.beside import Card, cards
from casework.pages.search import numbered
from casework.pages.submissions import answered, pressed, refusal
from disposal.actions import links
from disposal.flow.notices import Channel
from disposal.flow.procedure import DECIDED
from disposal.forms import notices as forms
from disposal.models.answerable import STAY
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial, NoticeLink, ResultNotice
from disposal.views import enclosures
from documents import views as papers
from documents.codes import qr
from documents.file_numbers import written

# As whom somebody is logged in who comes by a link.
BACKEND = "accounts.backends.AccountBackend"


@numbered
def of_report(words: str, viewer: Viewer) -> QuerySet[ResultNotice, int]:
    """The notices that tell of the report with this number."""
    told = ResultNotice.objects.visible_to(viewer).filter(report_number=written(words))
    return told.order_by("-pk").values_list("pk", flat=True)


def about_notice(notice: ResultNotice, viewer: Viewer) -> dict[str, Any]:
    """What failed, the paper, the files and, for the center's compiler, the links."""
    found = enclosures.about(notice, [notice.report], viewer)
    for paper in found["papers"]:
        paper["serve_url"] = ""  # its service is a step of the notice
    own = links.may_handle(notice, viewer)
    now = timezone.now()
    return {
        "failing_rows": notice.failing,
        "failing_columns": [
            {"label": _("Test item"), "key": "item"},
            {"label": _("Unit"), "key": "unit"},
            {"label": _("Lowest limit"), "key": "limit_low"},
            {"label": _("Highest limit"), "key": "limit_high"},
            {"label": _("Measured"), "key": "measured"},
        ],
        "links": [_link(link, place, now) for place, link in _numbered(notice)] if own else [],
        "again_url": reverse("resultnotice-link-new", args=[notice.number])
        if own and notice.state in links.OPEN
        else "",
        "cases": _waiting(notice, viewer),
        **found,
        "services": papers.services_of(found["papers"]),
    }


def _waiting(notice: ResultNotice, viewer: Viewer) -> list[EnforcementCase]:
    """The cases that are not decided before this notice is served."""
    if notice.served_on or not notice.turn:
        return []
    undecided = EnforcementCase.objects.filter(report=notice.report_id, decided_on=None).exclude(turn="")
    seen = undecided.exclude(state__in=DECIDED).visible_to(viewer).select_related("regulator").order_by("pk")
    return [case for case in seen if notice in case.notices()]


def _numbered(notice: ResultNotice) -> list[tuple[int, NoticeLink]]:
    """The notice's links in the order in which they were made, from 1."""
    return list(enumerate(notice.links.order_by("id"), 1))


def _link(link: NoticeLink, place: int, now: datetime) -> dict[str, Any]:
    live = link.live(now)
    if live:
        state = (_("has been opened"), "green") if link.opened_at else (_("not opened yet"), "blue")
    else:
        state = (_("revoked"), "red") if link.revoked_at else (_("expired"), "grey")
    waits = link.channel in links.CARRIED and not link.sent_at
    arguments = [link.notice.number, place]
    return {
        "channel": link.get_channel_display(),
        "address": link.address,
        "sent": _("being sent") if waits and live else "",
        "made": link.created_at,
        "until": link.until(now),
        "revoked": link.revoked_at,
        "state": {"text": state[0], "tone": state[1]},
        "show_url": reverse("resultnotice-link-show", args=arguments) if live else "",
        "revoke_url": reverse("resultnotice-link-revoke", args=arguments) if live else "",
    }


def who_took_it_back(denial: Denial, viewer: Viewer) -> list[Card]:
    """Who denied, who is said to have taken it back, and how the first is reached: they are asked."""
    groups = [
        (_("Denial"), denial.facts("statement", "grounds", "signed_by", "signed_as", "phone")),
        (denial.taken_back_heading(), denial.taken_back(viewer)),
    ]
    return [Card(_("Who denied, and who took it back"), groups)]


TAKEN_BACK = cards(who_took_it_back)


of_links = member.of(ResultNotice.objects.visible_to, "number").where(
    links.may_handle, gettext_lazy("Only the compiler of the center may see or send this link.")
)


@of_links
def link_new(request: Request, notice: ResultNotice) -> HttpResponse:
    """The form that sends another link to a notice, for the compiler of its center."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> ResultNotice:
        links.send_again(notice, by=request.viewer, now=now, **data)
        return notice

    above = (_("Result notices"), reverse("resultnotice-list"))
    return answered(
        request,
        forms.LinkForm(request.POST or None, viewer=request.viewer, now=now, instance=notice),
        action,
        heading=_("Send another link"),
        path=[above, (notice.number, notice.get_absolute_url())],
        text=f"{notice.title} · {notice.number}",
        done=_("The link has been sent, or waits below to be handed on."),
    )


@of_links.by("POST")
def link_show(request: Request, notice: ResultNotice, place: int) -> HttpResponse:
    """A link in clear, with the words to send it with and a letter to print; the look is written down."""
    link, now = _at(notice, place), timezone.now()
    try:
        address = links.show(link, by=request.viewer, now=now)
    except Refused as refused:
        return refusal(request, refused, notice)
    context = {
        "notice": notice,
        "link": link,
        "address": address,
        "wording": links.wording(link, now),
        "letter": link.channel == Channel.LETTER,
        "carried": link.channel in links.CARRIED,
        "paper": notice.paper(),
        "qr": qr(address, _("QR code of the link")),
        "today": timezone.localdate(),
    }
    answer = render(request, "disposal/notice_link.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


@of_links.by("POST")
def link_revoke(request: Request, notice: ResultNotice, place: int) -> HttpResponse:
    """Make a link worthless."""
    link = _at(notice, place)
    return pressed(
        request,
        lambda: links.revoke(link, by=request.viewer, now=timezone.now()),
        done=_("The link is revoked, and nobody is in by it any more."),
        back=notice,
    )


def _at(notice: ResultNotice, place: int) -> NoticeLink:
    link = dict(_numbered(notice)).get(place)
    if link is None:
        raise Http404
    return link


@carries("1", "4.1")
@anybody("whoever answers for a shop or enterprise has no account: the link is the key").by_link()
def merchant_link(request: HttpRequest, token: str) -> HttpResponse:
    """The way in for a shop or enterprise. Looking logs nobody in: programs look at links in messages.

    A link that is unknown, has expired or was revoked gets one and the same answer. The referrer stays
    "same-origin": with "no-referrer" browsers send the form with the origin "null", and it is refused.
    """
    now = timezone.now()
    link = links.find_link(token, now)
    if link is None:
        return _unseen(render(request, "merchants/gone.html", {}, status=404, using="jinja2"))
    if request.method == "POST":
        return _unseen(_let_in(request, link, now))
    until = link.until(now)
    context = {"notice": link.notice, "until": until, "stay": min(until, now + STAY)}
    return _unseen(render(request, "merchants/link.html", context, using="jinja2"))


def _let_in(request: HttpRequest, link: NoticeLink, now: datetime) -> HttpResponse:
    """Log the browser in as who answers for the merchant, until the link ends or two hours are over."""
    user = links.enter(link, by=getattr(request, "viewer", None), now=now)
    login(request, user, backend=BACKEND)
    request.session[SESSION_KEY] = link.notice.merchant_id
    request.session.set_expiry(min(link.until(now), now + STAY))
    return redirect(link.notice.get_absolute_url())


def _unseen(answer: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
