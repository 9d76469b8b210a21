"""Who may test what, what was commissioned, found and corrected? For the registry alone."""

import inspection.models.abnormalities
import inspection.models.commissions
import inspection.models.corrections
import inspection.models.entries
import inspection.models.grounds
import inspection.models.lots
import inspection.models.no_more
import inspection.models.qualifications
import inspection.models.reports  # noqa: F401
