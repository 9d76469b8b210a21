"""By which links can the addressee of a result notice have answered, and who had had these in clear before?

Whoever has a link can answer in the addressee's place, and an answer lifts a bar on the decision: so whoever
decides reads beside the answer who had seen the link.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Organisation, User
from accounts.roles import Role
from disposal.flow.notices import Channel
from trail.models import Event

# How long somebody stays in who came by a link, at most.
STAY = timedelta(hours=2)
ANSWERS = ("acknowledge", "agree", "comment", "deny")
# "void": so it was taken back before the regulator confirmed that.
OF_A_DENIAL = ("withdraw", "void")


def seen_in_clear(notice: Any) -> list[str]:
    """Each look at a link in clear before somebody who came by it answered the notice: by whom, when, and by
    which way that link was handed on. Oldest first."""
    looks = {look.pk: look for answer in _answers(notice) for look in _looks_before(answer)}
    return [_line(looks[pk]) for pk in sorted(looks)]


def _answers(notice: Any) -> QuerySet[Event]:
    own = Q(subject_id=notice.pk, verb__in=ANSWERS)
    denials = list(notice.denials.values_list("pk", flat=True))
    of_a_denial = Q(subject_id__in=denials, verb__in=OF_A_DENIAL)
    return Event.objects.filter(own | of_a_denial, subject_kind="record", role=Role.RESPONDENT)


def _looks_before(answer: Event) -> QuerySet[Event]:
    """At the links by which whoever answered may still have been in; one to another of its notices lets in
    as well."""
    opened = Event.objects.filter(
        actor_id=answer.actor_id, pk__lt=answer.pk, at__gte=answer.at - STAY, verb="open a link"
    )
    links = Q(pk__in=())
    for event in opened:
        links |= Q(subject_id=event.subject_id, detail__link=event.detail["link"])
    return Event.objects.filter(links, subject_kind="record", verb="show a link", pk__lt=answer.pk)


def _line(look: Event) -> str:
    office = Organisation.objects.filter(pk=look.organisation_id or 0).first()
    return gettext("%(who)s (%(office)s), %(at)s, link by: %(channel)s") % {
        "who": User.objects.get(pk=look.actor_id),
        "office": office or "",
        "at": f"{timezone.localtime(look.at):%Y-%m-%d %H:%M}",
        "channel": Channel(look.detail["channel"]).label,
    }
