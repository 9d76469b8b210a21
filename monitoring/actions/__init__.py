"""What can be done with risk signals, cases, assessments, notices and work plans?"""

from monitoring.actions.assessments import (
    approve,
    empanel,
    end_scoring,
    open_assessment,
    open_sitting,
    propose,
    score,
    stop_assessment,
    void_assessment,
    widen,
)
from monitoring.actions.cases import answer, notify_more, reopen, void_case, void_notice
from monitoring.actions.criteria import NOT_YOURS, change_criteria, make_criteria, makes_criteria
from monitoring.actions.imports import channels_of, import_signals
from monitoring.actions.intake import Outcome, Refusal, Taken
from monitoring.actions.plans import (
    approve_plan,
    complete,
    edit_plan,
    open_plan,
    revise,
    void_plan,
    withdraw_plan,
)
from monitoring.actions.signals import attach, detach, edit_signal, open_case, register, submit, takes_down

__all__ = [
    "NOT_YOURS",
    "Outcome",
    "Refusal",
    "Taken",
    "answer",
    "approve",
    "approve_plan",
    "attach",
    "change_criteria",
    "channels_of",
    "complete",
    "detach",
    "edit_plan",
    "edit_signal",
    "empanel",
    "end_scoring",
    "import_signals",
    "make_criteria",
    "makes_criteria",
    "notify_more",
    "open_assessment",
    "open_case",
    "open_plan",
    "open_sitting",
    "propose",
    "register",
    "reopen",
    "revise",
    "score",
    "stop_assessment",
    "submit",
    "takes_down",
    "void_assessment",
    "void_case",
    "void_notice",
    "void_plan",
    "widen",
    "withdraw_plan",
]
