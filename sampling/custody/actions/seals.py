"""How is a sample sealed by two persons, and what becomes of the backup? (Order 18: O18-06, O18-15)"""

from __future__ import annotations

from datetime import date, datetime

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import By, User, Viewer
from accounts.roles import Role
from casework.actions import lock, take
from casework.clauses import carries
from casework.flow import Refused
from casework.work.notifications import tell
from documents.actions import attach
from sampling.custody.papers import sampling_form, seal_notice
from sampling.samples.flow.samples import SAMPLE_FLOW
from sampling.samples.models.samples import Sample


@SAMPLE_FLOW.handles("seal")
@transaction.atomic
@carries("O18-06")
def seal(
    sample: Sample,
    *,
    seal_number: str,
    front: File[bytes],
    back: File[bytes],
    by: By,
    now: datetime,
) -> None:
    """The first person seals it: the number of the seal and its photos, which the laboratory will compare.

    Taken again before it is confirmed, it puts right what was entered. Raises Refused for a seal that is on
    another sample.
    """
    try:
        with transaction.atomic():
            event = take(
                "seal", sample, by=by, now=now, seal_number=seal_number, sealed_by=_user(by), sealed_at=now
            )
    except IntegrityError as error:
        raise Refused(_("This seal number is on another sample: read it off again.")) from error
    for kind, file in (("seal_front", front), ("seal_back", back)):
        attach(sample, file, kind, by=by, now=now, shared=True)
    if sample.center_id is not None:
        tell(sample, event, sample.center_id, Role.VERIFIER)  # one of whom may be the second person


@SAMPLE_FLOW.handles("witness")
@transaction.atomic
@carries("O18-03", "O18-06", "O18-07")
def witness(sample: Sample, *, by: By, now: datetime) -> None:
    """A second person confirms the seal; in a supervision check the last one completes the sampling form."""
    purchase = sample.purchase
    lock(purchase)
    take("witness", sample, by=by, now=now, witnessed_by=_user(by), witnessed_at=now)
    if purchase.scheme.supervised and purchase.fully_sealed():
        sampling_form(purchase, by=by, now=now)


@SAMPLE_FLOW.handles("set_aside")
@transaction.atomic
def set_aside(sample: Sample, *, kept_at: str, by: By, now: datetime) -> None:
    """Put a sealed backup where it is kept, with the notice that says how and for how long."""
    take("set_aside", sample, by=by, now=now, kept_at=kept_at)
    seal_notice(sample, by=by, now=now)


@SAMPLE_FLOW.handles("settle")
@transaction.atomic
@carries("O18-15", "DL-18")
def settle(sample: Sample, *, objection_ended_on: date, by: By, now: datetime, note: str = "") -> None:
    """Note when the objection period ended: it follows until when the backup is kept.

    Raises Refused where no report has been issued on the test sample.
    """
    lock(sample)
    if not sample.verdict():
        raise Refused(_("No report has been issued on the test sample yet: keep the backup sample."))
    until = sample.last_day(objection_ended_on)
    take(
        "settle",
        sample,
        by=by,
        now=now,
        note=note,
        objection_ended_on=objection_ended_on,
        keep_until=until,
    )


def _user(by: By) -> User | None:
    return by.user if isinstance(by, Viewer) else None
