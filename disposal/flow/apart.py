"""Which steps of a case does nobody take who had another part in it? (W-02)

Officers find out and propose, a legal reviewer reads, the head files and decides: three persons, never one.
"""

from __future__ import annotations

# What officers do in a case, from its receipt to its end.
OFFICERS = (
    *("receive", "inspect", "transfer", "dispute", "assign", "evidence", "add_evidence"),
    *("propose_filing", "sign_filing", "propose_no_filing", "propose_decision", "submit"),
    *("give_notice", "serve_notice", "hear", "serve_decision", "execute", "close"),
    *("receive_return", "amend"),
)
# The head decides on the work of officers and reviewer; the reviewer reads that of officers and head.
BEFORE_HEAD = (*OFFICERS, "review", "send_back")
BEFORE_REVIEWER = (*OFFICERS, "file", "decide")
