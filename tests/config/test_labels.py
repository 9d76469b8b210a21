"""Does no label mean a person on one form and a choice on another, which one translation cannot both say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.utils import translation

from accounts.models import User


def labels() -> Iterator[tuple[str, str, str]]:
    """Of every field that names a person or a choice: its label, which of them it is, and its name."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            kind = "person" if field.related_model is User else "choice" if field.choices else ""
            if kind:
                yield str(field.verbose_name), kind, f"{model._meta.label}.{field.name}"


def test_no_label_is_both_a_persons_and_a_choices():
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with translation.override("en"):
        for label, kind, name in labels():
            found[label][kind].append(name)
    assert len(found) > 20
    assert not {label: dict(kinds) for label, kinds in found.items() if len(kinds) > 1}
