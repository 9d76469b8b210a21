"""How do the lines of a certificate go out as a file and come back? (证书附表)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from accounts.models import Viewer
from accounts.roles import Role
from documents.form_files.fillings import Ask, FormFile
from inspection.laboratories.actions import register
from inspection.laboratories.forms import QualificationForm
from inspection.laboratories.models import Qualification


def keeps(viewer: Viewer) -> bool:
    """Who commissions laboratories keeps the register of them (4.2.2-c)."""
    return Role.ORGANISER in viewer.roles


def asks(found: Qualification, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    """The form of the certificate, with all its lines."""

    def make(*posted: Any) -> QualificationForm:
        stands = Qualification.objects.get(pk=found.pk)  # the form writes into what it is given
        return QualificationForm(*posted, instance=stands, whole=True)

    def act(data: dict[str, Any]) -> None:
        kept = Qualification.objects.select_for_update().get(pk=found.pk)
        for name in QualificationForm.Meta.fields:
            setattr(kept, name, data[name])
        rows = {name: data[name] for name in ("scope", "signatories")}
        register(kept, **rows, reason=data["reason"], by=viewer, now=now)

    return [Ask(code_of(found), str(found), make, act)]


ANNEX = FormFile(
    kind="qualification",
    name="annex",
    at="qualifications",
    label=_("The certificate"),
    about=_(
        "The certificate with the lines of its annex: what it covers, by product category, test item and "
        "test method, and who signs in which field. What is left empty in a line of the scope does not "
        "narrow it."
    ),
    scope=Qualification.objects.visible_to,
    who=keeps,
    may=lambda found, viewer: keeps(viewer),
    stands=lambda found: True,
    asks=asks,
    subject=lambda found: ("qualification", found.pk),
    coded=True,
)
