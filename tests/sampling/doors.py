"""By which doors does anything leave the system? Every address that answers, with whatever it can name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile, is_zipfile

from django.core import mail
from django.db.models import Model
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter
from pypdf import PdfReader

from accounts.models import ApiToken, Mail, Organisation, StandIn, User
from casework import mail as post
from casework.models import Deadline, Notification, kinds
from casework.pages import lists
from casework.pages.desks import Desk
from casework.pages.filters import DUE
from casework.pages.sheets import ENDINGS
from casework.terms.table import TERMS
from documents.models import Attachment, Document
from inspection.laboratories.models import Qualification
from monitoring.assessments.models import Sitting
from monitoring.criteria.models import Criteria
from monitoring.feeds.models import Feed
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.intakes import Mapping as Columns
from monitoring.risks.models.signals import RiskSignal
from portals.dashboards import DASHBOARDS
from portals.leader.listing import LISTED
from sampling.recipients.models.recipients import Recipient
from sampling.samples.models.counts import Stocktaking
from sampling.samples.models.labels import LabelSheet
from sampling.samples.models.storage import StoragePlace, StorageRule
from sampling.selection.models.choices import Choosing
from sharing.models.resources import Resource
from tests.test_access import routes

# Whose keys stand in an address, by how it begins.
KEYS: dict[str, type[Model]] = {
    "clocks": Deadline,
    "organisations": Organisation,
    "qualifications": Qualification,
    "stand-ins": StandIn,
    "storage/places": StoragePlace,
    "storage/rules": StorageRule,
    "signals/feeds": Feed,
}
TOKENS: dict[str, tuple[type[Model], str]] = {
    "papers": (Document, "verify_token"),
    "verify": (Document, "verify_token"),
    "files": (Attachment, "token"),
    "signals/intakes": (Intake, "token"),
    "signals/mappings": (Columns, "token"),
    "sittings": (Sitting, "token"),
    "schemes": (Choosing, "token"),
    "labels": (LabelSheet, "token"),
    "stocktakings": (Stocktaking, "token"),
}
NUMBERS: dict[str, type[Model]] = {
    "refunds": kinds()["purchase"],
    "resources": Resource,
    "signals": RiskSignal,
    "storage": kinds()["sample"],
}
NAMES = {
    "dashboard": lambda: [
        chart for boards in DASHBOARDS.values() for board in boards for chart in board.charts
    ],
    "risk-figures": lambda: ["ranking", "channels", "answers"],
    "month": lambda: sorted(LISTED),
}
# What else an address may name, whatever it begins with.
NAMED: dict[str, Callable[[], list[Any]]] = {
    "ending": lambda: ["csv"],
    "code": lambda: sorted(TERMS)[:3],
    "channel": lambda: ["a"],
    "kind": lambda: ["platformdisposal", "resultnotice"],
    "version": lambda: _all(Criteria, "version")[:2],
    "username": lambda: _all(User, "username"),
    "program": lambda: _all(ApiToken, "user__username"),
    "pseudonym": lambda: _all(Recipient, "pseudonym"),
}


FEW = 2


def _all(model: type[Model], name: str) -> list[Any]:
    return list(model._default_manager.order_by("-pk").values_list(name, flat=True)[:FEW])


def _begins(pattern: URLPattern) -> str:
    """How an address begins, up to what it names."""
    return str(pattern.pattern).partition("<")[0].strip("/")


@cache
def desks() -> dict[str, Desk]:
    """The desk of each kind, by how the addresses of its records begin."""
    found = ((pattern.default_args.get("desk"), _begins(pattern)) for pattern in routes())
    return {begins: desk for desk, begins in found if isinstance(desk, Desk) and "/" not in begins}


def _values(name: str, pattern: URLPattern) -> list[Any]:
    """What may stand in an address by this name; what nothing is called where there is nothing."""
    begins = _begins(pattern)
    desk = desks().get(begins)
    if name == "number":
        model: Any = desk.model if desk else NUMBERS.get(begins.partition("/")[0])
        return (_all(model, "number") if model else []) or ["X"]
    if name == "token":
        return (_all(*TOKENS[begins]) if begins in TOKENS else []) or ["X"]
    if name == "pk" or isinstance(pattern.pattern.converters[name], IntConverter):
        return (_all(KEYS[begins], "pk") if begins in KEYS else []) or [2026]
    if name == "name":
        return NAMES[begins]()
    return NAMED[name]() or ["X"]


def every(*wanted: str) -> list[str]:
    """All addresses that answer a GET, of pages and of programs; of these kinds every record and state."""
    pages = [
        *plain(),
        *of_lists(*wanted),
        *of_records(*wanted),
        *(url for kind in kinds() for url in of_one(kind)),
    ]
    return [*pages, *twins(pages)]


def plain() -> Iterator[str]:
    """The addresses of all that is no desk's: of each route one at least, of what they name the newest."""
    for pattern in routes():
        name = str(pattern.name)
        if "desk" in pattern.default_args or name.startswith("api-") or name == "set_language":
            continue
        names = list(pattern.pattern.converters)
        for values in product(*(_values(one, pattern) for one in names)):
            yield reverse(name, kwargs=dict(zip(names, values, strict=True)))


