"""Who comes to the register of laboratories?"""

from __future__ import annotations

from datetime import datetime

from inspection.issuing.models import Issuing
from inspection.issuing.sealing.models import Sealing
from tests.cast import Cast
from tests.inspection import given
from tests.walls import CENTER, KNOWING, LABORATORY, PROVINCE, REGULATOR, STAFFED, Found, Wall


def certificate(cast: Cast, now: datetime) -> Found:
    return Found((given.qualified(cast, now).pk,))


def results(cast: Cast, now: datetime) -> Found:
    """A commission under which results are being entered."""
    found = given.begun(cast, now).entrustment
    return Found((found.number,), found)


def being_entered(cast: Cast, now: datetime) -> Found:
    """A report whose results are being entered."""
    report = given.begun(cast, now)
    return Found((report.number,), report)


def measuring(cast: Cast, now: datetime) -> Found:
    """An instrument of a laboratory: who sees its commission sees that."""
    return Found((given.instrument(cast.laboratory, now).pk,), given.sent(cast, now))


def under_seal(cast: Cast, now: datetime) -> Found:
    """Reports that the laboratory's seal service is at."""
    who = {"organisation": cast.laboratory, "asked_by": cast.signatory.user}
    return Found((Sealing.objects.create(papers=[1], begun_at=now, **who).token,))


def with_draw(cast: Cast, now: datetime) -> Found:
    """A commission, and on whom lot fell: for the center and who issued the plan."""
    return Found((given.sent(cast, now).number,))


def being_issued(cast: Cast, now: datetime) -> Found:
    """Reports that a signatory issues at once."""
    who = {"organisation": cast.laboratory, "asked_by": cast.signatory.user}
    return Found((Issuing.objects.create(reports=[1], begun_at=now, **who).token,))


# The register of certificates is the centers' and regulators', wherever they are; a laboratory reads its own.
READING = LABORATORY | {name for one in CENTER | REGULATOR for name in (one, f"other_{one}")}
WALLS = [
    Wall("draw", STAFFED, with_draw, KNOWING | PROVINCE),
    Wall("unsealed-reports", CENTER | LABORATORY),
    Wall("signed-reports", {"signatory"}),
    Wall("issuing", {"signatory"}, being_issued),
    Wall("api-issuing", {"signatory"}, being_issued),
    Wall("sealing-begin", {"signatory"}, method="POST"),
    Wall("sealing", {"signatory"}, under_seal),
    Wall("api-sealing", {"signatory"}, under_seal),
    Wall("instruments", CENTER | LABORATORY | REGULATOR),
    Wall("instrument-new", {"tester"}),
    Wall("instrument", CENTER | LABORATORY | REGULATOR, measuring),
    Wall("instrument-change", {"tester"}, measuring),
    Wall("instrument-calibrate", {"tester"}, measuring),
    Wall("instrument-withdraw", {"tester"}, measuring),
    Wall("instrument-end", {"tester"}, measuring),
    Wall("qualifications", STAFFED),
    Wall("qualification-new", {"organiser"}),
    Wall("qualification", CENTER | LABORATORY | REGULATOR, certificate, sees=READING, closed=404),
    Wall("qualification-change", {"organiser"}, certificate, open_to_all=True),
    Wall("qualification-form-annex", {"organiser"}, certificate, open_to_all=True),
    Wall("qualification-form-annex-sheet", {"organiser"}, certificate, open_to_all=True),
    Wall("results-judged", STAFFED, being_entered, may={"tester"}, method="POST"),
    Wall("entrustment-form-results", STAFFED, results, may={"tester"}),
    Wall("entrustment-form-results-sheet", STAFFED, results, may={"tester"}),
]
