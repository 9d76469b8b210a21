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
    NationalForm,
    PeriodForm,
)
from disposal.forms.disposals import (
    FeedbackForm,
    FinishForm,
    MeasureForm,
    VerifyForm,
)

__all__ = [
    "CloseForm",
    "CompilationForm",
    "DecideForm",
    "ExecuteForm",
    "FeedbackForm",
    "FileForm",
    "FinishForm",
    "InspectForm",
    "MeasureForm",
    "NationalForm",
    "NotFileForm",
    "PeriodForm",
    "ReceiveCaseForm",
    "ReportCaseForm",
    "VerifyForm",
]
