"""Through which doors does a file come in? Each form with a field for files that somebody of the province can
open, the parts of a film, and each operation of the API whose description has a file."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.outages import PASSWORD, RISK, hidden

PATIENCE = 120  # seconds
# How many pages of a pattern somebody looks at; and all together, where a record stands in its address.
LOOKED_AT, BY_ALL = 3, 12
# At how many records an operation is tried.
TRIED = 12
VARIES = re.compile(r"/(?:[A-Z]{2}-[0-9A-Z]{4,12}|[0-9A-Z]{6,}|[A-Za-z0-9_-]{22,}|\d+)(?=/|$)")
AWAY = re.compile(r"^/(static|media|api|files|papers|verify|labels)/|logout|\.\w{2,4}$")
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
FIELD = re.compile(r"<input\b[^>]*>")
CHOICE = re.compile(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option\b[^>]*value="([^"]+)"')
TOKENS = ("wj_demo-center", "wj_demo-laboratory", "wj_demo-platform", "wj_demo-regulator")
# In which way a file is sent.
FORMS, MULTIPART, BASE64, PARTS = "form", "API, multipart", "API, base64", "in parts"


class Door(NamedTuple):
    """name: what it is called in the table. who: a log-in, or a token of the API. path: where the file goes.
    more: what is sent beside it. accepts: endings, none for all. lists: whether lines are read out of it."""

    name: str
    way: str
    who: str
    path: str
    field: str
    more: tuple[tuple[str, str], ...] = ()
    accepts: tuple[str, ...] = ()
    lists: bool = False

    def takes(self, name: str) -> bool:
        return not self.accepts or any(name.endswith(ending) for ending in self.accepts)


class Told(NamedTuple):
    """status: of HTTP, 0 where none came. took: seconds. taken: whether nothing was said against the file."""

    status: int
    took: float
    taken: bool
    leads_to: str = ""


class Visitor:
    """Somebody who is logged in, or a program with its token, on the port of the site."""

    def __init__(self, port: int, who: str) -> None:
        self.port, self.who = port, who
        self.cookies: dict[str, str] = {}
        self.program = who.startswith("wj_")

    def log_in(self) -> Visitor:
        if not self.program:
            page = self.ask("GET", "/login/")[2].decode()
            form = {"username": self.who, "password": PASSWORD, **hidden(page)}
            self.ask("POST", "/login/", urlencode(form).encode(), "application/x-www-form-urlencoded")
        return self

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", **more: str
    ) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body). No redirect is followed."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        headers |= {"Content-Type": kind} if kind else {}
        if self.program:
            headers |= {"Authorization": f"Bearer {self.who}", "Idempotency-Key": secrets.token_hex(16)}
        elif self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _is, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def own(self, door: Door) -> Door:
        """The door with this session's own token against forged requests."""
        token = ("csrfmiddlewaretoken", self.cookies.get("csrftoken", ""))
        return door._replace(more=(*(one for one in door.more if one[0] != token[0]), token))

    def page(self, path: str) -> str:
        """What a page says, "" where there is none."""
        for _leap in range(4):
            status, headers, body = self.ask("GET", path)
            if status in (301, 302):
                path = urlsplit(headers["Location"]).path
                continue
            return body.decode() if status == 200 and "html" in headers.get("Content-Type", "") else ""
        return ""

    def send(self, door: Door, name: str, content: bytes) -> Told:
        """Send a file through a door."""
        began = time.monotonic()
        try:
            if door.way == PARTS:
                status, leads_to, taken = self._in_parts(name, content)
            else:
                sent = _written(door if self.program else self.own(door), name, content)
                status, headers, body = self.ask("POST", door.path, *sent)
                leads_to, taken = headers.get("Location", ""), _taken(door, status, body.decode())
        except (OSError, HTTPException):
            return Told(0, time.monotonic() - began, taken=False)
        return Told(status, time.monotonic() - began, taken, leads_to)

    def _in_parts(self, name: str, content: bytes) -> tuple[int, str, bool]:
        """As the script does it: begin, then each part; what comes of it is named in a form afterwards."""
        named = f"filename {base64.b64encode(name.encode()).decode()}"
        begun = {"Upload_Length": str(len(content)), "Upload_Metadata": named, "Tus_Resumable": "1.0.0"}
        status, headers, _body = self.ask("POST", "/uploads/", b"", "text/plain", **begun)
        place, at = headers.get("Location", ""), 0
        while status in (201, 204) and at < len(content):
            part = content[at : at + 2**22]
            kind = "application/offset+octet-stream"
            status, _headers, _body = self.ask("PATCH", place, part, kind, Upload_Offset=str(at))
            at += len(part)
        return status, place, False


def _written(door: Door, name: str, content: bytes) -> tuple[bytes, str]:
    """(body, content type) of a request that sends a file."""
    if door.way == BASE64:
        file = {"name": name, "content": base64.b64encode(content).decode()}
        sent = {**dict(door.more), door.field.removesuffix("[]"): [file] if "[]" in door.field else file}
        return json.dumps(sent).encode(), "application/json"
    edge = f"edge-{secrets.token_hex(16)}"
    parts = [_part(edge, key) + value.encode() for key, value in door.more]
    parts.append(_part(edge, door.field.removesuffix("[]"), name) + content)
    return b"\r\n".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def _part(edge: str, field: str, file: str = "") -> bytes:
    named = f'; filename="{file}"\r\nContent-Type: application/octet-stream' if file else ""
    return f'--{edge}\r\nContent-Disposition: form-data; name="{field}"{named}\r\n\r\n'.encode()


