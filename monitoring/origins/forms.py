"""What is asked about the columns of a file that nobody knows yet?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.incoming.headers import NOTICE, plain
from monitoring.importers import Column
from monitoring.importers.proposals import Proposal, Target


class LookForm(forms.Form):
    """As which kind of list a file is read, and in which of its rows the header stands.

    of_kind, of_row: by which of them the page was shown that is sent back.
    """

    kind = forms.ChoiceField(label=_("Kind of list"))
    row = forms.IntegerField(label=_("Row of the header"), min_value=1, max_value=8)
    of_kind = forms.CharField(widget=forms.HiddenInput, required=False)
    of_row = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]  # type: ignore[attr-defined]


def by_hand(posted: Mapping[str, Any], columns: Sequence[Proposal]) -> dict[int, str]:
    """What somebody chose otherwise than it had been proposed, by the place of the column."""
    said = {one.place: posted.get(ColumnsForm.key(one)) for one in columns}
    return {one.place: said[one.place] or "" for one in columns if said[one.place] not in (None, one.field)}


class ColumnsForm(forms.Form):
    """What each column holds, and whether that is remembered."""

    name = forms.CharField(
        label=_("Name of this source"),
        max_length=80,
        required=False,
        help_text=_(
            "Under it the answer is remembered: the next file with this header is read so by itself."
        ),
    )
    dry_run = forms.BooleanField(label=_("Only show what it would add"), required=False, initial=True)
    product = forms.CharField(
        label=_("Product of every line"),
        max_length=200,
        required=False,
        help_text=_("Only where the whole notice is of one product, and no column names it."),
    )
    year = forms.IntegerField(
        label=_("Year in which the samples were taken"),
        min_value=2000,
        max_value=2100,
        required=False,
        help_text=_("For the lines that do not say when they were sampled."),
    )

    def __init__(
        self, *args: Any, kind: Target, columns: Sequence[Proposal], dated: bool = True, **kwargs: Any
    ) -> None:
        """dated: whether the file says its year itself."""
        super().__init__(*args, **kwargs)
        self.kind, self.columns, self.dated = kind, columns, dated
        if kind.name != NOTICE:
            del self.fields["product"], self.fields["year"]
        choices = [("", _("not read")), *kind.fields.items()]
        for one in columns:
            self.fields[self.key(one)] = forms.ChoiceField(
                label=one.header, required=False, choices=choices, initial=one.field
            )

    @staticmethod
    def key(column: Proposal) -> str:
        return f"column_{column.place}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = [(one, data.get(self.key(one), "")) for one in self.columns]
        names = [name for _column, name in chosen if name]
        for one, name in chosen:
            if name and names.count(name) > 1:
                self.add_error(self.key(one), _("Another column holds this already: choose one of them."))
        said = {"product"} if data.get("product") else set()
        lacking = self.kind.lacking(set(names) | said)
        if lacking:
            raise ValidationError(
                _("These are mandatory, and no column holds them: %(fields)s."),
                params={"fields": "、".join(lacking)},
            )
        if self.kind.name == NOTICE:
            self._about_all(data, set(names))
        return data

    def _about_all(self, data: dict[str, Any], names: set[str]) -> None:
        """What is said of every line must not be said of each, and the year must be said somewhere."""
        if data.get("product") and Column.PRODUCT in names:
            self.add_error("product", _("A column names the product of each line: leave this empty."))
        if not (self.dated or data.get("year") or names & {Column.SAMPLED, Column.PUBLISHED}):
            self.add_error("year", _("Neither the title nor a column says it: enter the year."))

    @property
    def meaning(self) -> dict[str, str]:
        """The field by header, as an import takes it."""
        found: dict[str, str] = {}
        for one in self.columns:
            header = plain(one.header)
            found[header] = found.get(header) or self.cleaned_data[self.key(one)]
        return found


class MappingForm(forms.Form):
    """The name under which a mapping is listed."""

    name = forms.CharField(label=_("Name of this source"), max_length=80)
