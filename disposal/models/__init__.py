"""What was passed on, what did platforms and regulators do, what did the nation learn? For the registry."""

import disposal.models.cases
import disposal.models.compilations
import disposal.models.disposals
import disposal.models.evidence
import disposal.models.grades
import disposal.models.letters
import disposal.models.notices
import disposal.models.parties
import disposal.models.photos  # noqa: F401
