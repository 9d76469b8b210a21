"""What is asked about files and about serving a paper?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.models import Filed
from casework.pages.forms import FilesField, ManyFilesInput
from documents.codes import typed_code
from documents.delivery import awaited, proves_itself, shows, unless_left, unless_signed
from documents.file_numbers import written
from documents.filetypes import PICTURES, TYPES, VIDEOS, clean_file, limit_of
from documents.models import Document, Relation, Service, Upload
from documents.uploads import Arrived
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField

PROOFS = (*PICTURES, ".pdf")


def _told(types: tuple[str, ...]) -> str:
    """What a page says beside a field for files."""
    said = {"types": enumerated(types), "size": filesizeformat(_limit(types))}
    if set(types) <= {*VIDEOS} or not set(types) & {*VIDEOS}:
        return gettext("Taken: %(types)s, up to %(size)s each.") % said
    films = said | {"film": filesizeformat(settings.VIDEO_LIMIT)}
    return gettext("Taken: %(types)s, up to %(size)s each, films up to %(film)s.") % films


def _part() -> str:
    """The most bytes of a part of a film."""
    return str(settings.UPLOAD_CHUNK)


def _limit(types: Collection[str]) -> int:
    """The most bytes of a file of these types, films aside where there are others."""
    return max(limit_of(ending) for ending in (set(types) - {*VIDEOS} or types))


told = lazy(_told, str)
part_size = lazy(_part, str)


class DiscardForm(forms.Form):
    """Why a file that came in is erased."""

    reason = ReasonField(label=_("reason"), max_length=200)


class FilmInput(forms.ClearableFileInput):
    """A field for a file that a script may have sent in parts: then it is named by its token."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        arrived = arrived_in(data, name)
        return arrived[0] if arrived else super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}_upload" not in data


