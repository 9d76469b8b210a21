"""What is done about papers that are to be served, and about whoever lets a clock run out?"""

from __future__ import annotations

from casework.deadlines.urging import PREFIX
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.flow.letters import ASSISTANCE_FLOW
from documents.actions import serve_awaited
from documents.urge_letters import urge

PLATFORM_DISPOSAL_FLOW.handles("serve", "serve_again")(serve_awaited)
ENFORCEMENT_CASE_FLOW.handles("serve", "serve_letter", "serve_return")(serve_awaited)
ASSISTANCE_FLOW.handles("serve")(serve_awaited)
for flow in (PLATFORM_DISPOSAL_FLOW, ENFORCEMENT_CASE_FLOW, ASSISTANCE_FLOW):
    flow.handles(*(step.name for step in flow if step.name.startswith(PREFIX)))(urge())
