"""Which work of this stage is done by a worker? Labels are printed, parcels followed."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override

from casework.work.outbox import once
from documents.render import render
from sampling.deliveries.actions import parcels
from sampling.listings.connectors import adapter
from sampling.recipients.actions import recipients
from sampling.samples.actions.labels import PRINT, label_of
from sampling.samples.models.labels import LabelSheet


def print_labels(now: datetime, sheet: int) -> None:
    """Print a sheet of labels as it was asked for; once."""
    asked = LabelSheet.objects.select_for_update().get(pk=sheet)
    if asked.pdf:
        return
    with override(settings.LANGUAGE_CODE):
        labels = [label_of(sample) for sample in asked.samples.order_by("pk")]
    pdf = render("papers/labels.html", {"labels": labels}, language=settings.LANGUAGE_CODE)
    asked.pdf.save("", ContentFile(pdf), save=False)
    asked.save(update_fields=["pdf"])


print_task = shared_task(name=PRINT, ignore_result=True)(once(print_labels))


@shared_task(name="sampling.forget_withdrawn", ignore_result=True)
def forget_withdrawn() -> int:
    """Erase those who withdrew their consent while a parcel was under way, once it has arrived."""
    return recipients.forget_withdrawn(timezone.now())


@shared_task(name="sampling.track", ignore_result=True)
def track() -> int:
    """Ask where the parcels under way are, where the installation names somebody to ask."""
    look_up = adapter()
    return parcels.track(look_up, timezone.now()) if look_up else 0
