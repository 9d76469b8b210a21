"""What was promised to be done, who was told of what, and what was a program answered?"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Organisation, User
from casework.models.records import Record
from trail.days import Moment
from trail.models import Event

# How often work is begun: what fails so often waits for an administrator.
MOST_TRIES = 5


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def given_up(self, since: datetime) -> Self:
        """What was begun as often as it may be and is not done, the last time before this instant or with an
        error; oldest first."""
        ended = ~Q(error="") | Q(sent_at__lt=since)
        return self.filter(ended, done_at=None, tries__gte=MOST_TRIES).order_by("pk")


class Outbox(models.Model):
    """Work promised in a transaction; the drain sends it, the task does it once (casework.work.outbox).

    attempts: how often it was sent. tries: how often a worker began it. request_id: of the request that led
    to it (trail.cause).
    """

    task = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = Moment()
    sent_at = Moment(null=True)
    done_at = Moment(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = models.Manager.from_queryset(OutboxQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["sent_at", "id"], condition=Q(done_at=None), name="outbox_due")]


class Answered(models.Model):
    """What a program was answered under an idempotency key: asked again, it gets the same answer."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = Moment()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]
        indexes = [models.Index(fields=["at"], name="answered_at")]


class SentForm(models.Model):
    """A form that was carried out, by a digest of all that was sent, and where its answer led."""

    key = models.CharField(max_length=64, primary_key=True)
    at = Moment()
    leads_to = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sent_form_at")]


class Notification(models.Model):
    """A message in the portal: a record has come to you, or its clock has run out.

    What is told of something that is no record names it by its title, and the page where it stands.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, db_index=False, related_name="+")
    record = models.ForeignKey(Record, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = Moment()
    read_at = Moment(null=True)
    mailed_at = Moment(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "organisation", "-id"], name="note_user"),
            models.Index(fields=["user", "organisation"], condition=Q(read_at=None), name="note_unread"),
            models.Index(
                fields=["user", "id"], condition=Q(read_at=None, mailed_at=None), name="note_unmailed"
            ),
        ]


class SavedView(models.Model):
    """How a person likes to look at the list of a kind: filters and columns, as the address has them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "kind", "name"], name="saved_view_one")
        ]
        ordering = ("name",)
