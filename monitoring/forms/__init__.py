"""What do the steps of this stage ask of the people who take them?"""

from monitoring.forms.assessments import (
    AssessmentForm,
    EmpanelForm,
    EndScoringForm,
    ProposeForm,
    ScoreForm,
    SittingForm,
    WidenForm,
    middle,
)
from monitoring.forms.cases import AnswerForm, MoreForm, ReopenForm, SendForm
from monitoring.forms.criteria import COLUMNS, CriteriaForm
from monitoring.forms.plans import CompleteForm, EvaluateForm, PlanForm
from monitoring.forms.signals import AttachForm, CaseForm, DetachForm, ImportForm, SignalFilter, SignalForm

__all__ = [
    "COLUMNS",
    "AnswerForm",
    "AssessmentForm",
    "AttachForm",
    "CaseForm",
    "CompleteForm",
    "CriteriaForm",
    "DetachForm",
    "EmpanelForm",
    "EndScoringForm",
    "EvaluateForm",
    "ImportForm",
    "MoreForm",
    "PlanForm",
    "ProposeForm",
    "ReopenForm",
    "ScoreForm",
    "SendForm",
    "SignalFilter",
    "SignalForm",
    "SittingForm",
    "WidenForm",
    "middle",
]
