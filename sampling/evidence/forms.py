"""What is asked of whoever adds missing evidence?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.filetypes import PICTURES, VIDEOS
from documents.forms import CheckedFiles
from sampling.purchases.flow.proofs import NEEDS, SHOWS, Need

PROOF = (*PICTURES, *VIDEOS, ".pdf")
KINDS = list({need.kind: SHOWS[need.kind] for need in NEEDS}.items())


class EvidenceForm(forms.Form):
    """Files of a kind that a purchase still lacks."""

    kind = forms.ChoiceField(label=_("What they show"), choices=KINDS)
    evidence = CheckedFiles(label=_("Files"), types=PROOF)

    def __init__(self, *args: Any, lacking: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(need.kind, need.label) for need in lacking]
