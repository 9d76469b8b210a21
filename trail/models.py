"""What happened, when, to what, and by whose hand?

An Event names its subject and its actor by kind and id, so that every package above can write one and
none has to be imported here. Rows are only ever inserted: the application's database role has no right
to change or delete them, and when and by whom each was written the database says itself (migration 0007).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from trail.days import Moment
from trail.verbs import VERBS


@dataclass(frozen=True)
class Actor:
    """Who did it: a user in an organisation, or the system.

    kind: "user" or "system". id: primary key of the user, 0 for the system.
    organisation: primary key of the organisation the user acted for, or None.
    role: the role that allowed the action, "" where none was needed.
    """

    kind: str
    id: int
    organisation: int | None = None
    role: str = ""


SYSTEM = Actor("system", 0)
# A look at a person's data in clear; written, and committed, before the look.
LOOK = "reveal the recipient"


class CurrentTransaction(models.Func):
    """The number of the database transaction under way."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class EventManager(models.Manager["Event"]):
    def of(self, kind: str, pk: int) -> models.QuerySet[Event]:
        """The events of one subject, newest first."""
        return self.filter(subject_kind=kind, subject_id=pk).order_by("-id")


class Event(models.Model):
    """One line of the trail, appended in the transaction of the action that it tells of."""

    at = Moment(_("when"))
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    verb = models.CharField(_("action"), max_length=60)
    clause = models.CharField(_("clause"), max_length=20, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30, blank=True)
    moved_from = models.CharField(max_length=40, blank=True)
    moved_to = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="consequences")
    # The database transaction that wrote the row: the trigger on Record compares it, so that a state
    # changes only together with the line that tells of it.
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    # When, and by whose log-in, the row was written: the database alone says so, whatever `at` says (0007).
    # None and "" in rows from before this was kept.
    recorded_at = Moment(null=True, editable=False)
    login = models.CharField(max_length=63, blank=True, default="", editable=False)

    objects = EventManager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="ev_subject"),
            models.Index(fields=["actor_id", "id"], name="ev_actor"),
            # What an organisation's people got done in a time.
            models.Index(
                fields=["organisation_id", "at"],
                condition=models.Q(actor_kind="user") & ~models.Q(moved_to=""),
                name="ev_done",
            ),
            # Who has looked at whose personal data.
            models.Index(
                fields=["organisation_id", "at"],
                condition=models.Q(verb=LOOK),
                name="ev_look",
            ),
            # Lines are written in the order of time, so that a few bytes a page find those of a week.
            BrinIndex(fields=["at"], name="ev_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Installation(models.Model):
    """One row, which the owner of the tables alone writes.

    production: whether a line of the trail may say another time than the database's, by an hour at most; in
    trials stories are told of years ago. proof: by which the database knows that the application itself asks
    for what lies sealed, and not a statement that somebody slipped in (docs/decisions/0023).
    """

    production = models.BooleanField()
    proof = models.CharField(max_length=64)


def write(
    verb: str,
    subject: tuple[str, int],
    *,
    actor: Actor,
    at: datetime,
    clause: str = "",
    moved: tuple[str, str] = ("", ""),
    detail: dict[str, Any] | None = None,
    cause: int | None = None,
) -> Event:
    """Append one event. Call it inside the transaction of the action.

    subject: (kind, primary key). moved: (state before, state after), both "" where no state changed.
    detail: what was said or changed, as JSON; never a secret (a name, an address, an account).
    cause: the primary key of the event that it follows from, where the system acts.
    Raises LookupError for a verb that is no step of a record and that nobody registered.
    """
    if moved == ("", "") and verb not in VERBS:
        raise LookupError(verb)
    return Event.objects.create(
        at=at,
        subject_kind=subject[0],
        subject_id=subject[1],
        verb=verb,
        clause=clause,
        actor_kind=actor.kind,
        actor_id=actor.id,
        organisation_id=actor.organisation,
        role=actor.role,
        moved_from=moved[0],
        moved_to=moved[1],
        detail=detail or {},
        cause_id=cause,
    )


def write_first(
    verb: str,
    subject: tuple[str, int],
    *,
    actor: Actor,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write down a read before it is answered, on a connection of its own.

    The request itself runs in a read-only transaction. The line is committed at once; where it cannot be
    written, what the database raises ends the request, and nothing is read.
    """
    if verb not in VERBS:
        raise LookupError(verb)
    return Event.objects.using("log").create(
        at=at,
        subject_kind=subject[0],
        subject_id=subject[1],
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        organisation_id=actor.organisation,
        role=actor.role,
        detail=detail or {},
    )
