"""What is asked of whoever fills in a risk matrix?"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from monitoring.criteria.matrix import SEVERITIES, RiskLevel
from monitoring.criteria.matrix.soundness import faults
from monitoring.criteria.models import Criteria

BANDS = 10
COLUMNS = [f"level{severity}" for severity in SEVERITIES]

LARGEST = 2**62  # what a column holds
WRITTEN = re.compile(r"(?P<above>\d{1,15}(?:\.\d{1,15})?)(?:/(?P<below>\d{1,15}))?(?P<percent>%?)")


class FractionField(forms.CharField):
    """A probability as a fraction (1/8), per cents (12.5 %) or a decimal (0.125), kept exactly.

    within: from 0 to 1 without its ends.
    """

    def __init__(self, *args: Any, within: bool = False, **kwargs: Any) -> None:
        self.within = within
        super().__init__(*args, max_length=40, **kwargs)

    def clean(self, value: Any) -> Fraction | None:
        text = super().clean(value)
        if not text:
            return None
        found = WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).replace("\u2044", "/").split()))
        if found is None or not int(found["below"] or 1):
            raise ValidationError(_("Enter a probability, such as 1/8, 12.5 % or 0.125."), code="fraction")
        per = int(found["below"] or 1) * (100 if found["percent"] else 1)
        probability = Fraction(found["above"]) / per
        if probability.denominator > LARGEST:
            raise ValidationError(_("Enter a probability with fewer digits."), code="fraction")
        ends = (0, 1) if self.within else ()
        if not 0 <= probability <= 1 or probability in ends:
            raise ValidationError(_("A probability lies between 0 and 1."), code="fraction")
        return probability

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Fraction) else value


class CriteriaForm(forms.ModelForm):  # type: ignore[type-arg]
    """A matrix as a table: a row a band of probability, from the likeliest on, and the row of the rest.

    lines: of the table, each [name of the bound's field or "", names of the levels' fields].
    """

    class Meta:
        model = Criteria
        fields = ("version", "name", "source")
        help_texts = {"version": _("Letters, digits and hyphens, such as gbt-22760-2020-1.")}

    def __init__(self, *args: Any, source_of: Criteria, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [("", "—"), *RiskLevel.choices]
        self.lines: list[tuple[str, list[str]]] = []
        for place in range(BANDS + 1):
            bound, shown = ("", source_of.rest)
            if place < BANDS:
                bound, shown = f"bound{place}", []
                value = source_of.bands[place][0] if place < len(source_of.bands) else None
                self.fields[bound] = FractionField(
                    label=_("More than"), required=False, within=True, initial=value
                )
                shown = source_of.bands[place][1] if place < len(source_of.bands) else []
            names = [f"{column}_{place}" for column in COLUMNS]
            for at, name in enumerate(names):
                self.fields[name] = forms.ChoiceField(
                    label=_("Severity %(n)d") % {"n": SEVERITIES[at]},
                    choices=levels,
                    required=place == BANDS,
                    initial=shown[at] if shown else "",
                )
            self.lines.append((bound, names))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        bands: list[tuple[Fraction | None, list[RiskLevel]]] = []
        places = []
        for place, (bound, names) in enumerate(self.lines):
            least = data.pop(bound, None) if bound else None
            levels = [data.pop(name, "") for name in names]
            if bound and least is None and not any(levels) and bound not in self.errors:
                continue
            if bound and least is None and bound not in self.errors:
                self.add_error(bound, _("Enter the bound of this band."))
            for name, level in zip(names, levels, strict=True):
                if not level and name not in self.errors:
                    self.add_error(name, _("Choose the level."))
            bands.append((least, [RiskLevel(level) for level in levels if level]))
            places.append(place)
        if not self.errors and len(bands) < 2:
            self.add_error("bound0", _("Fill in at least one band."))
        if not self.errors:
            for at, column, fault in faults(bands):
                name = f"bound{places[at]}" if column == "bound" else f"{column}_{places[at]}"
                self.add_error(name, fault)
        return {**data, "bands": bands}
