"""How long does a laboratory keep a sample on which it has reported? (DL-19)"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.clauses import carries
from casework.deadlines.clocks import last_day, local_day
from casework.holds import hold, release
from casework.terms.table import TERMS
from catalogue.models import Verdict
from sampling.samples.models.samples import Sample

PASSED, FAILED = TERMS["DL-19"], TERMS["DL-19b"]
HOLD = "retention"


@carries("DL-19", "6.3-2")
def keep(sample: Sample, verdict: str, now: datetime) -> None:
    """The tested sample is neither disposed of nor given back before its time is over, counted from today.

    verdict: of the report on it, a catalogue.models.Verdict.

    A report that is amended counts the time anew, by its new verdict.
    """
    term = FAILED if verdict == Verdict.NON_CONFORMING else PASSED
    until = last_day(term, local_day(now))
    release(sample, HOLD, now)
    with override(settings.LANGUAGE_CODE):
        reason = _("It is to be kept until %(day)s.") % {"day": until.isoformat()}
    hold(sample, HOLD, reason, now, until)
