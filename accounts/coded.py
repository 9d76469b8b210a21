"""How does a form let somebody choose rows? By their codes: no id leaves the server, and none is taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model

from accounts.addresses import code, coded


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of a queryset. Whatever is text was posted, and has to be a code."""

    def prepare_value(self, value: Any) -> Any:
        return _shown(self, value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_meant(self, value) if value not in self.empty_values else None)

    def found(self, value: Any) -> Any:
        """The row that a value of the form stands for, or None."""
        try:
            return self.to_python(value)
        except ValidationError:
            return None


class SeveralOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a queryset, in the same way, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    # Django's own would repeat what was meant, which is an id.
    default_error_messages = {"invalid_choice": OneOf.default_error_messages["invalid_choice"]}

    def prepare_value(self, value: Any) -> Any:
        if hasattr(value, "__iter__") and not isinstance(value, str):
            return [_shown(self, one) for one in value]
        return _shown(self, value)

    def _check_values(self, value: Any) -> Any:
        return super()._check_values([_meant(self, one) for one in value])  # type: ignore[misc]


def _shown(field: OneOf | SeveralOf, value: Any) -> Any:
    """A row, or its id as the server knows it, as its code; what was posted stays as it is."""
    if isinstance(value, Model):
        value = getattr(value, _public(field) or "pk")
    return code(_kind(field), value) if type(value) is int else value


def _meant(field: OneOf | SeveralOf, value: Any) -> int | str:
    """The key for which a code stands. Raises ValidationError."""
    text = str(_shown(field, value))
    if _public(field):
        return text
    try:
        return coded(_kind(field), text)
    except ValueError as error:
        raise ValidationError(field.error_messages["invalid_choice"], code="invalid_choice") from error


def _public(field: OneOf | SeveralOf) -> str:
    """The public code by which rows are known already, as regions and versions of criteria are; or ""."""
    about = _model(field)._meta
    key = about.get_field(field.to_field_name) if field.to_field_name else about.pk
    return key.attname if isinstance(key, CharField) else ""


def _kind(field: OneOf | SeveralOf) -> str:
    return str(_model(field)._meta.model_name)


def _model(field: OneOf | SeveralOf) -> type[Model]:
    assert field.queryset is not None
    return field.queryset.model
