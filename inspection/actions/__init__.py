"""What can be done with commissions, results and reports?"""

from inspection.actions.commissions import (
    WRITING,
    accept,
    buy_again,
    cancel,
    commission,
    decline,
    edit,
    register,
    report_abnormality,
    resume,
    send,
    start,
    void,
)
from inspection.actions.reports import begin_report, enter, publish, review, sign, submit, void_report

__all__ = [
    "WRITING",
    "accept",
    "begin_report",
    "buy_again",
    "cancel",
    "commission",
    "decline",
    "edit",
    "enter",
    "publish",
    "register",
    "report_abnormality",
    "resume",
    "review",
    "send",
    "sign",
    "start",
    "submit",
    "void",
    "void_report",
]
