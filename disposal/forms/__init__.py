"""What is asked of the center, the platform and the regulator at each step?"""

from disposal.forms.again import HandOverForm, VoidForm
from disposal.forms.cases import (
    AmendForm,
    CaseServiceForm,
    CloseForm,
    DecideForm,
    EndForm,
    ExecuteForm,
    FileForm,
    GoOnForm,
    HearForm,
    InspectForm,
    NotFileForm,
    OwnEvidenceForm,
    ProposeFilingForm,
    ReadForm,
    ReceiveCaseForm,
    ReviewForm,
    VerifyCaseForm,
)
from disposal.forms.compilations import (
    ApproveForm,
    CompilationForm,
    NationalConfirmForm,
    NationalForm,
    PeriodForm,
)
from disposal.forms.disposals import (
    FeedbackForm,
    FinishForm,
    LessForm,
    LiftForm,
    MeasureForm,
    StrikeForm,
    VerifyForm,
)
from disposal.forms.grades import GradeTableForm, SeverityForm, hazard_label
from disposal.forms.jurisdiction import AssignForm, DisputeForm, TransferForm
from disposal.forms.letters import AgainForm, AnswerForm, CannotForm, LetterForm
from disposal.forms.parties import PartyForm
from disposal.forms.penalties import ProposeDecisionForm

__all__ = [
    "AgainForm",
    "AmendForm",
    "AnswerForm",
    "ApproveForm",
    "AssignForm",
    "CannotForm",
    "CaseServiceForm",
    "CloseForm",
    "CompilationForm",
    "DecideForm",
    "DisputeForm",
    "EndForm",
    "ExecuteForm",
    "FeedbackForm",
    "FileForm",
    "FinishForm",
    "GoOnForm",
    "GradeTableForm",
    "HandOverForm",
    "HearForm",
    "InspectForm",
    "LessForm",
    "LetterForm",
    "LiftForm",
    "MeasureForm",
    "NationalConfirmForm",
    "NationalForm",
    "NotFileForm",
    "OwnEvidenceForm",
    "PartyForm",
    "PeriodForm",
    "ProposeDecisionForm",
    "ProposeFilingForm",
    "ReadForm",
    "ReceiveCaseForm",
    "ReviewForm",
    "SeverityForm",
    "StrikeForm",
    "TransferForm",
    "VerifyCaseForm",
    "VerifyForm",
    "VoidForm",
    "hazard_label",
]
