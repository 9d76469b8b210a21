"""How are the reports of a laboratory sealed by its seal service, many at a time?"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.memberships import viewer_of
from accounts.models import Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.work import jobs
from documents.models import Document
from documents.signed import service
from documents.signed.copies import NOT_THEIRS, take_back
from inspection.issuing.sealing.models import Sealing, unsealed

MOST = 500  # at once
logger = logging.getLogger(__name__)
NO_SERVICE = gettext_lazy(
    "This installation has no seal service: download each report, seal that very file, and return it."
)


@dataclass(frozen=True)
class Answer:
    """What came of one paper: its sealed PDF, or why there is none; neither where nothing was to be done."""

    pdf: bytes = b""
    why: str = ""


def waiting(viewer: Viewer) -> QuerySet[Document]:
    """What a viewer could have sealed now; the oldest first."""
    if Role.SIGNATORY not in viewer.roles:
        return Document.objects.none()
    made = unsealed().filter(office=viewer.organisation).exclude(pdf="")
    return made.order_by("issued_at", "pk")


@transaction.atomic
def begin(*, by: Viewer, now: datetime) -> Sealing:
    """Have everything sealed that waits for it, five hundred at once. Raises Forbidden and Refused."""
    if Role.SIGNATORY not in by.roles:
        raise Forbidden(NOT_THEIRS)
    if not service.is_there():
        raise Refused(NO_SERVICE)
    type(by.organisation).objects.select_for_update(no_key=True).get(pk=by.organisation.pk)
    if Sealing.objects.under_way().filter(organisation=by.organisation).exists():
        raise Refused(_("Reports are being sealed already: wait until that is done, or stop it."))
    papers = list(waiting(by).values_list("pk", flat=True)[:MOST])
    if not papers:
        raise Refused(_("Every report that was issued has come back sealed."))
    asked = Sealing(organisation=by.organisation, asked_by=by.user, papers=papers)
    jobs.begin(asked, by=by, now=now)
    return asked


def ask(asked: Sealing, say: jobs.Saying, now: datetime) -> Answer:
    """Have the next paper signed. Raises Refused where the service gives no answer: nothing more is tried."""
    say(asked.done, len(asked.papers))
    paper = unsealed().filter(pk=asked.papers[asked.done]).first()
    if paper is None:  # sealed by hand meanwhile, or replaced
        return Answer()
    try:
        return Answer(pdf=service.sealed(paper))
    except service.Declined as declined:
        return Answer(why=str(declined))
    except service.Unanswered as unanswered:
        logger.warning("SEAL_SERVICE gives no answer: %s", unanswered)
        raise Refused(
            _(
                "The seal service gives no answer on %(number)s. What was sealed stays; have the rest sealed "
                "later, or seal it yourself and return it."
            )
            % {"number": paper.file_number}
        ) from unanswered


@jobs.does(Sealing, ahead=ask)
@carries("6.3-6")
def go_on(asked: Sealing, answer: Answer, now: datetime) -> bool:
    """Keep what came back of one paper, judged like whatever an office returns; returns whether more wait."""
    paper = Document.objects.get(pk=asked.papers[asked.done])
    why = answer.why
    if answer.pdf:
        who = viewer_of(asked.responsible or asked.asked_by, asked.organisation_id, local_day(now))
        if who is None:
            raise Refused(NOT_THEIRS)
        file = ContentFile(answer.pdf, name=f"{paper.file_number}.pdf")
        try:
            with transaction.atomic():
                take_back(paper, file, by=who, now=now)
        except (Refused, Forbidden) as refused:
            why = str(refused)
    if why:
        asked.refused = [*asked.refused, {"number": paper.file_number, "why": why}]
    asked.done += 1
    asked.save(update_fields=["done", "refused"])
    return asked.done < len(asked.papers)
