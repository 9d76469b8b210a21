"""What can be done with shared information? Offer it, ask for it, grant it, read it, and set the rules."""

from sharing.actions.readings import Page, batches, granted, openly, read, rows_of
from sharing.actions.requests import (
    answer,
    ask,
    expire_over,
    give_back,
    grant,
    inquire,
    pass_on,
    refuse,
    revoke,
)
from sharing.actions.resources import accept, change, register, supply, withdraw
from sharing.actions.safeguards import acknowledge, confirm, publish

__all__ = [
    "Page",
    "accept",
    "acknowledge",
    "answer",
    "ask",
    "batches",
    "change",
    "confirm",
    "expire_over",
    "give_back",
    "grant",
    "granted",
    "inquire",
    "openly",
    "pass_on",
    "publish",
    "read",
    "refuse",
    "register",
    "revoke",
    "rows_of",
    "supply",
    "withdraw",
]
