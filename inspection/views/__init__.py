"""How do people meet commissions, abnormalities, reports, corrections and the register of laboratories?"""

from inspection.views.abnormalities import ABNORMALITIES
from inspection.views.commissions import ENTRUSTMENTS
from inspection.views.corrections import CORRECTIONS
from inspection.views.qualifications import qualification, qualifications
from inspection.views.reports import REPORTS

__all__ = ["ABNORMALITIES", "CORRECTIONS", "ENTRUSTMENTS", "REPORTS", "qualification", "qualifications"]
