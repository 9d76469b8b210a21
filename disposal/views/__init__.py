"""How do people meet compiled reports, and what platforms and regulators do about them?"""

from disposal.views.cases import CASES
from disposal.views.compilations import COMPILATIONS, NATIONAL_REPORTS, received
from disposal.views.disposals import DISPOSALS
from disposal.views.enclosures import renew
from disposal.views.grades import grade_table, grade_table_change, severities, severity
from disposal.views.letters import LETTERS
from disposal.views.notices import DENIALS, RESULT_NOTICES, link_new, link_revoke, link_show, merchant_link
from disposal.views.photos import released_photo, report_photo, report_photo_picture, report_photos

__all__ = [
    "CASES",
    "COMPILATIONS",
    "DENIALS",
    "DISPOSALS",
    "LETTERS",
    "NATIONAL_REPORTS",
    "RESULT_NOTICES",
    "grade_table",
    "grade_table_change",
    "link_new",
    "link_revoke",
    "link_show",
    "merchant_link",
    "received",
    "released_photo",
    "renew",
    "report_photo",
    "report_photo_picture",
    "report_photos",
    "severities",
    "severity",
]
