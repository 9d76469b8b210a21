"""What does the reply to a request for sharing say? (6.5)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.papers import Paper


@dataclass(frozen=True, kw_only=True)
class ShareReply(Paper, name="share_reply", series="享"):
    """共享答复: the holder's decision and its reasons; what was granted, or to whom it was passed on."""

    template: ClassVar[str] = "papers/share_reply.html"

    addressee: str
    request: str
    asked_on: date
    resource: str
    resource_number: str
    purpose: str
    decision: str
    reason: str
    granted: bool = False
    fields: tuple[str, ...] = ()
    method: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    passed_to: str = ""
    safeguards: str = ""
