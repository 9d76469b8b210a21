"""Where is the analysis of a batch met? On the page of its commission."""

from __future__ import annotations

from casework.pages.beside import cards
from casework.pages.cautions import cautions
from inspection.batches.analyses.views import analysed, before_it_is_analysed, changed_since
from inspection.commissions.kind import ENTRUSTMENTS

cautions("entrustment")(changed_since)

ENTRUSTMENTS.shows(analysed)
ENTRUSTMENTS.beside["analyse"] = cards(before_it_is_analysed)
