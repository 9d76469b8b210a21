"""Who makes a version of the assessment standard, and when may one still be altered? (6.1.3)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from monitoring.criteria.matrix.soundness import Band, faults
from monitoring.criteria.models import Criteria
from trail import verbs
from trail.models import write

verbs.register("change criteria", gettext_lazy("Change criteria"))
verbs.register("make criteria", gettext_lazy("Make criteria"))

NOT_YOURS = gettext_lazy("Only an approver of the national or a provincial regulator may do this.")


def makes_criteria(viewer: Viewer) -> bool:
    """Whether somebody fills in matrices: an approver of the national or a provincial regulator."""
    high = viewer.organisation.level in (Level.NATION, Level.PROVINCE)
    return viewer.kind == Kind.REGULATOR and high and Role.APPROVER in viewer.roles


@carries("6.1.3")
@transaction.atomic
def make_criteria(
    *, source_of: Criteria, bands: Sequence[Band], by: Viewer, now: datetime, **data: Any
) -> Criteria:
    """Make a new version from an older one or from an empty template.

    bands: (bound, levels for severity 1 to 4), the last one without a bound: what lies below the others.
    data: version, name, source. A version of one's own is thereby replaced; what others made stays.
    """
    if not makes_criteria(by):
        raise Forbidden(NOT_YOURS)
    _sound(bands)
    own = source_of.belongs_to(by.organisation)
    if own and Criteria.objects.filter(older=source_of).exists():
        raise Refused(_("A newer version has been made of this one: go on from that one."))
    criteria = Criteria.objects.create(
        **data,
        **_stored(bands),
        raises=source_of.raises,
        older=source_of if own else None,
        organisation=by.organisation,
        made_by=by.user,
        made_at=now,
    )
    _tell("make criteria", criteria, by, now)
    return criteria


@transaction.atomic
def change_criteria(
    criteria: Criteria, *, bands: Sequence[Band], by: Viewer, now: datetime, **data: Any
) -> None:
    """Put a version right by which nobody has assessed yet. data: version, name, source."""
    if not (makes_criteria(by) and criteria.belongs_to(by.organisation)):
        raise Forbidden(NOT_YOURS)
    _sound(bands)
    Criteria.objects.select_for_update().get(pk=criteria.pk)
    if criteria.in_use:
        raise Refused(_("An assessment was made by this version: make a new one from it."))
    Criteria.objects.filter(pk=criteria.pk).update(**data, **_stored(bands))
    criteria.refresh_from_db()
    _tell("change criteria", criteria, by, now)


def _sound(bands: Sequence[Band]) -> None:
    for _place, _column, fault in faults(bands):
        raise Refused(fault)


def _stored(bands: Sequence[Band]) -> dict[str, Any]:
    return {
        "bands": [[str(bound), [str(level) for level in levels]] for bound, levels in bands[:-1]],
        "rest": [str(level) for level in bands[-1][1]],
    }


def _tell(verb: str, criteria: Criteria, by: Viewer, now: datetime) -> None:
    detail = {
        "version": criteria.version,
        "source": criteria.source,
        "bands": criteria.bands,
        "rest": criteria.rest,
    }
    subject = ("criteria", criteria.pk)
    write(verb, subject, actor=by.actor(Role.APPROVER), at=now, clause="6.1.3", detail=detail)
