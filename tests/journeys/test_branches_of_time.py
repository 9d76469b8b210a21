"""What if a platform does not report its handling within the five days? (6.4-4)"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.translation import gettext

from accounts.roles import Role
from casework.tasks import sweep
from disposal.flow.reaching import REPORT_HANDLING
from inspection.commissions.models.commissions import Entrustment
from tests.cast import Cast
from tests.disposal import given
from tests.inspection.given_analyses import closed
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import handed_over, picture
from tests.swept import worked

pytestmark = JOURNEY
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.clause("6.4-4")
def test_a_platform_that_is_late_is_seen_by_center_and_regulator_and_reports_all_the_same(
    cast: Cast, come: Come, now: datetime, clock: time_machine.Traveller
) -> None:
    disposal = given.handling(cast, now)
    closed(Entrustment.objects.get(), cast, now)  # nobody else is late
    platform, compiler = come(cast.quality_officer), come(cast.compiler)
    regulator = come(cast.case_officer)
    measure = {"measure": "remove", "carried_out_by": "platform", "done_on": now.date()}
    platform.takes(disposal, "measure", **measure, internal_rule="Rule 7", evidence=picture(platform))
    platform.takes(disposal, "finish", handled_on=now.date())

    # Wed 25 + 5 = Mon 30: on that day nothing is late yet.
    clock.move_to(datetime(2026, 11, 30, 23, 50, tzinfo=SHANGHAI))
    sweep()
    worked()
    reading = platform.reads_clock(disposal, REPORT_HANDLING)
    assert (reading.day, reading.status) == (date(2026, 11, 30), "soon")
    assert not compiler.is_told(disposal) and not regulator.is_told(disposal)

    clock.move_to(datetime(2026, 12, 1, 0, 10, tzinfo=SHANGHAI))
    assert (sweep(), sweep()) == (1, 0)
    worked()
    for person in (compiler, regulator):
        assert person.is_told(disposal) == 1
        assert person.sees_waiting_elsewhere(disposal)
    for person in (platform, compiler, regulator):
        assert person.reads_clock(disposal, REPORT_HANDLING).status == "late"
    assert platform.sees_on_worklist(disposal)

    platform.takes(disposal, "feed_back", contact="Li", contact_phone="0571-3000000")
    handed_over(disposal, Role.COMPILER, compiler)
    assert compiler.is_told(disposal) == 2
    met = compiler.reads_clock(disposal, REPORT_HANDLING)
    assert (met.day, met.status) == (date(2026, 12, 1), "still") and gettext("met late") in met.text
    looked = {"checked_on": date(2026, 12, 1), "check_account": "The address answers: gone."}
    compiler.takes(disposal, "verify", unreachable=True, not_relisted=True, **looked)
    assert disposal.state == "closed"
