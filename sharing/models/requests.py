"""Who asked for which information, what was granted, and who read it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Role
from casework.deadlines.clocks import local_day
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from sharing.flow import ANSWER, SHARE_REQUEST_FLOW, Answer, Method, Use
from sharing.models.resources import Resource
from trail.days import Day, Moment
from trail.keys import to, to_maybe


def _party(label: Any) -> Any:
    return to(Organisation, label)


def _names(label: Any, **options: Any) -> Any:
    return ArrayField(models.CharField(max_length=60), verbose_name=label, **options)


class ShareRequest(Filed):
    """An organisation asks another for a resource (form 4.14); both, and the center that keeps it, see it."""

    flow = SHARE_REQUEST_FLOW
    prefix = "SR"
    joint = True

    resource = to(Resource, _("resource"))
    requester = _party(_("asked for by"))
    owner = _party(_("held by"))
    purpose = models.TextField(_("purpose"), max_length=1000)
    legal_ground = models.CharField(_("legal ground"), max_length=300, blank=True)
    fields_asked = _names(_("fields asked for"))
    asked_from = Day(_("to be used from"))
    asked_until = Day(_("to be used until"))
    method = models.CharField(_("way of use"), max_length=10, choices=Method)
    promise = models.BooleanField(
        _("We keep to the safeguards, use the information for this purpose only and pass nothing on.")
    )
    question = models.TextField(_("question of the holder"), max_length=1000, blank=True)
    clarification = models.TextField(_("answer of the requester"), max_length=1000, blank=True)
    answer = models.CharField(_("decision"), max_length=10, choices=Answer, blank=True)
    reason = models.TextField(_("reasons"), max_length=1000, blank=True)
    fields_granted = _names(_("fields granted"), default=list, blank=True)
    granted_until = Day(_("granted until"), null=True, blank=True)
    assessed = models.BooleanField(
        _("The effect on personal information was assessed, and the legal ground holds."), default=False
    )
    decided_on = Day(_("answered on"), null=True, editable=False)
    ended_why = models.TextField(_("why it ended"), max_length=500, blank=True)

    says: ClassVar[Sayings] = {
        "fields_asked": Said(_("fields asked for")),
        "promise": Said(_("Undertaking to keep to the safeguards")),
        "fields_granted": Said(_("fields granted")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("share request")
        verbose_name_plural = _("share requests")
        constraints = [
            models.CheckConstraint(condition=Q(promise=True), name="sharerequest_promised"),
            models.CheckConstraint(condition=Q(asked_until__gte=F("asked_from")), name="sharerequest_period"),
            models.CheckConstraint(condition=~Q(requester=F("owner")), name="sharerequest_between_two"),
            models.CheckConstraint(
                condition=Q(fields_granted__contained_by=F("fields_asked")), name="sharerequest_no_more"
            ),
        ]
        indexes = [models.Index(fields=["granted_until"], name="sharerequest_until")]

    def in_period(self, now: datetime) -> bool:
        """Whether the grant's days are not over yet, the last day included."""
        return self.granted_until is not None and local_day(now) <= self.granted_until

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """The center that runs the exchange hears of an answer that is overdue."""
        return [(self.center, Role.SHARING_OFFICER)] if term == ANSWER.code and self.center else []

    def particulars(self, viewer: Viewer) -> Particulars:
        """Request, question and decision; the parties see all of it."""
        asked = self.resource.named(self.fields_asked, self.requester)
        granted = self.resource.named(self.fields_granted, self.requester)
        wanted, given = ([column.label for column in columns] for columns in (asked, granted))
        answered = self.facts("answer", "reason", "decided_on")
        if given:
            answered.append(self.said("fields_granted", given, code=self.fields_granted))
        return [
            (
                _("Request"),
                [
                    *self.facts("requester", "owner", "resource", "purpose", "legal_ground"),
                    self.said("fields_asked", wanted, code=self.fields_asked),
                    *self.facts("asked_from", "asked_until", "method"),
                    self.said("promise", self.promise),
                ],
            ),
            (_("Question and answer"), self.facts("question", "clarification")),
            (
                _("Answer"),
                [
                    *answered,
                    *self.facts("granted_until", "ended_why"),
                    *(self.facts("assessed") if self.assessed else []),
                ],
            ),
        ]


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, viewer: Viewer) -> ReadingQuerySet:
        """Who read what: for the provider of the resource, and for the reader's own organisation."""
        own = viewer.organisation
        return self.filter(Q(provider=own) | Q(organisation=own))


class Reading(models.Model):
    """A line of the ledger: shared information was read. Written before the answer, and never changed."""

    request = to_maybe(ShareRequest, back="readings", db_index=False)
    resource = to(Resource, db_index=False)
    provider = to(Organisation, db_index=False)
    organisation = to(Organisation, _("organisation"))
    user = to(User, _("person"), db_index=False)
    at = Moment(_("when"))
    use = models.CharField(_("how"), max_length=8, choices=Use)
    rows = models.PositiveIntegerField(_("rows"))
    words = models.CharField(_("looked for"), max_length=200, blank=True)

    objects = models.Manager.from_queryset(ReadingQuerySet)()

    class Meta:
        verbose_name = _("reading of shared information")
        verbose_name_plural = _("readings of shared information")
        indexes = [
            models.Index(fields=["request", "-id"], name="reading_request"),
            models.Index(fields=["resource", "-id"], name="reading_resource"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.resource}"
