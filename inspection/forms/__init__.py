"""What is asked of the center and the laboratory at each step?"""

from inspection.forms.abnormalities import AbnormalityForm, DecisionForm
from inspection.forms.commissions import AcceptForm, EndForm, EntrustmentForm
from inspection.forms.corrections import CorrectionForm, HeldForm
from inspection.forms.qualifications import QualificationForm
from inspection.forms.reports import RawRecordForm, ReportForm, ResultsForm
from inspection.forms.rows import RowsForm
from inspection.forms.seen import SeenForm

__all__ = [
    "AbnormalityForm",
    "AcceptForm",
    "CorrectionForm",
    "DecisionForm",
    "EndForm",
    "EntrustmentForm",
    "HeldForm",
    "QualificationForm",
    "RawRecordForm",
    "ReportForm",
    "ResultsForm",
    "RowsForm",
    "SeenForm",
]
