"""What may a test find? Known without a database, as the judge is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What a test found of a product, in any sampling.

    In part: what was tested conforms, and items that were to be tested were left open.
    """

    CONFORMING = "conforming", _("Conforming")
    IN_PART = "in_part", _("Conforming as far as tested")
    NON_CONFORMING = "non_conforming", _("Non-conforming")

    @property
    def badge(self) -> dict[str, str]:
        """As lists show it."""
        return {"text": str(self.label), "tone": TONES[self]}


TONES = {Verdict.CONFORMING: "green", Verdict.IN_PART: "amber", Verdict.NON_CONFORMING: "red"}
# Nothing that was tested failed.
PASSED = (Verdict.CONFORMING, Verdict.IN_PART)
