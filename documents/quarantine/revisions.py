"""How often was a PDF saved anew, who signed it, and what was changed after? Asked in quarantine only.

A PDF that is saved by adding to it (ISO 32000-1, 7.5.6) still begins with the bytes that it had before. What
was added since is judged by pyHanko's analysis of differences: signatures alone, or anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import IO, Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.general import CMSExtractionError, SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# Where a PDF ends, each time that it was saved; what follows the sign is a matter of taste.
END = re.compile(rb"%%EOF(?:\r\n|\r|\n|)")
# Nobody saves a paper more often.
MOST_SAVED = 100
# What may be added to a paper that nobody has signed yet: also that only signatures may follow.
SIGNING = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),  # type: ignore[no-untyped-call]
        *DEFAULT_DIFF_POLICY.global_rules[1:],
    ],
    form_rule=DEFAULT_DIFF_POLICY.form_rule,
)
# Whoever signs must stand by what is signed (RFC 5280, 4.2.1.3); it is asked for, and judged by who asks.
STANDS_BY = "non_repudiation"
ANY_USE = KeyUsageConstraints(key_usage=set(), match_all_key_usages=False)
# What is raised over a signature that is written down wrongly, or in a way that is not known here.
UNREAD = (
    PdfError,
    CMSExtractionError,
    SignatureValidationError,
    SigningError,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
)


def ends(file: IO[bytes]) -> Iterator[list[Any]]:
    """[how many bytes, their SHA-256] of each beginning of the file that may have been a file of its own,
    shortest first; the last is all of it."""
    content = file.read()
    found = {len(content)}
    for match in list(END.finditer(content))[:MOST_SAVED]:
        word = match.start() + len(b"%%EOF")
        found |= {word, min(word + 1, len(content)), match.end()}
    digest, at = sha256(), 0
    for end in sorted(found):
        digest.update(content[at:end])
        at = end
        yield [end, digest.copy().hexdigest()]


def since(file: IO[bytes], known: int) -> Iterator[Any]:
    """What became of a PDF since it had so many bytes: first whether all that was added is signatures, then
    what each signature says (`_said`), in the order in which they were made. One that cannot be read falls
    over."""
    content = file.read()
    reader = PdfFileReader(BytesIO(content))
    yield _adds_signatures_alone(reader, content[:known]) if len(content) > known else True
    for signature in reader.embedded_signatures:
        yield _said(signature)


def _adds_signatures_alone(reader: PdfFileReader, before: bytes) -> bool:
    base = PdfFileReader(BytesIO(before)).total_revisions - 1
    if reader.total_revisions <= base + 1:
        return False
    found = SIGNING.review_file(reader, base)
    if isinstance(found, SuspiciousModification):
        return False
    return bool(found.modification_level <= ModificationLevel.FORM_FILLING)


def _said(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    """What a signature says of itself, and what is found of it. certificate: the SHA-256 of the signer's.
    intact: what it covers is as it was signed, by the key of that certificate. whole: it covers all that
    there was then. untouched: only signatures were added after. judged: whether all this could be found out;
    what could not is False."""
    signer = signature.signer_cert
    said = {
        "field": signature.field_name,
        "name": _called(signer.subject),
        "issuer": _called(signer.issuer),
        "certificate": sha256(signer.dump()).hexdigest(),
        "stands_by": _stands_by(signer),
        "at": _instant(signature.self_reported_timestamp),
        "method": signature.signer_info["signature_algorithm"]["algorithm"].native,
    }
    try:
        moment = signature.self_reported_timestamp
        trusted = ValidationContext(trust_roots=[signer], allow_fetching=False, moment=moment)
        found = validate_pdf_signature(signature, trusted, key_usage_settings=ANY_USE)
    except UNREAD:
        return {**said, "judged": False, "intact": False, "whole": False, "untouched": False}
    level = found.modification_level
    return {
        **said,
        "judged": True,
        "intact": bool(found.intact and found.valid),
        "whole": found.coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        "untouched": level is not None
        and level <= ModificationLevel.FORM_FILLING
        and found.docmdp_ok is not False,
    }


def _called(name: x509.Name) -> str:
    """Organisation and person, as a certificate names them; all of the name where it names neither."""
    said = name.native
    parts = [said.get(part) or "" for part in ("organization_name", "common_name")]
    plain = [part if isinstance(part, str) else " ".join(part) for part in parts]
    return " · ".join(dict.fromkeys(filter(None, plain))) or str(name.human_friendly)


def _stands_by(signer: x509.Certificate) -> bool:
    return signer.key_usage_value is None or STANDS_BY in signer.key_usage_value.native


def _instant(moment: Any) -> str:
    return moment.isoformat() if moment else ""
