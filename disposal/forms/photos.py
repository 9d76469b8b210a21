"""What is asked of whoever looks at a photo before it goes out?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.flow import Refused
from documents.masks import Mask, check_masks

# As many rectangles as can be covered.
MASKS = 6
SIDES = {"x": _("Left, %"), "y": _("Top, %"), "width": _("Width, %"), "height": _("Height, %")}


def painted(masks: Sequence[Sequence[str]]) -> dict[str, str]:
    """Masks as they are kept, as the values of the form's fields."""
    return {
        f"mask{n}_{side}": value
        for n, mask in enumerate(masks, start=1)
        for side, value in zip(SIDES, mask, strict=True)
    }


class Decision(TextChoices):
    RELEASE = "release", _("Release: it goes out with the redacted report")
    WITHHOLD = "withhold", _("Withhold: it does not go out")


class PhotoForm(forms.Form):
    """Release or withhold, with the rectangles to be covered; shown and standing: what the page showed."""

    decision = forms.ChoiceField(label=_("Does it go out?"), choices=Decision, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why it is withheld"), max_length=200, required=False)
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    standing = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MASKS + 1):
            for side, label in SIDES.items():
                number = forms.DecimalField(label=label, required=False, max_digits=5, decimal_places=2)
                number.widget.attrs |= {"data-mask": str(n), "data-side": side, "step": "0.01"}
                self.fields[f"mask{n}_{side}"] = number

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The fields under headings: the decision, then a group a mask."""
        masks = [
            (gettext("Mask %(n)d") % {"n": n}, [f"mask{n}_{side}" for side in SIDES])
            for n in range(1, MASKS + 1)
        ]
        return [(gettext("Does it go out?"), ["decision", "reason"]), *masks]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        release = data.get("decision") == Decision.RELEASE
        if data.get("decision") == Decision.WITHHOLD and not data.get("reason"):
            self.add_error("reason", gettext("Say why the photo is withheld."))
        masks = [mask for n in range(1, MASKS + 1) if (mask := self._mask(n, data))]
        try:
            check_masks(masks)
        except Refused as refused:
            self.add_error(None, str(refused))
        return {
            "release": release,
            "masks": masks if release else [],
            **{name: data.get(name, "") for name in ("reason", "shown", "standing")},
        }

    def _mask(self, n: int, data: dict[str, Any]) -> Mask | None:
        """One mask as it was typed; None where nothing was, or not the whole of it."""
        sides = [data.get(f"mask{n}_{side}") for side in SIDES]
        if all(side is None for side in sides):
            return None
        if None in sides:
            self.add_error(f"mask{n}_x", gettext("Enter all four numbers of the mask, or none."))
            return None
        return Mask(*sides)  # type: ignore[arg-type]  # none of them is None
