"""Which work of this stage is done by a worker? Listings come in, targets are chosen, labels printed."""

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
from sampling.listings.actions import intakes
from sampling.listings.connectors import adapter
from sampling.listings.models import OfferFile
from sampling.recipients.actions import recipients
from sampling.samples.actions.labels import PRINT, label_of
from sampling.samples.models.labels import LabelSheet
from sampling.selection.actions import choices, perusals
from sampling.selection.actions.choices import Chosen
from sampling.selection.models.choices import Choosing
from sampling.selection.models.perusals import Perusal


def look(now: datetime, choosing: int) -> Chosen | None:
    """Choose, as promised; nothing is kept yet."""
    with override(_language(choosing)):
        return choices.look(now, choosing)


def keep(now: datetime, choosing: int, brought: Chosen) -> None:
    """Keep what was chosen, and propose it."""
    with override(_language(choosing)):
        choices.keep(now, choosing, brought)


def _language(choosing: int) -> str:
    """That of whoever asked: refusals are said in it."""
    language = Choosing.objects.values_list("asked_by__language", flat=True).get(pk=choosing)
    return language or settings.LANGUAGE_CODE


def take_in(now: datetime, file: int) -> None:
    """Take a long file of listings in; what is refused is said in the language of whoever sent it."""
    language = OfferFile.objects.values_list("sent_by__language", flat=True).get(pk=file)
    with override(language or settings.LANGUAGE_CODE):
        intakes.take_in(now, file)


def peruse(now: datetime, perusal: int) -> str:
    """Read a long listing to its end, as promised; nothing is taken yet."""
    return perusals.look(now, perusal)


def take(now: datetime, perusal: int, brought: str) -> None:
    """Take the step that waited; what is refused is said in the language of whoever asked."""
    language = Perusal.objects.values_list("asked_by__language", flat=True).get(pk=perusal)
    with override(language or settings.LANGUAGE_CODE):
        perusals.keep(now, perusal, brought)


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


choose_task = shared_task(name="sampling.choose", ignore_result=True)(once(keep, ahead=look))
peruse_task = shared_task(name="sampling.peruse", ignore_result=True)(once(take, ahead=peruse))
take_in_task = shared_task(name="sampling.take_in", ignore_result=True)(once(take_in))
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
