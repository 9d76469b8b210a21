"""What does a letter say, and what is attached to it? Called in quarantine only.

Python's library reads a header in a time that grows with the square of its length, and some in more memory
than a machine has. So of each header only its beginning is read, and whatever else a letter is made to do
ends with the reader.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import IO, Any, cast

from catalogue.names import written

# A header's characters that are read; and how many bytes of a file are said at a time.
LONGEST, SAID = 2_000, 48_000
_TAG = re.compile(r"<[^<>]*>")


class Bounded(EmailPolicy):
    """As letters are read today, but of each header no more than its beginning."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value if hasattr(value, "name") else value[:LONGEST])


def letter(file: IO[bytes], endings: list[str]) -> Iterator[dict[str, str] | str]:
    """Says what the letter says itself; then each attached file of such a name, as its name and its content
    in pieces of base64. Nothing of a machine's answer or report of delivery."""
    found = cast(EmailMessage, BytesParser(EmailMessage, policy=Bounded()).parse(file))
    if str(found.get("Auto-Submitted", "no")).strip().casefold() != "no":
        return
    yield {
        "subject": " ".join(str(found.get("Subject", "")).split()),
        # Whose letter it is tells where to ask; the name of the person is none of risk information.
        "domain": parseaddr(str(found.get("From", "")))[1].rpartition("@")[2],
        "id": str(found.get("Message-ID", "")).strip("<> \r\n\t"),
        "at": _at(found),
        "text": _text(found),
    }
    for part in found.iter_attachments():
        name = (part.get_filename() or "").replace("/", " ").replace("\\", " ").strip()
        if name.casefold().endswith(tuple(endings)) and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield {"name": name[-150:]}
                for at in range(0, len(payload), SAID):
                    yield base64.b64encode(payload[at : at + SAID]).decode()


def _text(found: EmailMessage) -> str:
    part = found.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        said = str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        said = payload.decode("gb18030", "replace") if isinstance(payload, bytes) else ""
    return " ".join(_TAG.sub(" ", said).split()) if part.get_content_subtype() == "html" else written(said)


def _at(found: EmailMessage) -> str:
    """When it was written, as ISO 8601 has it; "" where it does not say."""
    at = getattr(found.get("Date"), "datetime", None)
    return at.isoformat() if at else ""
