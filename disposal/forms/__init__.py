"""What is asked of the center, the platform and the regulator at each step?"""

from disposal.forms.cases import (
    CloseForm,
    DecideForm,
    ExecuteForm,
    FileForm,
    InspectForm,
    NotFileForm,
    ReceiveCaseForm,
    ReportCaseForm,
)
from disposal.forms.compilations import (
    CompilationForm,
    NationalConfirmForm,
    NationalForm,
    PeriodForm,
)
from disposal.forms.disposals import (
    FeedbackForm,
    FinishForm,
    MeasureForm,
    StrikeForm,
    VerifyForm,
)
from disposal.forms.grades import GradeTableForm, SeverityForm, hazard_label
from disposal.forms.jurisdiction import AssignForm, DisputeForm, TransferForm
from disposal.forms.letters import AgainForm, AnswerForm, CannotForm, LetterForm
from disposal.forms.parties import PartyForm

__all__ = [
    "AgainForm",
    "AnswerForm",
    "AssignForm",
    "CannotForm",
    "CloseForm",
    "CompilationForm",
    "DecideForm",
    "DisputeForm",
    "ExecuteForm",
    "FeedbackForm",
    "FileForm",
    "FinishForm",
    "GradeTableForm",
    "InspectForm",
    "LetterForm",
    "MeasureForm",
    "NationalConfirmForm",
    "NationalForm",
    "NotFileForm",
    "PartyForm",
    "PeriodForm",
    "ReceiveCaseForm",
    "ReportCaseForm",
    "SeverityForm",
    "StrikeForm",
    "TransferForm",
    "VerifyForm",
    "hazard_label",
]
