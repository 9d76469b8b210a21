"""Which file comes in, over which channel, and from where? (6.1.2)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.pages.forms import QuestionForm
from documents.incoming.grids import LIMIT
from documents.incoming.streams import LARGEST
from documents.quarantine import MEGABYTE
from monitoring.importers.channels import NOTICES
from monitoring.origins.models.intakes import channels_of
from monitoring.risks.forms.signals import of_its_channel, sources
from monitoring.vocabulary import Channel

# What a list or a notice may come as.
TYPES = ".xls,.xlsx,.csv,.txt,.json,.jsonl"


class ImportForm(QuestionForm):
    """A file of one channel; a platform has only its own channel, and says to which center its file goes."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.REGULATORS)
    center = OneOf(
        Organisation.objects.offered().filter(kind=Kind.CENTER), label=_("To which monitoring center")
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list in CSV, TXT or XLSX: up to 500 MB. A list in XLS or JSON, and a notice of spot check "
            "results of any type: up to 20 MB. What is larger than 2 MB is taken in in the background."
        ),
    )
    sub_channel = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=sources,
        help_text=_("Only where the file itself does not tell."),
    )
    year = forms.IntegerField(
        label=_("Year of the samples, if the notice does not tell it"),
        min_value=1990,
        max_value=2100,
        required=False,
    )
    dry_run = forms.BooleanField(label=_("Only show what it would add"), required=False)
    check_columns = forms.BooleanField(label=_("Let me check the columns first"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = channels_of(self.viewer)
        self.fields["sub_channel"].choices = sources(*channels)  # type: ignore[attr-defined]
        if self.viewer.kind == Kind.PLATFORM:
            del self.fields["channel"], self.fields["year"]
        else:
            del self.fields["center"]
        file: Any = self.fields["file"]
        file.limit, file.said = LARGEST, TYPES

    def clean_file(self) -> UploadedFile[bytes]:
        """A long file must be one that is read a line at a time, as a notice is not."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        long = (file.name or "").lower().endswith((".csv", ".txt", ".xlsx"))
        notice = self.cleaned_data.get("channel") == NOTICES
        limit = LARGEST if long and not notice else LIMIT
        if (file.size or 0) > limit:
            raise ValidationError(
                _("The file is larger than %(limit)d MB: divide it and load the parts."),
                params={"limit": limit // MEGABYTE},
            )
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.viewer.kind == Kind.PLATFORM:
            data["channel"] = Channel.PLATFORMS.value
        of_its_channel(self, data)
        return data
