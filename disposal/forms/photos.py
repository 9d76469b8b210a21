"""What is asked of whoever looks at a photo before it goes out, and of whoever sends without the look?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.flow import Refused
from casework.pages.forms import StepForm, needed_when
from casework.pages.rows import Rows
from disposal.actions.photos import undecided
from disposal.disclosure import Withheld
from disposal.flow.results import COMPILATION_FLOW
from disposal.models.compilations import Compilation
from documents.masks import Mask, check_masks
from inspection.reports.models.reports import Report
from trail.reasons import ReasonField

# As many rectangles as can be covered.
MASKS = 6
SIDES = ("x", "y", "width", "height")


def _side(label: Any) -> forms.DecimalField:
    whole = {"required": _("Enter all four numbers of the mask, or none.")}
    return forms.DecimalField(label=label, max_digits=5, decimal_places=2, error_messages=whole)


class MaskRow(forms.Form):
    """A rectangle to be covered, in per cent of the picture."""

    x, y = _side(_("Left, %")), _side(_("Top, %"))
    width, height = _side(_("Width, %")), _side(_("Height, %"))


class Decision(TextChoices):
    RELEASE = "release", _("Release: it goes out with the redacted report")
    WITHHOLD = "withhold", _("Withhold: it does not go out")


class PhotoForm(forms.Form):
    """Release or withhold, with the rectangles to be covered; shown and standing: what the page showed.

    covered: rows of left, top, width, height of the masks that stand, as text.
    """

    decision = forms.ChoiceField(label=_("Does it go out?"), choices=Decision, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Why it is withheld"),
        choices=[("", "—"), *Withheld.choices],
        required=False,
        help_text=_("Platform, shop and producer read this in the redacted report."),
    )
    reason = ReasonField(
        label=_("Note for the center"),
        max_length=200,
        required=False,
        help_text=_("Read in the center alone, of a photo that is withheld."),
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    standing = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    masks = Rows("mask", _("Mask %(n)d"), MaskRow, spare=1, least=0, unfolds=False)
    one_more = _("Add a mask")

    def __init__(self, *args: Any, covered: Sequence[Sequence[str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["ground"], _("mandatory where the photo is withheld"))
        masks = self.masks.lay(self, [dict(zip(SIDES, mask, strict=True)) for mask in covered])
        self.groups = [(_("Does it go out?"), ["decision", "ground", "reason"]), *masks]

    @classmethod
    def with_another(cls, typed: Mapping[str, str]) -> PhotoForm:
        """The form with what was typed into it, and a row for another mask."""
        places = range(sum(f"mask{place}_x" in typed for place in range(MASKS)))
        covered = [[typed.get(cls.masks.key(place, side), "") for side in SIDES] for place in places]
        return cls(initial=dict(typed), covered=covered[: MASKS - 1])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        release = data.get("decision") == Decision.RELEASE
        if data.get("decision") == Decision.WITHHOLD and not data.get("ground"):
            self.add_error("ground", gettext("Say why the photo is withheld."))
        masks = [Mask(**row) for row in self.masks.read(self)]
        if not self.errors:
            self._check(masks)
        return {
            "release": release,
            "masks": masks if release else [],
            **{name: data.get(name, "") for name in ("ground", "reason", "shown", "standing")},
        }

    def _check(self, masks: Sequence[Mask]) -> None:
        if len(masks) > MASKS:
            self.add_error(None, gettext("At most %(n)d masks: cover more with each.") % {"n": MASKS})
        try:
            check_masks(masks)
        except Refused as refused:
            self.add_error(None, str(refused))


def unless_looked_at() -> ReasonField:
    """Why something is sent although nobody has decided on photos that might go with it."""
    return ReasonField(
        label=_("Send without the photos on which nobody decided, because"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Decide on the photos first, or say why they stay behind.")},
    )


def ask_about_photos(form: forms.BaseForm, reports: Iterable[Report]) -> None:
    """Where photos wait for a look, ask why they stay behind, and say how many there are and where."""
    waiting = undecided(reports)
    if not waiting:
        form.fields.pop("without_photos")
        return
    lines = (
        (reverse("report-photos", args=[report.number]), report.number, report.product, count)
        for report, count in waiting.items()
    )
    form.fields["without_photos"].help_text = format_html(
        "{} {}",
        gettext("Nobody has decided on %(n)d photos; they do not go out:") % {"n": sum(waiting.values())},
        format_html_join(gettext("; "), '<a href="{}">{}</a> {} ({})', lines),
    )


@COMPILATION_FLOW.asks("send")
class SendForm(StepForm):
    """Sending to platforms: with the photos that were looked at, or with why the others stay behind."""

    without_photos = unless_looked_at()

    class Meta:
        model = Compilation
        fields = ("without_photos",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_about_photos(self, self.instance.failed() if self.instance.pk else ())


class RenewForm(forms.Form):
    """Sending amended reports on: with the photos that were looked at, or with why the others stay behind."""

    without_photos = unless_looked_at()

    def __init__(self, *args: Any, reports: Iterable[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_about_photos(self, reports)
