"""What do the steps of this stage ask of the people who take them?"""

from monitoring.forms.cases import (
    AnswerForm,
    AssessmentForm,
    EmpanelForm,
    MoreForm,
    ProposeForm,
    ScoreForm,
    SendForm,
)
from monitoring.forms.feeds import FeedForm
from monitoring.forms.mappings import ColumnsForm, LookForm, MappingForm
from monitoring.forms.plans import CompleteForm, EvaluateForm, PlanForm, asked_of_plan
from monitoring.forms.signals import (
    AttachForm,
    CaseForm,
    DetachForm,
    ImportForm,
    MergeForm,
    SignalFilter,
    SignalForm,
)

__all__ = [
    "AnswerForm",
    "AssessmentForm",
    "AttachForm",
    "CaseForm",
    "ColumnsForm",
    "CompleteForm",
    "DetachForm",
    "EmpanelForm",
    "EvaluateForm",
    "FeedForm",
    "ImportForm",
    "LookForm",
    "MappingForm",
    "MergeForm",
    "MoreForm",
    "PlanForm",
    "ProposeForm",
    "ScoreForm",
    "SendForm",
    "SignalFilter",
    "SignalForm",
    "asked_of_plan",
]