def of_lists(*wanted: str) -> Iterator[str]:
    """Lists with all columns, as pages and as files; of these kinds also by every state and clock."""
    columns = [("columns", name) for name in lists.COLUMNS]
    for desk in desks().values():
        listed = reverse(f"{desk.kind}-list")
        yield f"{listed}?{urlencode(columns)}"
        yield from (f"{reverse(f'{desk.kind}-sheet', args=[one])}?{urlencode(columns)}" for one in ENDINGS)
        if desk.kind in wanted:
            yield from (f"{listed}?state={state}" for state in desk.model.flow.states.values)
            yield from (f"{listed}?due={due}" for due, _label in DUE)


def of_records(*wanted: str) -> Iterator[str]:
    """The pages of all records of these kinds, with the forms that lead on."""
    for kind in wanted:
        for record in kinds()[kind]._default_manager.order_by("-pk"):
            yield from forms_of(record)


def of_one(kind: str) -> Iterator[str]:
    """The page of the newest record of a kind with its forms, and the form that opens another."""
    newest = kinds()[kind]._default_manager.order_by("-pk").first()
    if newest:
        yield from forms_of(newest)
    for desk in desks().values():
        if desk.kind == kind and desk.model.flow.opened_by_form:
            asked = [
                f"{above}={number}"
                for above in desk.model.opens_from
                for number in _all(kinds()[above], "number")
            ]
            yield from (f"{reverse(f'{kind}-open')}?{one}" for one in asked or [""])


def forms_of(record: Any) -> Iterator[str]:
    """The page of a record, and the forms of the steps that lead on."""
    yield record.get_absolute_url()
    for step in record.flow.leaving(record.state):
        yield reverse(f"{record.kind}-step", args=[record.number, step.name])


def twins(addresses: Iterable[str]) -> Iterator[str]:
    """The addresses of the API for these pages, each once."""
    begin = tuple(f"/{begins}/" for begins in (*desks(), "papers", "files"))
    found = (address.partition("?")[0] for address in addresses if address.startswith(begin))
    passed = ("/list.csv", "/list.xlsx", "/new/", "/service/", "/void/")
    return (f"/api/v1{one}" for one in dict.fromkeys(found) if not one.endswith(passed))


def searches(word: str) -> Iterator[str]:
    """Wherever a word of a purchase can be looked for."""
    yield f"{reverse('query')}?{urlencode({'words': word})}"
    yield from (
        f"{reverse(f'{kind}-list')}?{urlencode({'title': word})}" for kind in ("scheme", "purchase", "sample")
    )
    yield f"{reverse('api-purchase-list')}?{urlencode({'title': word})}"


def said(answer: Any) -> str:
    """All that an answer tells: its status, its headers but for its own number, in which any digits may stand
    by chance, and its body, unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "".join(f"{name}: {value}\n" for name, value in answer.items() if name != "X-Request-ID")
    return f"{answer.status_code}\n{head}{answer.cookies}\n{text(body)}"


def text(body: bytes) -> str:
    """A body as text: of a packed file that of its members, of a paper that of its pages, lines unfolded."""
    if body[:2] == b"PK" and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            return "\n".join(f"{name}\n{text(packed.read(name))}" for name in packed.namelist())
    if body[:5] == b"%PDF-":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode(errors="replace").replace("\r\n ", "")


def letters() -> str:
    """All e-mails that were sent, as they go over the wire and as they are read."""
    return "\n".join(f"{one.subject}\n{one.body}\n{one.message().as_string()}" for one in mail.outbox)


def send_everything(now: datetime) -> None:
    """Everybody gets an e-mail of all they were told."""
    User.objects.update(mail=Mail.DIGEST)
    for place, user in enumerate(User.objects.filter(pk__in=Notification.objects.values("user"))):
        user.email = f"{place}@post.example"  # their own names are no secret to them
        user.save(update_fields=["email"])
        post.digest_of(now, user.pk)
        note = Notification.objects.filter(user=user).latest("pk")
        Notification.objects.filter(pk=note.pk).update(mailed_at=None)
        post.one(now, note.pk)
