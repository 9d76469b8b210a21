"""Which work of this stage is done by a worker?"""

from __future__ import annotations

import json
from datetime import datetime
from urllib.request import Request, urlopen

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import Organisation
from accounts.roles import Kind
from casework.asking import go_on_without
from casework.work.outbox import once
from disposal.actions import notices, turned
from disposal.actions.links import wording
from disposal.actions.national import begin_ended_quarter
from disposal.flow.notices import Channel
from disposal.models.notices import Denial, NoticeLink


@shared_task(name="disposal.begin_periods", ignore_result=True)
def begin_periods() -> int:
    """Open each center's report on the quarter that has ended, once; returns how many were opened."""
    now = timezone.now()
    centers = Organisation.objects.filter(kind=Kind.CENTER, active=True, mandate__isnull=False)
    begun = [begin_ended_quarter(center, now=now) for center in centers.distinct().order_by("pk")]
    return sum(report is not None for report in begun)


@shared_task(name="disposal.close_silent", ignore_result=True)
def close_silent() -> int:
    """Close the notices that nobody answered, or that were agreed to, once the time to comment is over; go on
    with the denials of which nobody sent the proof that was asked for."""
    now = timezone.now()
    return notices.close_silent(now) + go_on_without(Denial, now)


@shared_task(name="disposal.look_for_turned", ignore_result=True)
def look_for_turned() -> int:
    """Bring forward what rests on a report that has turned; end that of it about which nothing was done."""
    now = timezone.now()
    return turned.look_for_turned(now) + turned.look_for_unmeasured(now)


def deliver_link(now: datetime, link: int) -> None:
    """Send a link by e-mail or text message; one that has expired or was revoked goes nowhere."""
    found = NoticeLink.objects.select_for_update(of=("self",)).select_related("notice").get(pk=link)
    if not found.live(now):
        return
    with override(settings.LANGUAGE_CODE):
        text = wording(found, now)
        if found.channel == Channel.EMAIL:
            send_mail(gettext("Notice of a test result"), text, None, [found.address])
        else:
            _text_message(found.address, text)
    found.sent_at = now
    found.save(update_fields=["sent_at"])


def _text_message(phone: str, text: str) -> None:
    """Hand a text message to the gateway of this installation, as JSON; what it refuses is tried again."""
    body = json.dumps({"to": phone, "text": text}).encode()
    headers = {"Content-Type": "application/json"}
    request = Request(settings.SMS_GATEWAY_URL, body, headers)  # noqa: S310 (an address of our own settings)
    with urlopen(request, timeout=10):  # noqa: S310
        pass


deliver_task = shared_task(name="disposal.deliver_link", ignore_result=True)(once(deliver_link))
