"""What does the letter say by which somebody is urged (催办)?"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.papers.base import Paper


@dataclass(frozen=True, kw_only=True)
class UrgeLetter(Paper, name="urge_letter"):
    """催办函: which duty is late, since when, and what is demanded. It sets no new time.

    `due_on` is the last day that there was, `days_late` counts calendar days. `contact`: whom to ask at the
    office.
    """

    template: ClassVar[str] = "papers/urge_letter.html"

    addressee: str
    record_number: str
    subject: str
    duty: str
    due_on: date
    days_late: int
    demand: str
    office_address: str = ""
    office_phone: str = ""
    contact: str = ""
