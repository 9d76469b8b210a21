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
from monitoring.actions.cases import (
    acknowledge_notice,
    answer,
    enter_answer,
    notify_more,
    reopen,
    send_notice,
    void_case,
    void_notice,
)
from monitoring.actions.criteria import NOT_YOURS, change_criteria, make_criteria, makes_criteria
from monitoring.actions.evaluation import evaluate_plan
from monitoring.actions.feeds import keep_feed, keeps_feeds, read_now, switch_feed
from monitoring.actions.imports import channels_of, import_signals
from monitoring.actions.intake import Outcome, Refusal, Taken
from monitoring.actions.matters import Proposal, keep_apart, merge, proposals, unmerge
from monitoring.actions.plans import (
    approve_plan,
    complete,
    edit_plan,
    open_plan,
    revise,
    void_plan,
    withdraw_plan,
)
from monitoring.actions.readings import begin_readings, fetch_feed, take_feed
from monitoring.actions.signals import attach, detach, edit_signal, open_case, register, submit, takes_down
from monitoring.actions.versions import compare, open_remarks, return_plan, submit_plan
from monitoring.actions.voidings import discard_draft, may_void, void, void_file

__all__ = [
    "NOT_YOURS",
    "Outcome",
    "Proposal",
    "Refusal",
    "Taken",
    "acknowledge_notice",
    "answer",
    "approve",
    "approve_plan",
    "attach",
    "begin_readings",
    "change_criteria",
    "channels_of",
    "compare",
    "complete",
    "detach",
    "discard_draft",
    "edit_plan",
    "edit_signal",
    "empanel",
    "end_scoring",
    "enter_answer",
    "evaluate_plan",
    "fetch_feed",
    "import_signals",
    "keep_apart",
    "keep_feed",
    "keeps_feeds",
    "make_criteria",
    "makes_criteria",
    "may_void",
    "merge",
    "notify_more",
    "open_assessment",
    "open_case",
    "open_plan",
    "open_remarks",
    "open_sitting",
    "proposals",
    "propose",
    "read_now",
    "register",
    "reopen",
    "return_plan",
    "revise",
    "score",
    "send_notice",
    "stop_assessment",
    "submit",
    "submit_plan",
    "switch_feed",
    "take_feed",
    "takes_down",
    "unmerge",
    "void",
    "void_assessment",
    "void_case",
    "void_file",
    "void_notice",
    "void_plan",
    "widen",
    "withdraw_plan",
]
