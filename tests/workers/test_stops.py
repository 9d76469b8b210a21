"""Does a real worker stop when whoever sent a long file in presses stop, and leave nothing of it?"""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from casework.work import jobs
from monitoring.imports.actions import intakes
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from tests.jobs import promised
from tests.monitoring.imports.test_columns import HEADER
from tests.monitoring.notice_samples import text
from tests.workers.conftest import until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
MEANING = dict(zip(HEADER, ("number", "product", "problem", "category", ""), strict=True))
LINES = 400_000


def test_a_long_file_that_is_stopped_while_its_lines_are_read_leaves_nothing(cast, start_worker):
    rows = ([str(n), "电热水壶", "壶体漏电", "小家电", "x"] for n in range(LINES))
    file = ContentFile(text(HEADER, *rows).encode(), "long.csv")
    by, now = cast.collector, timezone.now()
    one = intakes.keep(file, by=by, now=now, channel="a")
    intakes.say_columns(one, layout="complaints", header=HEADER, meaning=MEANING, name="", by=by, now=now)
    intakes.begin(one, by=by, now=now, dry_run=False)
    start_worker()
    until(lambda: jobs.reached(one).done > 0, seconds=120)
    before = jobs.reached(one).done
    assert before < LINES and Intake.objects.get().under_way
    jobs.stop(one, by=by, now=timezone.now())
    until(lambda: not _at_work(), seconds=60)
    assert not RiskSignal.objects.exists() and jobs.reached(one).done < LINES
    one.refresh_from_db()
    assert one.cancelled_at and not one.finished_at and not one.result


def _at_work() -> bool:
    """Whether the worker has not ended its task yet."""
    return promised(Intake).exists()
