"""Which words do the forms of inspection choose from?"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Obtained(TextChoices):
    """How the sample was obtained (4.7: 取样方式)."""

    ONLINE = "online", _("Bought online")
    DELIVERED = "delivered", _("Delivered by the client")
    SAMPLED = "sampled", _("Drawn on the spot")
    OTHER = "other", _("Otherwise")


class Sending(TextChoices):
    """How the report reaches the client."""

    PORTAL = "portal", _("Through this system")
    POST = "post", _("By post")
    COLLECTED = "collected", _("Collected by the client")


class Afterwards(TextChoices):
    """What happens to the sample after testing."""

    COLLECTED = "collected", _("Collected by the client")
    POSTED = "posted", _("Posted back")
    SCRAPPED = "scrapped", _("Scrapped")
    CENTER = "center", _("Dealt with by the center")
    SEALED = "sealed", _("Sealed and kept")


class Situation(TextChoices):
    """What went wrong (4.8: 异常情况报告)."""

    FAILED = "failed", _("The sample is no longer valid")
    BROKEN = "broken", _("The sample is broken")
    TOO_LITTLE = "too_little", _("There is too little of the sample")
    EQUIPMENT = "equipment", _("Equipment")
    OTHER = "other", _("Something else")


class Addressee(TextChoices):
    """To whom an abnormality is reported."""

    CENTER = "center", _("The monitoring center")
    REGULATOR = "regulator", _("The department that set the task")


class GroundOfTesting(TextChoices):
    """On what testing rests (6.3-4)."""

    NATIONAL = "national", _("National standard")
    INDUSTRY = "industry", _("Industry standard")
    LOCAL = "local", _("Local standard")
    STATED = "stated", _("Quality that the product itself states")


class GroundOfJudgement(TextChoices):
    """On what the judgement rests (6.3-4)."""

    LAW = "law", _("Law and regulations")
    RULES = "rules", _("Monitoring rules for the product")
    DETAILED = "detailed", _("Detailed rules for the product")


class RawKind(TextChoices):
    """What was written down while testing (6.3-5: 原始记录)."""

    SHEET = "sheet", _("Record sheet of the test")
    PRINTOUT = "printout", _("Printout of the instrument")
    CURVE = "curve", _("Chromatogram, spectrum or curve")
    CALCULATION = "calculation", _("Calculation")
    PICTURE = "picture", _("Photo or video of the test")
    OTHER = "other", _("Something else")


class Entry(TextChoices):
    """What of a result is written down (fields of Result).

    COMPARISON and PLACES name corrections of before: both are the item's now, and nobody enters them.
    """

    VALUE = "value", _("Measured value")
    LOD = "lod", _("Limit of detection")
    LOQ = "loq", _("Limit of quantification")
    UNCERTAINTY = "uncertainty", _("Expanded uncertainty (k = 2)")
    REPEAT = "repeat", _("Repeated measurement")
    REPEAT_SAID = "repeat_said", _("Word on the repeated measurement")
    DECLARED = "declared", _("Declared value")
    COMPARISON = "comparison", _("Comparison")
    PLACES = "places", _("Decimal places of the limit")
    VERDICT = "verdict", pgettext_lazy("item", "Verdict")
    REASON = "reason", _("Reason of the verdict by hand")
    REMARK = "remark", _("Remark")
    SUBCONTRACTED = "subcontracted", _("Subcontracted to")


CORRECTABLE = tuple(entry for entry in Entry if entry not in (Entry.COMPARISON, Entry.PLACES))

# What was measured: none of it changes without a raw record that says so.
MEASURED = (Entry.VALUE, Entry.LOD, Entry.LOQ, Entry.UNCERTAINTY, Entry.REPEAT)
# Of these, what is one figure.
FIGURES = (Entry.LOD, Entry.LOQ, Entry.UNCERTAINTY)


class Particular(TextChoices):
    """What a report says of the goods and of the days, and may be corrected (its fields)."""

    PRODUCT = "product", _("Product")
    BRAND = "brand", _("Brand")
    MODEL = "model", _("Model")
    BATCH = "batch", _("Date of production or batch")
    PRODUCER = "producer", _("Producer")
    PRODUCER_ADDRESS = "producer_address", _("Producer's address")
    SAMPLED_ON = "sampled_on", _("Sampled on")
    TESTED_FROM = "tested_from", _("Testing began on")
    TESTED_TO = "tested_to", _("Testing ended on")