def _taken(door: Door, status: int, body: str) -> bool:
    """Whether nothing is said against the file, though perhaps against what else was sent."""
    if status in (200, 201, 202, 302):
        return True
    if status != 422:
        return False
    field = door.field.removesuffix("[]")
    if door.way == FORMS:
        return f'id="id_{field}_error"' not in body
    errors = json.loads(body).get("errors", {})
    return field not in (errors if isinstance(errors, dict) else {one.get("field") for one in errors})


def looked_for(visitor: Visitor, by_all: Counter[str]) -> Iterator[Door]:
    """The forms with a field for files on the pages to which somebody's own pages lead. by_all: how often
    pages of a pattern were looked at, by others too."""
    waiting, seen, times = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        page = visitor.page(path)
        for form in FORM.findall(page):
            yield from _doors(visitor.who, path, form)
        for link in re.findall(r'href="(/[^"#?]*)', page):
            pattern = VARIES.sub("/*", link)
            enough = times[pattern] >= LOOKED_AT or ("*" in pattern and by_all[pattern] >= BY_ALL)
            if link not in seen and not AWAY.search(link) and not enough:
                times[pattern] += 1
                by_all[pattern] += 1
                seen.add(link)
                waiting.append(link)


def of_page(visitor: Visitor, path: str) -> list[Door]:
    """The forms with a field for files on one page."""
    return [door for form in FORM.findall(visitor.page(path)) for door in _doors(visitor.who, path, form)]


def _doors(who: str, path: str, form: str) -> Iterator[Door]:
    """The fields for files of a form. Nothing is typed into it: it shall not be complete, but for what a door
    that takes lists asks for, so that no file shuts the door behind it."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', field)) | {"": field} for field in FIELD.findall(form)]
    action = re.search(r'<form\b[^>]*action="([^"]+)"', form)
    to = unescape(action[1]) if action else path
    more = [
        (one["name"], unescape(one.get("value", "")))
        for one in inputs
        if one.get("type") == "hidden" or (one.get("type") == "radio" and " checked" in one[""])
        if "name" in one
    ]
    for one in inputs:
        if one.get("type") == "file" and "name" in one:
            name = f"{VARIES.sub('/*', to)} {one['name']}"
            lists = one["name"] == "file" and ("/import/" in to or to.endswith("/import/"))
            accepts = tuple(
                part for part in re.split(r"[,\s]+", one.get("accept", "")) if part.startswith(".")
            )
            yield Door(name, FORMS, who, to, one["name"], tuple(more), () if lists else accepts, lists)


def whole(visitor: Visitor) -> list[Door]:
    """Of whoever gathers risk information: a form that is filled in, so that the file is kept; channels
    of the import, one with a look at its columns; a film in parts."""
    page = visitor.page("/signals/new/")
    chosen = {name: found[0] for name, inside in CHOICE.findall(page) if (found := OPTION.findall(inside))}
    filled = tuple({**RISK, **hidden(page), "category": chosen.get("category", "")}.items())
    token = tuple(hidden(visitor.page("/signals/import/")).items())
    listed = [
        Door(f"/signals/import/ {channel}{' columns' if more else ''}", FORMS, visitor.who,
             "/signals/import/", "file", (*token, ("channel", channel), *more), lists=True)
        for channel, more in (("b", ()), ("c", ()), ("c", (("check_columns", "on"),)))
    ]  # fmt: skip
    kept = Door("/signals/new/ kept", FORMS, visitor.who, "/signals/new/", "evidence", filled)
    return [*listed, kept, Door("/uploads/", PARTS, visitor.who, "/uploads/", "", (), (".mp4",))]


def of_programs(port: int) -> Iterator[Door]:
    """Each operation of the API that takes a file, in both ways, at a record where it can be done."""
    programs = [Visitor(port, token) for token in TOKENS]
    _status, _headers, body = programs[0].ask("GET", "/api/schema/", Accept="application/json")
    described = json.loads(body)
    numbers: dict[str, list[tuple[Visitor, str]]] = {}
    for path, operations in described["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        fields = {
            way: list(_files(content.get(kind, {}).get("schema", {}), described["components"]["schemas"]))
            for kind, way in (("application/json", BASE64), ("multipart/form-data", MULTIPART))
        }
        if any(fields.values()):
            who, where = _place(programs, path, numbers)
            for way, names in fields.items():
                for name in names:
                    yield Door(f"{path} {name}", way, who, where, name, lists="/import/" in path)


def _files(schema: dict[str, Any], all_schemas: dict[str, Any]) -> Iterator[str]:
    """The properties that are files, with [] behind those that are several."""

    def meant(one: dict[str, Any]) -> dict[str, Any]:
        return all_schemas[one["$ref"].rpartition("/")[2]] if "$ref" in one else one

    for name, said in meant(schema).get("properties", {}).items():
        one = meant(said.get("items", said))
        if "content" in one.get("properties", {}) or one.get("format") == "binary":
            yield f"{name}[]" if "items" in said else name


def _place(
    programs: list[Visitor], path: str, numbers: dict[str, list[tuple[Visitor, str]]]
) -> tuple[str, str]:
    """(whose token, the address) where a form that lacks all is refused for what it lacks; else the first."""
    kind = path.partition("{")[0]
    if kind not in numbers:
        numbers[kind] = []
        for program in programs if "{" in path else ():
            status, _headers, body = program.ask("GET", kind)
            found = re.findall(r'"number":\s*"([^"]+)"', body.decode()) if status == 200 else []
            numbers[kind] += [(program, number) for number in dict.fromkeys(found)]
    tried = [(program, re.sub(r"\{\w+\}", number, path)) for program, number in numbers[kind]]
    tried = tried or [(program, re.sub(r"\{\w+\}", "RC-000000", path)) for program in programs]
    for program, where in tried[:TRIED]:
        if program.ask("POST", where, b"{}", "application/json")[0] == 422:
            return program.who, where
    return tried[0][0].who, tried[0][1]
