"""What came into a mailbox since the last reading? (6.1.2-a: a web mailbox)

The mailbox is opened to be read only: nothing in it is marked, moved or deleted. How far it was read is kept
by the number that the server gives each letter, together with what was taken, so that no letter is lost or
taken twice. Which mailboxes there are, and their passwords, stands in the environment alone:
settings.FEED_MAILBOXES.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from time import monotonic
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from casework.deadlines.clocks import local_day
from documents.incoming.grids import LIMIT
from documents.quarantine import MEGABYTE, Harmful, Limits, lines
from monitoring.feeds.connectors import Asked, Broken, Brought, File, Written, as_json, named_in
from monitoring.importers import items

IMAPS = 993
MOST_LETTERS = 50
# With its attachments as mail writes them, a third larger than they are.
LARGEST = LIMIT * 3 // 2
READABLE = (".xls", ".xlsx", ".csv", ".json", ".jsonl", ".txt")
# What reading one letter may cost: whoever likes may write one.
LIMITS = Limits(seconds=5, memory=512 * MEGABYTE)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mailbox:
    """Where a mailbox is, and how one gets in."""

    host: str
    port: int
    user: str
    password: str
    folder: str


def mailboxes(center: str, short: str = "") -> Mapping[str, str]:
    """The addresses of the mailboxes of a center by the name that settings.FEED_MAILBOXES gives them."""
    found: Mapping[str, str] = settings.FEED_MAILBOXES.get(center) or settings.FEED_MAILBOXES.get(short) or {}
    return found


def located(address: str) -> Mailbox:
    """The mailbox at "imaps://user:password@host:993/folder"; raises Broken."""
    try:
        parts = urlsplit(address)
        port = parts.port or IMAPS
    except ValueError as error:
        raise Broken(_("The mailbox is not set up rightly: ask who runs this installation.")) from error
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise Broken(_("The mailbox is not set up rightly: ask who runs this installation."))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(parts.hostname, port, unquote(parts.username), unquote(parts.password or ""), folder)


def mail(asked: Asked) -> Brought:
    """The letters since the last reading, oldest first. asked.address: the mailbox with its password, which
    is nowhere kept; asked.etag: "validity:last number read"."""
    box = located(asked.address)
    ends = monotonic() + settings.FEED_SECONDS / 2
    try:
        line = _opened(box)
        # A server may hold up a reading by a byte every few seconds, which no timeout of a single read ends.
        clock = Timer(settings.FEED_SECONDS, line.shutdown)
        clock.daemon = True
        clock.start()
        try:
            with line:
                return _read(line, box, asked, ends)
        finally:
            clock.cancel()
    except (imaplib.IMAP4.error, ssl.SSLError) as error:
        raise Broken(_("The mailbox does not let us in, or answers what cannot be understood.")) from error
    except OSError as error:
        raise Broken(_("The connection to the mailbox fails or breaks off.")) from error


def _opened(box: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=settings.FEED_SECONDS)


def _read(line: imaplib.IMAP4, box: Mailbox, asked: Asked, ends: float) -> Brought:
    """As many letters as come by the instant `ends`, but one at least; the others at the next reading."""
    line.login(box.user, box.password)
    folder = box.folder.replace("\\", "\\\\").replace('"', '\\"')
    if line.select(f'"{folder}"', readonly=True)[0] != "OK":
        raise Broken(_("The mailbox has no such folder."))
    validity = str(((line.response("UIDVALIDITY")[1] or [None])[0] or b"0").decode())
    before, _colon, last = asked.etag.partition(":")
    # Where the server has numbered all anew, what was taken is known again by its own number.
    done = int(last) if before == validity and last.isdigit() else 0
    answered = line.uid("SEARCH", "UID", f"{done + 1}:*")[1][0] or b""
    numbers = sorted(number for number in map(int, answered.split()) if number > done)
    files: list[File] = []
    weight = 0
    for number in numbers[:MOST_LETTERS]:
        content = _letter(line, number)
        files += [_too_large(number)] if content is None else _files(content, number, asked.words)
        weight += len(content or b"")
        done = number
        if weight > LARGEST or monotonic() > ends:
            break
    return Brought(tuple(files), f"{validity}:{done}", more=bool(numbers) and done < numbers[-1])


def _letter(line: imaplib.IMAP4, number: int) -> bytes | None:
    """A letter as it came, b"" for one taken away meanwhile, None for one that is too large."""
    said = line.uid("FETCH", str(number), "(RFC822.SIZE)")[1]
    size = _SIZE.search(b" ".join(one for one in said if isinstance(one, bytes)))
    if size is None or int(size[1]) > LARGEST:
        return None if size else b""
    parts = line.uid("FETCH", str(number), "(BODY.PEEK[])")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _too_large(number: int) -> File:
    reason = _("The letter is larger than %(limit)d MB.") % {"limit": LARGEST // MEGABYTE}
    return File(_("letter %(number)d") % {"number": number}, b"", lone=True, refusal=reason)


def _files(content: bytes, number: int, words: tuple[str, ...]) -> list[File]:
    try:
        return list(files_of(content, words)) if content else []
    except Harmful:
        # Those after it are read.
        reason = _("The letter is no sound e-mail.")
        return [File(_("letter %(number)d") % {"number": number}, b"", lone=True, refusal=reason)]


def files_of(content: bytes, words: tuple[str, ...] = ()) -> Iterator[File]:
    """A letter as files: its lists, if any are attached that an importer may read, else itself.

    Raises Harmful for one on which its reader stumbles, or that is made to keep it busy.
    """
    said = lines("monitoring.feeds.connectors.post:letter", content, READABLE, limits=LIMITS)
    told = next(said, None)
    attached: list[tuple[str, bytearray]] = []
    for one in said:
        if isinstance(one, dict):
            attached.append((one["name"], bytearray()))
        else:
            attached[-1][1].extend(b64decode(one))
    if attached:
        yield from (File(name, bytes(payload), lone=True) for name, payload in attached)
    elif told:
        yield _itself(told, words)


def _itself(told: Mapping[str, str], words: tuple[str, ...]) -> File:
    """What the letter says, as a list of one line."""
    sender = _("Letter from %(domain)s") % {"domain": told["domain"]} if told["domain"] else ""
    title = told["subject"] or sender
    line = {
        items.TITLE: title,
        items.TEXT: told["text"],
        items.PRODUCT: named_in(words, title, told["text"]),
        items.ADDRESS: told["id"],
        items.DAY: _day(told["at"]),
    }
    return File(title[:100] or "letter", as_json([line]), Written.LETTERS, lone=True)


def _day(written: str) -> str:
    if not written:
        return ""
    at = datetime.fromisoformat(written)
    return (local_day(at) if at.tzinfo else at.date()).isoformat()
