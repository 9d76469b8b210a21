"""What can be done with compiled reports, disposals, cases and the national report?"""

from disposal.actions.compilations import approve, change, compile_reports, send, submit
from disposal.actions.consequences import (
    enter_measure,
    feed_back,
    finish,
    receive,
    reopen,
    report_case,
    take_dated,
    verify,
    void,
)
from disposal.actions.national import (
    approve_national,
    begin_national,
    compile_national,
    review_national,
    send_national,
)

__all__ = [
    "approve",
    "approve_national",
    "begin_national",
    "change",
    "compile_national",
    "compile_reports",
    "enter_measure",
    "feed_back",
    "finish",
    "receive",
    "reopen",
    "report_case",
    "review_national",
    "send",
    "send_national",
    "submit",
    "take_dated",
    "verify",
    "void",
]
