"""How would somebody forge a paper that its office has sealed? The ways, by chance and by seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice
from random import Random

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import FreeText

from documents.drawn import draw
from documents.models import Document
from documents.papers import PAPERS
from documents.render import to_pdf
from tests.sealers import sealed, sealer

# Where a PDF ends that may have been a file of its own.
END = re.compile(rb"%%EOF\s*")
# What a forger would rather read.
BETTER = ("符合", "合格", "0.0001", "<0.01", "未检出", "PASS")


@dataclass(frozen=True)
class Papers:
    """What a forger has: a paper as it was issued and as its office sealed it, another paper of that office,
    and the means to draw the first one with another value. office: how the certificate names it."""

    issued: bytes
    sealed: bytes
    other: bytes
    redrawn: Callable[[str], bytes]
    office: str


Way = Callable[[Papers, Random], bytes]


def gathered(paper: Document, other: Document, seal: bytes) -> Papers:
    """What somebody has who has two reports, and the seal on the first, of which the first result failed."""
    html = draw(PAPERS[paper.paper].template, {"paper": paper.content}, language=paper.language)
    worse = f">{paper.content['results'][0]['measured']}<"
    assert worse in html  # else nothing is made better

    def redrawn(better: str) -> bytes:
        return to_pdf(html.replace(worse, f">{better}<").replace("不符合", "符合"))

    return Papers(content(paper), seal, content(other), redrawn, paper.office.name)


def content(paper: Document) -> bytes:
    """The PDF as it was issued."""
    with paper.pdf.open("rb") as file:
        issued: bytes = file.read()
    return issued


def forgeries(papers: Papers, seed: int, many: int) -> Iterator[tuple[str, bytes]]:
    """(way, PDF) of so many forgeries, one way after the other: of one seed always the same."""
    for nth, (name, way) in enumerate(islice(cycle(WAYS.items()), many)):
        yield name, way(papers, Random(f"{seed}/{nth}"))  # noqa: S311  no secret


def _byte(papers: Papers, chance: Random) -> bytes:
    return _bent(papers.sealed, chance.randrange(len(papers.sealed)), chance)


def _byte_of_the_seal(papers: Papers, chance: Random) -> bytes:
    """Where the signature itself is written, behind what was issued."""
    return _bent(papers.sealed, chance.randrange(len(papers.issued), len(papers.sealed)), chance)


def _bent(content: bytes, place: int, chance: Random) -> bytes:
    bent = bytearray(content)
    bent[place] ^= 1 << chance.randrange(8)
    return bytes(bent)


def _value(papers: Papers, chance: Random) -> bytes:
    return papers.redrawn(chance.choice(BETTER))


def _value_in_the_offices_name(papers: Papers, chance: Random) -> bytes:
    """By a certificate that the forger made and that is called like the office."""
    return sealed(papers.redrawn(chance.choice(BETTER)), sealer(f"{papers.office} "))


def _page_of_another(papers: Papers, chance: Random) -> bytes:
    own, others = PdfReader(BytesIO(papers.sealed)).pages, PdfReader(BytesIO(papers.other)).pages
    place = chance.randrange(len(own))
    return _written(
        [others[min(at, len(others) - 1)] if at == place else page for at, page in enumerate(own)]
    )


def _first_page_under_anothers_code(papers: Papers, chance: Random) -> bytes:
    own, others = PdfReader(BytesIO(papers.sealed)).pages, PdfReader(BytesIO(papers.other)).pages
    return _written([others[0], *own[1:]])


def _pages_swapped(papers: Papers, chance: Random) -> bytes:
    pages = list(PdfReader(BytesIO(papers.sealed)).pages)
    one = chance.randrange(len(pages))
    return _written([*pages[one + 1 :], *pages[: one + 1]] if len(pages) > 1 else pages * 2)


def _page_gone(papers: Papers, chance: Random) -> bytes:
    pages = list(PdfReader(BytesIO(papers.sealed)).pages)
    gone = chance.randrange(len(pages))
    return _written([page for at, page in enumerate(pages) if at != gone] or pages * 2)


def _saved_anew(papers: Papers, chance: Random) -> bytes:
    return _written(list(PdfReader(BytesIO(papers.sealed)).pages))


def _written(pages: list[PageObject]) -> bytes:
    writer, made = PdfWriter(), BytesIO()
    for page in pages:
        writer.add_page(page)
    writer.write(made)
    return made.getvalue()


def _text_over_the_sealed(papers: Papers, chance: Random) -> bytes:
    return _noted(papers.sealed, chance)


def _text_over_the_issued(papers: Papers, chance: Random) -> bytes:
    return _noted(papers.issued, chance)


def _text_over_it_then_sealed(papers: Papers, chance: Random) -> bytes:
    return sealed(_noted(papers.issued, chance), sealer(papers.office))


def _noted(content: bytes, chance: Random) -> bytes:
    """With a text that was added behind it, as by a viewer that saves what was noted on a page."""
    writer, made = PdfWriter(BytesIO(content), incremental=True), BytesIO()
    left, low = chance.randrange(50, 400), chance.randrange(50, 700)
    note = FreeText(text=chance.choice(BETTER), rect=(left, low, left + 80, low + 20))
    writer.add_annotation(chance.randrange(len(writer.pages)), note)
    writer.write(made)
    return made.getvalue()


def _title_of_the_sealed(papers: Papers, chance: Random) -> bytes:
    """Only what stands beside the pages."""
    writer, made = PdfWriter(BytesIO(papers.sealed), incremental=True), BytesIO()
    writer.add_metadata({"/Title": chance.choice(BETTER)})
    writer.write(made)
    return made.getvalue()


def _signature_taken_off(papers: Papers, chance: Random) -> bytes:
    """The issued file again, with a trifle behind it or without, so that it need not be the same bytes."""
    return papers.issued + chance.choice((b"", b"\n", b" ", b"%\n"))


def _cut(papers: Papers, chance: Random) -> bytes:
    """Up to one of the ends inside it, or to any byte behind what was issued."""
    ends = [match.end() for match in END.finditer(papers.sealed)][:-1]
    return papers.sealed[: chance.choice([*ends, chance.randrange(len(papers.issued), len(papers.sealed))])]


def _more_behind_it(papers: Papers, chance: Random) -> bytes:
    return papers.sealed + chance.choice((b"\n", b"%\n", b"%%EOF\n", papers.other, papers.issued))


def _signed_by_a_stranger(papers: Papers, chance: Random) -> bytes:
    return sealed(papers.issued, sealer(f"Stranger {chance.randrange(3)}"))


def _signed_in_the_offices_name(papers: Papers, chance: Random) -> bytes:
    return sealed(papers.issued, sealer(f"{papers.office} "), certify=chance.random() < 0.5)


def _signed_once_more(papers: Papers, chance: Random) -> bytes:
    return sealed(papers.sealed, sealer(f"Stranger {chance.randrange(3)}"), "Another")


WAYS: dict[str, Way] = {
    way.__name__.removeprefix("_").replace("_", " "): way
    for way in (
        *(_byte, _byte_of_the_seal, _value, _value_in_the_offices_name, _page_of_another),
        *(_first_page_under_anothers_code, _pages_swapped, _page_gone, _saved_anew),
        *(_text_over_the_sealed, _text_over_the_issued, _text_over_it_then_sealed, _title_of_the_sealed),
        *(_signature_taken_off, _cut, _more_behind_it),
        *(_signed_by_a_stranger, _signed_in_the_offices_name, _signed_once_more),
    )
}
