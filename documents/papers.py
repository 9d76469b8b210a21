"""What does every paper say, and which papers are there?

Each stage's papers stand in its `papers.py`. It fills one of these forms and stores its `content()`, which is
JSON; the templates in `papers/` read nothing else, so that a paper can be printed again from what is stored.
Words (verdicts, categories, measures) are put in as they are to be printed. A field without a default is one
that the form may not leave empty: a missing or unknown field is a TypeError, an empty one a ValueError.
"""

import json
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from accounts.roles import Role


@dataclass(frozen=True, kw_only=True)
class Form:
    """A part of a paper: it refuses to exist with a mandatory field left empty, or a number for a text."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.type in (str, "str") and not isinstance(value, str):
                raise TypeError(f"{each.name} is text, not {type(value).__name__}")
            optional = each.default is not MISSING or each.default_factory is not MISSING
            if not optional and value in ("", ()):
                raise ValueError(_("The paper cannot be made: fill in %(field)s.") % {"field": each.name})


PAPERS: "dict[str, type[Paper]]" = {}


@dataclass(frozen=True, kw_only=True)
class Paper(Form):
    """What every paper carries; one that is issued says what it is filed under, and in which series its kind
    is numbered: class X(Paper, name="x", series="函"). A series is one character, which follows those of the
    office (机关代字), so that no two offices come to the same number.

    `office` is the issuing office (发文单位), `number` its file number (文号), `qr` the text of the QR code
    and `verify_at` the address printed beneath it. `red_head`: its office is a public body, whose letters
    bear a red heading (红头). `inward`: only the office that issued it sees it.
    `along`: it goes with another paper, and is served with that. `named`: the field with whom it is addressed
    to. `sealers`: who of the issuing office returns it signed and sealed. `form_of`: the paper of which it
    gives a form, which its field `report_number` names.
    """

    template: ClassVar[str]
    series: ClassVar[str]
    inward: ClassVar[bool] = False
    along: ClassVar[bool] = False
    named: ClassVar[str] = "addressee"
    form_of: ClassVar[str] = ""
    sealers: ClassVar[tuple[Role, ...]] = ()

    def __init_subclass__(cls, name: str = "", series: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if name:
            PAPERS[name], cls.series = cls, series

    office: str
    title: str
    number: str
    issued_on: date
    qr: str = ""
    verify_at: str = ""
    red_head: bool = True

    @classmethod
    def goes_out(cls, document: Any) -> bool:
        """Whether this very paper is to be served on somebody, where it names them."""
        return True

    def content(self) -> dict[str, Any]:
        """The paper as JSON values: dates in ISO 8601, decimals as strings, rows as lists."""
        content: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return content


@dataclass(frozen=True, kw_only=True)
class UrgeLetter(Paper, name="urge_letter", series="催"):
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
