"""How is a laboratory's certificate kept, with what it covers and who signs by it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, Viewer
from casework.clauses import carries
from casework.flow import Refused
from inspection.laboratories.models import (
    AuthorisedSignatory,
    Qualification,
    QualificationScope,
    signatories_of,
)
from registers.entries.actions.entry_changes import digest
from trail import verbs
from trail.models import write

verbs.register("register a qualification", gettext_lazy("Register a qualification"))


@transaction.atomic
@carries("LB-01", "LB-12")
def register(
    qualification: Qualification,
    *,
    scope: Sequence[Mapping[str, Any]] | None,
    signatories: Sequence[Mapping[str, Any]] | None = (),
    reason: str = "",
    seen: str = "",
    by: Viewer,
    now: datetime,
) -> Qualification:
    """Keep a laboratory's certificate, new or changed, what it covers and who signs by it, with a line in the
    trail.

    signatories: person, category, and valid_from, valid_until where these are not the certificate's. None for
    either leaves it as it stands. Refused for somebody who is no signatory of the laboratory, unless the
    certificate named them before. reason: of a change; what stood before stands in the trail with it. seen:
    what was shown when it was changed (`as_shown`); Refused where somebody changed it meanwhile.
    """
    stood = Qualification.objects.select_for_update().filter(pk=qualification.pk).first()
    before = _said(stood) if stood else {}
    if seen and seen != digest(before):
        raise Refused(_("Somebody changed this certificate meanwhile: look at it anew, then change it."))
    qualification.save()
    if scope is not None:
        qualification.scope.all().delete()
        lines = [QualificationScope(qualification=qualification, **line) for line in scope]
        QualificationScope.objects.bulk_create(lines)
    if signatories is not None:
        _of_the_laboratory(qualification, [row["person"] for row in signatories])
        qualification.signatories.all().delete()
        fields = [AuthorisedSignatory(qualification=qualification, **row) for row in signatories]
        AuthorisedSignatory.objects.bulk_create(fields)
    said = _said(qualification)
    detail: dict[str, Any] = {**said, "note": reason}
    if stood:
        detail["before"] = {name: text for name, text in before.items() if text != said[name]}
    subject = ("qualification", qualification.pk)
    write("register a qualification", subject, actor=by.actor(), at=now, clause="LB-01", detail=detail)
    return qualification


def as_shown(qualification: Qualification) -> str:
    """By what it is known whether a certificate still says what was shown."""
    return digest(_said(qualification))


def _said(qualification: Qualification) -> dict[str, str]:
    """What a certificate says, for the trail."""
    return {
        "laboratory": str(qualification.laboratory),
        "cma": qualification.cma_number,
        "cnas": qualification.cnas_number,
        "valid": f"{qualification.valid_from} – {qualification.valid_until}",
        "scope": _told(qualification.scope.select_related("category", "item", "standard")),
        "signatories": _told(qualification.signatories.select_related("person", "category")),
    }


def _told(rows: QuerySet[Any]) -> str:
    """What stands now, for the trail."""
    return "; ".join(map(str, rows.order_by("pk")))


def _of_the_laboratory(qualification: Qualification, people: Sequence[User]) -> None:
    """Refuse whom the certificate cannot name."""
    present = signatories_of(qualification.laboratory).values_list("user", flat=True)
    before = qualification.signatories.values_list("person", flat=True)
    known = {*present, *before}
    for person in people:
        if person.pk not in known:
            said = {"person": person, "laboratory": qualification.laboratory}
            raise Refused(
                _(
                    "%(person)s is no authorised signatory of %(laboratory)s: its administrator gives them "
                    "this role first (People)."
                )
                % said
            )
