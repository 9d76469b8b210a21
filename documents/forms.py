"""What is asked about files and about serving a paper?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, day
from documents.actions import proves_itself
from documents.checks import PICTURES, TYPES, clean_file
from documents.models import Document, Service

PROOFS = (*PICTURES, ".pdf")


def _told(said: str) -> str:
    """What a page says beside a field for files."""
    limit = filesizeformat(settings.ATTACHMENT_LIMIT)
    return gettext("Taken: %(types)s, up to %(size)s each.") % {"types": said, "size": limit}


told = lazy(_told, str)


class CheckedFile(forms.FileField):
    """One file, refused beside the field if its content is not of one of these types.

    types: file name endings, e.g. documents.checks.PICTURES. `said` is what the page says of them, `limit`
    the most bytes of a file. camera: whether a phone offers to take the picture now.
    """

    def __init__(self, *, types: Collection[str] = tuple(TYPES), camera: bool = True, **options: Any) -> None:
        self.camera = camera
        self.said, self.limit = ", ".join(types), settings.ATTACHMENT_LIMIT
        options.setdefault("help_text", told(self.said))
        super().__init__(**options)
        self.validators.append(partial(clean_file, types=types))


class CheckedFiles(FilesField):
    """Several files, each checked in the same way; cleaned to a list."""

    def __init__(self, *, types: Collection[str] = tuple(TYPES), **options: Any) -> None:
        self.said, self.limit = ", ".join(types), settings.ATTACHMENT_LIMIT
        options.setdefault("help_text", told(self.said))
        super().__init__(**options)
        self.validators.append(partial(clean_file, types=types))


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """The proof of service (送达回证). A paper with an addressee is served on that addressee."""

    field_order = ("name", "method", "served_on", "signed_by", "evidence")
    served_on = day(label=_("Day of service"))
    evidence = CheckedFile(
        label=_("Proof of service"),
        required=False,
        types=PROOFS,
        help_text=_(
            "The signed receipt, the postal slip, a photo or a screenshot. Not needed for electronic service "
            "on an addressee that accepts service through this portal."
        ),
    )

    class Meta:
        model = Service
        fields = ("name", "method", "signed_by")

    def __init__(self, *args: Any, document: Document, now: datetime, **kwargs: Any) -> None:
        self.document, self.now = document, now
        super().__init__(*args, **kwargs)
        self.file_types, self.file_limit = ", ".join(PROOFS), settings.ATTACHMENT_LIMIT
        self.fields["name"].required = True
        if document.addressee:
            del self.fields["name"]

    def clean_served_on(self) -> date:
        """Not ahead, and not before the paper was issued."""
        served_on: date = self.cleaned_data["served_on"]
        if served_on > timezone.localdate(self.now):
            raise ValidationError(_("This lies in the future: enter when it happened."))
        if served_on < timezone.localdate(self.document.issued_at):
            raise ValidationError(_("The paper had not been issued yet: enter when it was served."))
        return served_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        missing = not data.get("evidence") and "evidence" not in self.errors
        if missing and data.get("method") and data.get("served_on"):
            addressee = self.document.addressee
            if not proves_itself(self.document, data["method"], addressee, data["served_on"]):
                self.add_error("evidence", _("Attach the proof: this service does not prove itself."))
        return data
