"""What can be done with commissions, abnormalities, results, reports and corrections?"""

from inspection.actions.abnormalities import decide, report_abnormality, withdraw
from inspection.actions.commissions import (
    WRITING,
    accept,
    cancel,
    commission,
    decline,
    edit,
    register,
    send,
    start,
    void,
)
from inspection.actions.confirming import confirm
from inspection.actions.confirming import review as review_correction
from inspection.actions.corrections import accept as accept_correction
from inspection.actions.corrections import approve, pass_on, propose
from inspection.actions.reports import (
    begin_report,
    enter,
    publish,
    record_raw,
    void_report,
)
from inspection.actions.signing import review, see_before, sign, submit

__all__ = [
    "WRITING",
    "accept",
    "accept_correction",
    "approve",
    "begin_report",
    "cancel",
    "commission",
    "confirm",
    "decide",
    "decline",
    "edit",
    "enter",
    "pass_on",
    "propose",
    "publish",
    "record_raw",
    "register",
    "report_abnormality",
    "review",
    "review_correction",
    "see_before",
    "send",
    "sign",
    "start",
    "submit",
    "void",
    "void_report",
    "withdraw",
]
