"""Is the paper in somebody's hands genuine? Asked by its address, by number and check code, or by its PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from rest_framework.throttling import SimpleRateThrottle

from accounts.attempts import source
from accounts.gate import anybody
from documents.forms import CopyForm, NumberForm
from documents.models import Document
from documents.signed.answers import Answer, Verdict, judged
from documents.signed.copies import sealers_of
from documents.signed.read import Signature
from documents.signed.whose import signs
from trail.enumerations import enumerated

asked = anybody("whoever holds a paper may ask whether it is genuine").by_link()
# Of a paper that concludes on goods: field → what it is called on the page where the paper is checked.
CONCLUDED = (
    ("product", gettext_lazy("Product name")),
    ("item_id", gettext_lazy("Product ID")),
    ("conclusion", gettext_lazy("Conclusion of the test")),
)
# The columns of the signatures in a PDF.
SIGNED = [
    {"label": gettext_lazy("Signed by"), "key": "who", "kind": "pair"},
    {"label": pgettext_lazy("signature", "Whose"), "key": "whose", "kind": "badge"},
    {"label": gettext_lazy("When, by the signer"), "key": "at"},
    {"label": gettext_lazy("Unchanged since it was signed"), "key": "holds", "kind": "badge"},
]


class OfAnAddress(SimpleRateThrottle):
    """So many questions an hour of each address: no check code is guessed, no reader kept at work all day."""

    def get_rate(self) -> str:
        return str(settings.VERIFY_RATE)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"verify-throttle:{source(request)}"


def _shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page that nobody keeps, and that no search engine tells of."""
    answer = render(request, template, context, status=status, using="jinja2")
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@asked.by("GET")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """For everybody who holds a paper: is it genuine, does it hold, is it the newest? Of what concludes on
    goods also these and the conclusion, which whoever alters a copy alters first. Nothing else."""
    papers = (
        Document.objects.presented(token)
        .with_corrections()
        .select_related("office", "superseded_by", "record")
    )
    found = papers.defer("superseded_by__content").first()
    if found is None:
        nothing = _(
            "This address leads to no paper that was issued here: scan the code again, or type number and "
            "check code. If they lead nowhere either, it was not issued here."
        )
        return _forms(request, 404, refused=nothing)
    return _shown(request, "documents/verify.html", paper=_told(found))


@asked
def verify_number(request: HttpRequest) -> HttpResponse:
    """By the number of a paper and the check code printed on it: to its page; one answer for all else."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and not OfAnAddress().allow_request(request, None):  # type: ignore[arg-type]
        return _forms(request, 429, number=form, refused=_too_often())
    if request.method == "POST" and form.is_valid():
        paper = form.paper()
        if paper:
            return redirect("verify", paper.verify_token)
        unknown = _(
            "No paper was issued here with this number and this check code: compare both with the paper, "
            "sign by sign, or scan its QR code. If they stand there exactly so, it was not issued here."
        )
        return _forms(request, 422, number=form, refused=unknown)
    return _forms(request, 422 if request.method == "POST" else 200, number=form)


@asked
def verify_file(request: HttpRequest) -> HttpResponse:
    """By the PDF itself: which issued paper it is, who sealed it, and what differs. The file is not kept."""
    form = CopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not OfAnAddress().allow_request(request, None):  # type: ignore[arg-type]
        return _forms(request, 429, copy=form, refused=_too_often())
    if not form.is_valid():
        return _forms(request, 422 if request.method == "POST" else 200, copy=form)
    answer = judged(form.cleaned_data["file"])
    context: dict[str, Any] = {
        "answer": answer,
        "paper": _told(answer.paper) if answer.paper else None,
        "columns": SIGNED,
        "signed": [_signed(each, answer) for each in answer.signatures],
        "tone": _tone(answer),
        "again": reverse("verify-number"),
    }
    return _shown(request, "documents/presented.html", **context)


def _tone(answer: Answer) -> dict[str, str]:
    """In a word and a colour: genuine, ours but not the sealed one, or neither."""
    if answer.genuine:
        return {"text": _("genuine"), "tone": "green"}
    if answer.verdict == Verdict.UNSEALED:
        return {"text": _("content unchanged"), "tone": "amber"}
    return {"text": _("not proved genuine"), "tone": "red"}


def _signed(signature: Signature, answer: Answer) -> dict[str, Any]:
    """A signature as a row of SIGNED. Of a file that is not genuine nothing is green: somebody shows no more
    than that."""
    good = "green" if answer.genuine else "grey"
    whose = signs(signature, answer.paper.office) if answer.paper else None
    if not signature.judged:
        holds = {"text": _("cannot be judged"), "tone": "amber"}
    elif signature.holds:
        holds = {"text": _("yes"), "tone": good}
    else:
        holds = {"text": _("no"), "tone": "red"}
    issuer = _("certificate made by the signer, certified by nobody else")
    if signature.issuer != signature.name:
        issuer = _("certified by %(issuer)s") % {"issuer": signature.issuer}
    return {
        "who": {"text": signature.name, "sub": issuer},
        "whose": {"text": whose.label, "tone": good} if whose else {"text": _("a stranger's"), "tone": "red"},
        "at": signature.signed_at,
        "holds": holds,
    }


def _forms(
    request: HttpRequest,
    status: int,
    number: NumberForm | None = None,
    copy: CopyForm | None = None,
    refused: str = "",
) -> HttpResponse:
    forms = {"number": number or NumberForm(), "copy": copy or CopyForm()}
    return _shown(request, "documents/ask.html", status, **forms, refused=refused)


def _too_often() -> str:
    return _("You have asked very often: wait an hour, then ask again.")


def _told(found: Document) -> dict[str, Any]:
    """What anybody is told of a paper."""
    copy = found.signed_copies.order_by("-pk").first()
    return {
        "title": found.title,
        "number": found.file_number,
        "issued_at": found.issued_at,
        "office": found.office.name,
        "said": _concluded(found.content),
        "digest": found.pdf_sha256,
        "sealed": copy,
        "to_be_sealed": bool(sealers_of(found)),
        "sealed_by": enumerated(each["name"] for each in copy.signatures) if copy else "",
        "superseded": found.superseded,
        "corrected_at": getattr(found, "corrected_at", None),
        "stands": found.stands,
    }


def _concluded(content: dict[str, Any]) -> list[tuple[Any, str]]:
    """What a paper concludes, and on which goods; [] of one that concludes nothing."""
    if not content.get("conclusion"):
        return []
    return [(label, content[name]) for name, label in CONCLUDED if content.get(name)]
