"""How do notifications reach people by e-mail, without a word of the particulars?

An e-mail leaves the house: it says which record (kind and number), what happened, and where to read more,
behind the log-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.memberships import viewer_of
from accounts.models import Mail, User
from casework.models import Notification, Record, kinds
from casework.quiet import is_quiet, urgent
from casework.work.notifications import happened
from casework.work.outbox import promise

MOST_LINES = 100


def one(now: datetime, notification: int) -> None:
    """Send one notification, unless it has been read or sent meanwhile."""
    _send(_unsent(now).filter(pk=notification), now)


def promise_digests(now: datetime) -> int:
    """Promise one e-mail to each person who wants their notifications together, and to those for whom some
    were held over night or over rest days. Returns how many."""
    if is_quiet(now):
        return 0
    waiting = Notification.objects.filter(user=OuterRef("pk"), read_at=None, mailed_at=None)
    wanted = User.objects.filter(Exists(waiting), is_active=True).exclude(mail=Mail.NEVER).exclude(email="")
    people = list(wanted.order_by("pk").values_list("pk", flat=True))
    for user in people:
        promise("casework.digest_of", now, user=user)
    return len(people)


def digest_of(now: datetime, user: int) -> None:
    """Send a person what they have neither read nor been sent, in one e-mail."""
    _send(_unsent(now).filter(user=user), now)


def _unsent(now: datetime) -> QuerySet[Notification]:
    """What may go out now: at night and on rest days only what is urgent. Locked, so that whoever else sends
    the same waits and then finds nothing left to send."""
    unsent = Notification.objects.filter(read_at=None, mailed_at=None, user__is_active=True)
    if is_quiet(now):
        unsent = unsent.filter(urgent(now))
    return unsent.select_for_update(of=("self",)).exclude(user__email="").order_by("id")


def _send(found: QuerySet[Notification], now: datetime) -> None:
    """Send notifications of one person, those left out that they may no longer look at."""
    notes = list(found.select_related("user", "record", "event"))
    Notification.objects.filter(pk__in=[note.pk for note in notes]).update(mailed_at=now)
    visible = _visible(notes, now)
    shown = [note for note in notes if note.pk in visible]
    if shown:
        user = shown[0].user
        with translation.override(user.language or settings.LANGUAGE_CODE):
            send_mail(_subject(shown), _body(shown), None, [user.email])


def _visible(notes: Sequence[Notification], now: datetime) -> set[int]:
    """Those of what the person may still see, in the organisation where they were told of it."""
    visible: set[int] = set()
    for organisation in {note.organisation_id for note in notes}:
        viewer = viewer_of(notes[0].user, organisation, timezone.localdate(now))
        if viewer is not None and viewer.organisation.pk == organisation:
            told = [note for note in notes if note.organisation_id == organisation]
            records = [note.record_id for note in told if note.record_id]
            seen = {
                None,
                *Record.objects.visible_to(viewer).filter(pk__in=records).values_list("pk", flat=True),
            }
            visible.update(note.pk for note in told if note.record_id in seen)
    return visible


def _subject(notes: Sequence[Notification]) -> str:
    if len(notes) == 1:
        [note] = notes
        record = note.record
        what = f"{record.filed_class._meta.verbose_name} {record.number} · " if record else ""
        said = f"{what}{happened(note)}"
    else:
        count = len(notes)
        said = ngettext("%(n)d notification", "%(n)d notifications", count) % {"n": count}
    return _("Wangjian: %(said)s") % {"said": said}


def _body(notes: Sequence[Notification]) -> str:
    lines = []
    in_order = sorted(notes[:MOST_LINES], key=_kind)
    for kind, of_a_kind in groupby(in_order, key=_kind):
        lines += ["", str(kinds()[kind]._meta.verbose_name_plural) if kind else _("Besides")]
        for note in of_a_kind:
            number = f"{note.record.number} · " if note.record else ""
            address = note.record.get_absolute_url() if note.record else note.url
            lines += [f"- {number}{happened(note)}", f"  {settings.SITE_URL}{address}"]
    if len(notes) > MOST_LINES:
        lines += ["", _("The others are listed in the portal.")]
    home = f"{settings.SITE_URL}/preferences/"
    return "\n".join([*lines[1:], "", _("How you are told is yours to choose: %(url)s") % {"url": home}])


def _kind(note: Notification) -> str:
    """Of which kind the record is, "" for what is none."""
    return note.record.kind if note.record else ""
