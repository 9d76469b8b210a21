"""What is a reason? Words that say something: whoever reads them later has nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# So much has to be said: a Chinese character says as much as two letters.
LEAST = 3
# What people write to get past a field.
NOTHING_SAID = frozenset(
    (
        *("无", "没有", "暂无", "不详", "不知道", "未知", "同上", "如上", "略", "其他", "其它", "测试"),
        *("无理由", "没理由", "没有理由", "无原因", "没原因", "没有原因"),
        *(
            "none",
            "nothing",
            "n/a",
            "null",
            "unknown",
            "other",
            "test",
            "ditto",
            "same",
            "abc",
            "asdf",
            "no reason",
        ),
    )
)


def says_why(text: str) -> bool:
    """Whether a text can be a reason: not "无", "/", "1", "ok", nor one sign over and over."""
    words = "".join(sign for sign in text.lower() if sign.isalnum())
    letters = [sign for sign in words if sign.isalpha()]
    weight = sum(1 if sign.isascii() else 2 for sign in letters)
    return weight >= LEAST and len(set(letters)) > 1 and text.strip(" .。!！").lower() not in NOTHING_SAID


def validate_reason(text: str) -> None:
    """Refuse, beside its field, what is no reason."""
    if not says_why(text):
        raise ValidationError(_("This says nothing: give the reason in words that others understand later."))


def validate_number(text: str) -> None:
    """Refuse, beside its field, what is no number of a paper: "测试填写" has not one digit."""
    if not any(sign.isdigit() for sign in text):
        raise ValidationError(_("This is no number: enter it as it stands on the paper, with its digits."))


class ReasonField(forms.CharField):
    """A field in which somebody says why."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Reason"), **options})
        self.validators.append(validate_reason)


def ask_why(fields: dict[str, forms.Field]) -> None:
    """Make those fields of a model's form that ask for a reason, by their names, ask for one that says
    something."""
    for name, field in fields.items():
        if asks_why(name) and isinstance(field, forms.CharField) and validate_reason not in field.validators:
            field.validators.append(validate_reason)


def asks_why(name: str) -> bool:
    """Whether a field of this name asks for a reason."""
    return name in ("reason", "why") or name.endswith(("_reason", "_why"))
