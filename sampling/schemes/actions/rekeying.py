"""How do data keys come under the newest key of the installation, so that an old one can go?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from casework.clauses import carries
from sampling.recipients import personal
from sampling.recipients.models.recipients import Means, Piece, Recipient, means
from sampling.schemes.actions.seeds import about
from sampling.schemes.models import Scheme
from trail import verbs
from trail.models import SYSTEM, write

verbs.register("wrap the keys anew", gettext_lazy("Wrap the keys anew"))

BATCH = 200


@carries("PV-04")
def rekey(now: datetime) -> tuple[int, int]:
    """Wrap every data key under the newest entry of FIELD_KEYS, and make the indexes anew.

    Returns of how many persons the key, and of how many schemes the sealed seed was moved. Done in batches,
    each whole or not at all; a second run finds nothing. Raises people.Unreadable where an old key has been
    taken away too early.
    """
    newest = next(iter(personal.keys()))
    persons = Recipient.objects.present().exclude(key_id=newest).order_by("pk")
    moved = _in_batches(persons.values_list("pk", flat=True), _person)
    schemes = Scheme.objects.exclude(seed_sealed="").exclude(seed_sealed__startswith=f"{newest}.")
    sealed = _in_batches(schemes.order_by("pk").values_list("pk", flat=True), _seed)
    if moved or sealed:
        said = {"persons": moved, "schemes": sealed, "key": newest}
        write("wrap the keys anew", ("installation", 0), actor=SYSTEM, at=now, clause="PV-04", detail=said)
    return moved, sealed


def _in_batches(pks: Iterable[int], move: Callable[[int], None]) -> int:
    """Move rows by primary key, some at a time."""
    found = list(pks)
    for start in range(0, len(found), BATCH):
        with transaction.atomic():
            for pk in found[start : start + BATCH]:
                move(pk)
    return len(found)


def _person(pk: int) -> None:
    recipient = Recipient.objects.select_for_update().get(pk=pk)
    if recipient.erased_at:
        return
    key = recipient.key()
    wrapped = personal.wrap(key, recipient.pseudonym)
    name, first = recipient.read([])["name"], ""
    for one in recipient.identifiers.select_related("platform"):
        text = recipient.open(one)
        first = first or (text if one.kind == Means.PHONE else "")
        one.index = personal.index(text, means(one.kind, one.platform))
        one.save(update_fields=["index"])
    with personal.shown(pk):
        recipient.sealed.filter(piece=Piece.KEY).update(content=wrapped.data)
    recipient.key_id = wrapped.key_id
    recipient.person_index = personal.index(name + first, "person")
    recipient.save(update_fields=["key_id", "person_index"])


def _seed(pk: int) -> None:
    scheme = Scheme.objects.get(pk=pk)
    scheme.seed_sealed = personal.relock(scheme.seed_sealed, about(scheme))
    scheme.save(update_fields=["seed_sealed"])
