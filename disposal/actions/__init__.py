"""What can be done with compiled reports, disposals, cases and the national report?"""

from disposal.actions.compilations import approve, change, compile_reports, send, submit
from disposal.actions.consequences import (
    acknowledge,
    enter_measure,
    feed_back,
    finish,
    receive,
    reopen,
    report_case,
    strike_measure,
    take_dated,
    verify,
    void,
)
from disposal.actions.grades import (
    CHAIRS,
    LEADERS,
    change_table,
    makes_tables,
    set_severity,
    sets_severities,
)
from disposal.actions.jurisdiction import assign, dispute, redirect_case, transfer
from disposal.actions.letters import (
    accept_answer,
    answer_letter,
    ask_again,
    ask_platform,
    cannot_answer,
    receive_letter,
)
from disposal.actions.national import (
    approve_national,
    begin_ended_quarter,
    begin_national,
    compile_national,
    review_national,
    send_national,
)
from disposal.actions.parties import name_party

__all__ = [
    "CHAIRS",
    "LEADERS",
    "accept_answer",
    "acknowledge",
    "answer_letter",
    "approve",
    "approve_national",
    "ask_again",
    "ask_platform",
    "assign",
    "begin_ended_quarter",
    "begin_national",
    "cannot_answer",
    "change",
    "change_table",
    "compile_national",
    "compile_reports",
    "dispute",
    "enter_measure",
    "feed_back",
    "finish",
    "makes_tables",
    "name_party",
    "receive",
    "receive_letter",
    "redirect_case",
    "reopen",
    "report_case",
    "review_national",
    "send",
    "send_national",
    "set_severity",
    "sets_severities",
    "strike_measure",
    "submit",
    "take_dated",
    "transfer",
    "verify",
    "void",
]
