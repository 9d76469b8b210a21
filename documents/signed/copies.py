"""How does an office return a paper signed and sealed? Its own bytes, and behind them signatures alone."""

from __future__ import annotations

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from documents import quotas
from documents.actions import keep
from documents.models import Document
from documents.papers import PAPERS
from documents.signed.models import SignedCopy
from documents.signed.read import Additions, additions, beginnings, plain
from documents.signed.whose import Whose, signs
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

NOT_THEIRS = gettext_lazy("Only whoever signs for the office that issued this paper may return it sealed.")
verbs.register("return a sealed paper", gettext_lazy("Return a paper signed and sealed"))


@quotas.counted
def returned(organisation: Organisation, since: datetime) -> QuerySet[SignedCopy]:
    """What an organisation returned."""
    return SignedCopy.objects.filter(document__office=organisation, at__gte=since)


def may_seal(paper: Document, viewer: Viewer) -> bool:
    """Whether this viewer signs and seals such papers for the office that issued it."""
    return paper.office_id == viewer.organisation.pk and not viewer.roles.isdisjoint(sealers_of(paper))


def sealers_of(paper: Document) -> tuple[Role, ...]:
    """Who of the office returns such a paper signed and sealed."""
    return PAPERS[paper.paper].sealers


@transaction.atomic
@carries("6.3-6")
def take_back(paper: Document, file: File[bytes], *, by: Viewer, now: datetime) -> SignedCopy:
    """Keep the PDF of a paper as its office returns it. Forbidden to whoever does not seal for the office;
    Refused where it is not the paper's, or anything else was done with it than to sign it."""
    if not may_seal(paper, by):
        raise Forbidden(NOT_THEIRS)
    list(Document.objects.select_for_update(no_key=True).filter(pk=paper.pk).values_list("pk"))
    if not paper.pdf or paper.superseded or not paper.stands:
        raise Refused(_("This paper holds no more, or its PDF is being made: nothing is to be sealed."))
    digests = beginnings(file)
    if (paper.pdf_size, paper.pdf_sha256) not in digests:
        _refuse_another(paper, [digest for _size, digest in digests])
        raise Refused(
            _(
                "This is not the PDF that was issued here, with signatures added: download %(number)s again, "
                "sign and seal that very file, and return it. A program that writes the PDF anew, as by "
                "printing or scanning it, makes another one of it."
            )
            % {"number": paper.file_number}
        )
    if SignedCopy.objects.filter(sha256=digests[-1][1]).exists():
        raise Refused(_("This very file has been returned already."))
    found = additions(file, paper.pdf_size or 0)
    _refuse_unsigned(paper, found)
    copy = SignedCopy(document=paper, signatures=plain(found.signatures), returned_by=by.user, at=now)
    keep(copy, file, by=by, now=now)
    subject = ("record", paper.record_id) if paper.record_id else ("document", paper.pk)
    detail = {"number": paper.file_number, "sha256": copy.sha256}
    detail["signed"] = "; ".join(f"{each.name} ({each.certificate})" for each in found.signatures)
    write("return a sealed paper", subject, actor=by.actor(), at=now, detail=detail)
    return copy


def _refuse_another(paper: Document, digests: list[str]) -> None:
    """Refuse the PDF of another paper of the office by that paper's name."""
    other = Document.objects.filter(office=paper.office, pdf_sha256__in=digests).only("file_number").first()
    if other:
        known = {"other": other.file_number, "number": paper.file_number}
        raise Refused(_("This PDF is %(other)s; what is to be returned here is %(number)s.") % known)


def _refuse_unsigned(paper: Document, found: Additions) -> None:
    """Refuse what bears no signature that holds, of somebody who stands by it, for this office."""
    if not found.judged:
        raise Refused(
            _(
                "What was added to the paper cannot be judged here, as with seals by SM2: sign it with a "
                "certificate of RSA or an elliptic curve of NIST, by a program that adds to the PDF."
            )
        )
    if not found.signatures:
        raise Refused(_("Nobody has signed this PDF: sign and seal it, then return it."))
    if not found.signed:
        raise Refused(
            _(
                "More was done with this PDF than to sign it, or a signature does not hold: download "
                "%(number)s again, sign and seal that, and change nothing in it."
            )
            % {"number": paper.file_number}
        )
    strangers = [each.name for each in found.signatures if signs(each, paper.office) is None]
    if strangers:
        raise Refused(
            _(
                "“%(name)s” is neither “%(office)s” nor anybody who works there: download the paper again, "
                "and let the office's own seal and its people alone sign it. A certificate bears the name in "
                "full."
            )
            % {"name": enumerated(strangers), "office": paper.office.name}
        )
    for each in found.signatures:
        if not each.stands_by:
            raise Refused(
                _(
                    "The certificate of “%(name)s” is not made for what its holder stands by: use one whose "
                    "key usage is non-repudiation."
                )
                % {"name": each.name}
            )
    if not any(signs(each, paper.office) == Whose.OFFICE for each in found.signatures):
        names = enumerated(each.name for each in found.signatures)
        raise Refused(
            _(
                "%(names)s signed it. The office's own seal must be there too: its certificate names "
                "“%(office)s”."
            )
            % {"names": names, "office": paper.office.name}
        )
