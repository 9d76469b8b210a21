"""Whose is a signature in a PDF: the issuing office's seal, one of its people's, or a stranger's?

A certificate says a name, and whoever makes one may write any: that the office returned the paper itself is
what stands behind it (decision 45).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from documents.signed.read import Signature


class Whose(models.TextChoices):
    OFFICE = "office", _("The issuing office")
    PERSON = "person", _("Somebody who works there")


def signs(signature: Signature, office: Organisation) -> Whose | None:
    """For whom of an office a certificate was made, by the name that it bears; None for a stranger's."""
    said = _plain(signature.name)
    if _plain(office.name) in said or (office.credit_code and office.credit_code in said):
        return Whose.OFFICE
    people = Membership.objects.filter(organisation=office).values_list("user__name", flat=True)
    parts = {_plain(part) for part in signature.name.split(" · ")}
    return Whose.PERSON if parts.intersection(map(_plain, people)) else None


def _plain(name: str) -> str:
    return "".join(name.split())
