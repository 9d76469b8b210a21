"""What does a shop or an enterprise read of a result? (6.4)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from documents.papers import Form, Paper


@dataclass(frozen=True, kw_only=True)
class FailedItem(Form):
    """One item that does not meet the requirements: limits and value as the test report states them."""

    item: str
    unit: str = ""
    limit_low: str = ""
    limit_high: str = ""
    measured: str


@dataclass(frozen=True, kw_only=True)
class ResultNotice(Paper, name="result_notice", series="通"):
    """结果通知书: O18-10, with its receipt (回执); for a shop or a stated producer, nothing of the purchase.

    `regulator` decides on a denial. `objection_to` is the authority that takes an objection, "" where the
    task is no supervision check and there is none to be filed.
    """

    template: ClassVar[str] = "papers/result_notice.html"

    addressee: str
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    producer: str = ""
    item_id: str
    shop: str
    platform: str
    report_number: str
    grounds: str
    failing: tuple[FailedItem, ...] = ()
    conclusion: str
    failed: bool
    comment_days: int
    regulator: str
    objection_to: str = ""
    center_address: str = ""
    center_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class DenialReply(Paper, name="denial_reply", series="复"):
    """否认答复: what the regulator of the place decided on a denial, and why.

    `signed`: who denied, and in what capacity by what was shown; "" where it was not asked.
    """

    template: ClassVar[str] = "papers/denial_reply.html"

    addressee: str
    notice_number: str
    product: str
    model: str = ""
    report_number: str
    statement: str
    signed: str = ""
    upheld: bool
    reason: str
