"""What do the monitoring rules chosen in a form lay down? Read beneath them, before anything is sent."""

from __future__ import annotations

import json

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from catalogue.monitoring_rules import MonitoringRules

NOTHING = _("What is left empty below is taken from them.")


class RulesOf(OneOf):
    """Monitoring rules in force."""

    def __init__(self) -> None:
        super().__init__(
            MonitoringRules.objects.offered(),
            label=_("Monitoring rules"),
            required=False,
            help_text=NOTHING,
        )

    def laid_down(self, code: str) -> str:
        """What the rules of a code lay down; what is said where none are chosen."""
        rules = self.found(code) if code else None
        return f"{rules.lays_down()} {NOTHING}" if rules else str(NOTHING)


def tell(form: forms.BaseForm, name: str) -> None:
    """Say beneath a field of a form what the rules chosen in it lay down; another choice says it anew."""
    field = form.fields[name]
    assert isinstance(field, RulesOf)
    bound = field.get_bound_field(form, name)  # not form[name], which would go on with the help it began with
    if value := bound.value():
        field.help_text = field.laid_down(field.prepare_value(value))
    field.widget.attrs |= {
        "hx-get": reverse("offered-rules"),
        "hx-vals": json.dumps({"of": form.add_prefix(name)}),
        "hx-target": f"#{bound.auto_id}_helptext",
    }
