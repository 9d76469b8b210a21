"""By what is a signal or a case found among a million that may tell of the same matter?"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import BITS, LIKE, far
from trail.days import Moment
from trail.keys import to

# So many are read, however many are like it.
MOST = 100


class BitsField(models.Field):  # type: ignore[type-arg]
    """So many bits, written as 0 and 1; PostgreSQL tells in how many two of them differ."""

    def __init__(self, *args: Any, length: int, **options: Any) -> None:
        self.length = length
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, list(args), {**options, "length": self.length}

    def db_type(self, connection: Any) -> str:
        return f"bit({self.length})"


class Footprint(models.Model):
    """The signature of a submitted signal's text, or of a case's (monitoring.risks.near.Signature)."""

    center = to(Organisation, db_index=False)
    signal = models.OneToOneField(RiskSignal, null=True, on_delete=models.CASCADE, related_name="footprint")
    case = models.OneToOneField(RiskCase, null=True, on_delete=models.CASCADE, related_name="footprint")
    size = models.PositiveSmallIntegerField()
    bands = ArrayField(models.IntegerField())
    bits = BitsField(length=BITS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signal__isnull=True, case__isnull=False)
                | Q(signal__isnull=False, case__isnull=True),
                name="footprint_of_one",
            )
        ]
        indexes = [GinIndex(fields=["bands"], name="footprint_bands")]


class Apart(models.Model):
    """Two that somebody looked at and found to be two matters: they are not proposed again."""

    one = models.ForeignKey(Footprint, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Footprint, on_delete=models.CASCADE, related_name="+")
    by = to(User, _("who"))
    at = Moment(_("when"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]


def meeting(footprints: list[int], least: float = float(LIKE)) -> list[tuple[int, int]]:
    """(one of these, one of the same center that shares a band with it), as far as size and bits allow that
    they are at least so like each other; of each the likest, by its bits."""
    with connection.cursor() as cursor:
        cursor.execute(MEETING, {"own": footprints, "least": least, "far": far(least), "most": MOST})
        return [(own, met) for own, met in cursor.fetchall()]


MEETING = """
    SELECT own.id, met.id
    FROM monitoring_footprint own CROSS JOIN LATERAL (
        SELECT id FROM monitoring_footprint
        WHERE bands && own.bands AND center_id = own.center_id AND id <> own.id
          AND size BETWEEN ceil(own.size * %(least)s::float8) AND floor(own.size / %(least)s::float8)
          AND bit_count(bits # own.bits) <= %(far)s
        ORDER BY bit_count(bits # own.bits)
        LIMIT %(most)s
    ) met
    WHERE own.id = ANY(%(own)s)
"""
