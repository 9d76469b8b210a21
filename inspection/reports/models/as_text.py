"""What stands in an entry of a report, as text, and what is meant by a text?"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from casework.flow import Refused
from inspection.flow.vocabulary import FIGURES, Entry, Particular
from inspection.judgement.measured import without_zeros
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result


def _field(entry: str) -> Any:
    """The field that holds an entry: of a result, or of the report itself."""
    model: type[models.Model] = Report if entry in Particular.values else Result
    return model._meta.get_field(entry)


def written(row: Result | Report, entry: str) -> str:
    """What stands in a result or report, as text; "" for nothing."""
    value = getattr(row, entry)
    if entry == Entry.VERDICT and isinstance(row, Result):
        value = row.by_hand
    return without_zeros(value) if entry in FIGURES else "" if value is None else str(value)


def shown(entry: str, text: str) -> str:
    """Such a text as a person reads it."""
    if entry == Entry.VERDICT and not text:
        return gettext("By the figures")
    if entry == Entry.PLACES:
        return text or "–"
    choices = dict(_field(entry).flatchoices)
    return str(choices.get(text, text)) or "–"


def read(entry: str, text: str) -> Any:
    """What was typed, as the value of the entry's field; labels of choices are understood as well.

    Raises Refused with a sentence where it is no such value.
    """
    text = text.strip()
    field = _field(entry)
    words = {str(label).lower(): value for value, label in field.flatchoices}
    if entry == Entry.VERDICT:
        words[gettext("By the figures").lower()] = ""
    value = words.get(text.lower(), text)
    try:
        return field.clean(None if value == "" and field.null else value, None)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
