"""What do the letters to other authorities and parties say? (6.4)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from disposal.papers.compilations import TracedProduct
from documents.papers import Paper


@dataclass(frozen=True, kw_only=True)
class AssistanceLetter(Paper, name="assistance_letter", series="协"):
    """协查函: a regulator asks a platform about one of its shops, on a legal ground, by a day.

    Of the test report it says what the platform reads in its compiled report; nothing where that has turned.
    """

    template: ClassVar[str] = "papers/assistance_letter.html"

    addressee: str
    shop: str
    shop_id: str
    shop_url: str = ""
    product: str
    item_id: str
    model: str = ""
    batch: str = ""
    report_number: str = ""
    failed_items: str = ""
    asked: tuple[str, ...]
    request: str = ""
    legal_ground: str
    answer_days: int
    again: str = ""
    contact: str
    contact_phone: str


@dataclass(frozen=True, kw_only=True)
class TransferLetter(Paper, name="transfer_letter", series="移"):
    """移送函, and the decision of a superior on jurisdiction: why the addressee is competent for a case."""

    template: ClassVar[str] = "papers/transfer_letter.html"

    addressee: str
    case_number: str
    party: str
    jurisdiction: str
    account: str = ""
    enclosed: tuple[str, ...] = ()
    products: tuple[TracedProduct, ...]
    officer: str = ""


@dataclass(frozen=True, kw_only=True)
class EndLetter(Paper, name="end_letter", series="终"):
    """终止处置通知书, 撤销立案通知书: the report on which something rested has turned, and so it is ended.

    `reports` says of each what it now finds. `fallen`: title and number of each paper that holds no more.
    `measures` are to be lifted; () where none was taken. `contact`: whom to ask at the office.
    """

    template: ClassVar[str] = "papers/end_letter.html"

    addressee: str
    record_number: str
    subject: str
    reports: tuple[str, ...]
    reason: str
    measures: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    contact: str = ""
    office_address: str = ""
    office_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnLetter(Paper, name="return_letter", series="退"):
    """退回函: 6.4-4, 6.4-5, the center returns to a platform or regulator what it reported, and says why.

    `returned` is the file number of that report, `time` how long there is from the delivery, with its unit.
    """

    template: ClassVar[str] = "papers/return_letter.html"

    addressee: str
    record_number: str
    subject: str
    returned: str = ""
    reason: str
    time: str
