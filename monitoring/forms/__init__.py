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
from monitoring.forms.cases import (
    AnswerForm,
    EnterAnswerForm,
    MoreForm,
    ReopenForm,
    SendAwayForm,
    SendForm,
)
from monitoring.forms.criteria import COLUMNS, CriteriaForm
from monitoring.forms.feeds import FeedForm
from monitoring.forms.followups import FollowUpForm
from monitoring.forms.mappings import ColumnsForm, LookForm, MappingForm, by_hand
from monitoring.forms.plans import CompleteForm, EvaluateForm, PlanForm, ReturnForm, asked_of_plan
from monitoring.forms.signals import (
    AttachForm,
    CaseForm,
    DetachForm,
    ImportForm,
    MergeForm,
    SignalFilter,
    SignalForm,
    VoidForm,
)

__all__ = [
    "COLUMNS",
    "AnswerForm",
    "AssessmentForm",
    "AttachForm",
    "CaseForm",
    "ColumnsForm",
    "CompleteForm",
    "CriteriaForm",
    "DetachForm",
    "EmpanelForm",
    "EndScoringForm",
    "EnterAnswerForm",
    "EvaluateForm",
    "FeedForm",
    "FollowUpForm",
    "ImportForm",
    "LookForm",
    "MappingForm",
    "MergeForm",
    "MoreForm",
    "PlanForm",
    "ProposeForm",
    "ReopenForm",
    "ReturnForm",
    "ScoreForm",
    "SendAwayForm",
    "SendForm",
    "SignalFilter",
    "SignalForm",
    "SittingForm",
    "VoidForm",
    "WidenForm",
    "asked_of_plan",
    "by_hand",
    "middle",
]