class FilmsInput(ManyFilesInput):
    """A field for several such files."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = super().value_from_datadict(data, files, name)
        return [*(sent if isinstance(sent, list) else filter(None, [sent])), *arrived_in(data, name)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}_upload" not in data


def arrived_in(data: Any, name: str) -> list[Arrived]:
    """The films that have come whole and that the form names by their tokens."""
    tokens = data.getlist(f"{name}_upload") if hasattr(data, "getlist") else data.get(f"{name}_upload", [])
    found = {row.token: row for row in Upload.objects.waiting().filter(token__in=tokens) if row.come}
    return [Arrived(found[token]) for token in tokens if token in found]


def _parts(types: Collection[str]) -> dict[str, Any]:
    """What the script has to know that sends films in parts."""
    if not set(types) & {*VIDEOS}:
        return {}
    return {"data-parts": reverse_lazy("uploads"), "data-part": part_size()}


class CheckedFile(forms.FileField):
    """One file, refused beside the field if its content is not of one of these types.

    types: file name endings, e.g. documents.filetypes.PICTURES. `said` names them as browsers take it,
    `limit` the most bytes of a file, `film_limit` of a film. camera: whether a phone offers to take the
    picture now.
    """

    widget = FilmInput

    def __init__(self, *, types: Collection[str] = tuple(TYPES), camera: bool = True, **options: Any) -> None:
        self.camera = camera
        self.said, self.limit, self.film_limit = ",".join(types), _limit(types), settings.VIDEO_LIMIT
        options.setdefault("help_text", told(tuple(types)))
        super().__init__(**options)
        self.widget.attrs.update(_parts(types))
        self.validators.append(partial(clean_file, types=types))


class CheckedFiles(FilesField):
    """Several files, each checked in the same way; cleaned to a list."""

    widget = FilmsInput

    def __init__(self, *, types: Collection[str] = tuple(TYPES), **options: Any) -> None:
        self.said, self.limit, self.film_limit = ",".join(types), _limit(types), settings.VIDEO_LIMIT
        options.setdefault("help_text", told(tuple(types)))
        super().__init__(**options)
        self.widget.attrs.update(_parts(types))
        self.validators.append(partial(clean_file, types=types))


def check_signature(form: forms.BaseForm) -> None:
    """Refuse a service, beside its fields, for which nobody signed who may, or which nobody saw."""
    data = form.cleaned_data
    asked = [data.get(name, "") for name in ("method", "signed_by", "relation")]
    file = data.get("evidence")
    ending = PurePath(getattr(file, "name", None) or "").suffix.lower()
    shown = shows(TYPES.get(ending, ""))
    left = unless_left(data.get("method", ""), data.get("witness", ""), shown)
    for name, sentence in (unless_signed(*asked) | left).items():
        if name not in form.errors:
            form.add_error(name, sentence)


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """The proof of service (送达回证) on the addressee whom the paper names."""

    field_order = ("method", "served_on", "signed_by", "relation", "witness", "evidence")
    served_on = DayField(label=_("Day of service"))
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
        fields = ("method", "signed_by", "relation", "witness")

    def __init__(self, *args: Any, document: Document | None, now: datetime, **kwargs: Any) -> None:
        self.document, self.now = document, now
        super().__init__(*args, **kwargs)
        self.file_types, self.file_limit = ",".join(PROOFS), settings.ATTACHMENT_LIMIT
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        relation.choices = Relation.noted()

    def clean_served_on(self) -> date:
        """Not ahead, and not before the paper was issued."""
        served_on: date = self.cleaned_data["served_on"]
        if served_on > timezone.localdate(self.now):
            raise ValidationError(_("This lies in the future: enter when it happened."))
        if self.document and served_on < timezone.localdate(self.document.issued_at):
            raise ValidationError(_("The paper had not been issued yet: enter when it was served."))
        return served_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        missing = not data.get("evidence") and "evidence" not in self.errors
        method, day = data.get("method"), data.get("served_on")
        if missing and self.document and method and day and not proves_itself(self.document, method, day):
            self.add_error("evidence", _("Attach the proof: this service does not prove itself."))
        check_signature(self)
        return data


class AwaitedForm(ServiceForm):
    """The same for the paper that a record waits for: the form of the step that follows its service."""

    def __init__(self, *args: Any, viewer: Viewer, now: datetime, instance: Filed, **kwargs: Any) -> None:
        super().__init__(*args, document=awaited(instance), now=now, **kwargs)


class SealedForm(forms.Form):
    """The PDF of a paper as it comes back from whoever signed and sealed it."""

    file = CheckedFile(
        label=_("Sealed PDF"),
        types=(".pdf",),
        help_text=_(
            "Sign and seal the file that was issued here with your own certificate, and send it as your "
            "program saved it: the key never leaves you. A scan or a new print cannot be taken."
        ),
    )


class NumberForm(forms.Form):
    """A paper as whoever holds it names it: by its number, and the check code that is printed on it."""

    number = forms.CharField(label=_("File number"), max_length=160)
    code = forms.CharField(
        label=_("Check code"), max_length=20, help_text=_("Eight signs beneath the QR code, as in 7K3M-9QFD.")
    )

    def clean_code(self) -> str:
        code = typed_code(str(self.cleaned_data["code"]))
        if len(code) != len("7K3M-9QFD"):
            raise forms.ValidationError(_("A check code has eight signs: compare it with the paper."))
        return code

    def paper(self) -> Document | None:
        """The one of this number that bears this code."""
        data = self.cleaned_data
        found = Document.objects.filter(file_number=written(data["number"])).only("verify_token")
        return next((paper for paper in found if constant_time_compare(paper.check_code, data["code"])), None)


class CopyForm(forms.Form):
    """A PDF of which somebody asks whether it is genuine."""

    file = CheckedFile(
        label=_("PDF of the paper"),
        types=(".pdf",),
        help_text=_("As you received it, not scanned anew. It is looked at and not kept."),
    )
