"""Which organisations see a record, since when? Each is admitted to it by a step, or by name."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from accounts.models import Organisation
from accounts.roles import Kind
from casework.models import Admission, Filed, Record

SHOWN: dict[str, str] = {Kind.PLATFORM: "shown_platform", Kind.LABORATORY: "shown_laboratory"}


def admit(record: Filed, party: str, now: datetime) -> None:
    """Let a party of the record (a kind, or the attribute that names it) see it, from now on."""
    pk = record.party(party)
    if pk is None:
        raise ValueError(f"{record.number} has no {party} to admit")
    let_see(record, pk, now)
    if party in SHOWN:
        Record.objects.filter(pk=record.pk).update(**{SHOWN[party]: pk})


def let_see(record: Record, pk: int, now: datetime) -> None:
    """Let an organisation, by its key, see a record from now on; who sees it already does so since then."""
    admission = Admission(
        content_object_id=record.pk,
        group_id=Organisation.objects.values_list("group_id", flat=True).get(pk=pk),
        permission=_view_permission(),
        since=now,
    )
    # Who is admitted already stays so since the first time.
    Admission.objects.bulk_create([admission], ignore_conflicts=True)


def withdraw(record: Filed, party: str, pk: int | None) -> None:
    """Take the admission of an organisation back, as when a laboratory declines; the step comes first."""
    Admission.objects.filter(content_object_id=record.pk, group__organisation=pk).delete()
    if party in SHOWN:
        Record.objects.filter(pk=record.pk).update(**{SHOWN[party]: None})


def _view_permission() -> Permission:
    kind = ContentType.objects.get_for_model(Record)
    return Permission.objects.get(content_type=kind, codename="view_record")
