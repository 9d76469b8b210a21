"""How are a case and its notices met? (6.1.3)"""

from __future__ import annotations

from typing import Any

from accounts.models import Viewer
from casework.views import Desk
from documents import views as papers
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.models.cases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.views.information import SIZE, signal_columns, signal_row
from monitoring.risks.views.matters import alike, by_channel, uncompared


def about_case(case: RiskCase, viewer: Viewer) -> dict[str, Any]:
    """The signals of a case that the viewer may see, over which channels they came; what may be the same
    matter."""
    found = RiskSignal.objects.visible_to(viewer).filter(case=case)
    return {
        "columns": signal_columns(),
        "signals": [signal_row(signal) for signal in found.order_by("pk")[:SIZE]],
        "channels": by_channel(found),
        "alike": alike(case, viewer) if case.state == RiskCaseState.REGISTERED else [],
        "uncompared": case.state == RiskCaseState.REGISTERED and uncompared(case, viewer),
    }


RISK_CASES = Desk(RiskCase, about=about_case, template="monitoring/risks/riskcase.html")
NOTICES = Desk(Notice, about=papers.about, template="monitoring/risks/notice.html")
