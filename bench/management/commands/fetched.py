"""Does a paper ever bring in a file or an address that its content names? `./run bench fetched` asks this.

A hundred texts that try to (elements, styles, attributes, templates, attachments, each for an address and for
a file of this machine) are written into every field of every paper. A server counts who asks; the file has a
word that no paper may show. The same texts through WeasyPrint as it comes must be asked for: else nothing was
tried.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import cycle, islice, product
from pathlib import Path
from random import Random
from threading import Thread
from types import UnionType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pypdf import PdfReader
from weasyprint import HTML

from documents.papers import PAPERS
from documents.render import render

MANY, SEED = 100, 1
DAY = date(2026, 11, 25)
CANARY = "unsaid-7f3a"
ASKING = (
    '<img src="{url}">',
    '<img src=x srcset="{url} 2x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>body {{ background: url("{url}") }}</style>',
    '<style>@font-face {{ font-family: f; src: url("{url}") }} * {{ font-family: f }}</style>',
    '<style>p::before, td::before {{ content: url("{url}") }}</style>',
    '<style>@page {{ @top-left {{ content: url("{url}") }} }}</style>',
    '<p style="background-image: url({url})">x</p>',
    '<li style="list-style-image: url({url})">x</li>',
    '<div style="border-image: url({url}) 1; border: 1px solid">x</div>',
    '<object data="{url}" type="image/png"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/></svg>',
    '<base href="{url}/"><img src="x.png">',
    '<meta http-equiv="refresh" content="0; url={url}">',
    '<video poster="{url}"></video>',
    '<input type="image" src="{url}">',
    "{{{{ cycler.__init__.__globals__.os.popen('curl {url}').read() }}}}",
    "{{% include '{url}' %}}",
)
OUT_OF = ("", '">', "'>", "</td></tr></table>", "-->", "</style>", "</title>", "&quot;&gt;", "\u0000", "]]>")


class Seen(NamedTuple):
    """What came of one text in one paper. refused: the paper was not made, because it named something."""

    paper: str
    text: str
    refused: bool
    shown: bool
    attached: bool


def texts(many: int, seed: int, url: str, file: str) -> list[str]:
    """Texts that ask for an address or a file, as a seed draws them from all that there are."""
    every = [out + asking.format(url=where) for out, asking, where in product(OUT_OF, ASKING, (url, file))]
    Random(seed).shuffle(every)  # noqa: S311
    return list(islice(every, many))


@contextmanager
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and what it was asked for."""
    heard: list[str] = []

    class Hears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hears)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/pixel.png", heard
    finally:
        server.shutdown()


def filled(shape: Any, text: str) -> Any:
    """A value of a type, in which every text is this one."""
    origin, inner = get_origin(shape), get_args(shape)
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        named = [each.name for each in fields(shape) if each.init]
        return shape(**{name: filled(hints[name], text) for name in named})  # type: ignore[operator]
    if origin is tuple:
        # A photo is named by its digest, and handed over with the paper: there is none here.
        photo = is_dataclass(inner[0]) and "digest" in {each.name for each in fields(inner[0])}
        return () if photo else (filled(inner[0], text),)
    if origin is UnionType:
        return filled(inner[0], text)
    if origin is Literal:
        return inner[0]
    return {str: text, int: 1, bool: True, date: DAY, Decimal: Decimal(1)}[shape]


def made(name: str, text: str) -> Seen:
    """Draw a paper of a kind with a text in all its fields, and look into its PDF."""
    paper = filled(PAPERS[name], text)
    try:
        pdf = render(PAPERS[name].template, {"paper": paper.content(), "photos": {}}, language="zh-hans")
    except ValueError:
        return Seen(name, text, refused=True, shown=False, attached=False)
    reader = PdfReader(BytesIO(pdf))
    shown = any(CANARY in page.extract_text() for page in reader.pages)
    return Seen(name, text, refused=False, shown=shown, attached=bool(reader.attachments))


class Command(BaseCommand):
    help = "Do papers fetch what their content names?"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--many", type=int, default=MANY, help=f"how many texts ({MANY})")
        parser.add_argument("--seed", type=int, default=SEED, help=f"another one draws others ({SEED})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what came of it. Raises CommandError where anything was fetched, shown or attached, or where
        WeasyPrint as it comes fetches nothing either."""
        with tempfile.TemporaryDirectory() as folder, asked() as (url, heard):
            canary = Path(folder, "canary.txt")
            canary.write_text(CANARY)
            tried = texts(options["many"], options["seed"], url, canary.as_uri())
            seen = [made(name, text) for name, text in zip(cycle(PAPERS), tried)]
            ours = len(heard)
            logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
            for text in tried:
                with suppress(Exception):  # whatever it makes of it: what it was asked for counts
                    HTML(string=f"<p>{text}</p>").write_pdf()
        theirs = len(heard) - ours
        shown, attached = (sum(getattr(one, name) for one in seen) for name in ("shown", "attached"))
        refused = sum(one.refused for one in seen)
        self.stdout.write(
            f"{len(seen)} texts in {len(PAPERS)} kinds of papers: {ours} fetched, {shown} shown, "
            f"{attached} attached, {refused} papers refused; WeasyPrint as it comes fetched {theirs}"
        )
        if ours or shown or attached or not theirs:
            raise CommandError("A paper brought in what its content names, or nothing was tried.")
