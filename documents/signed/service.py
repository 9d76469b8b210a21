"""How does a seal service sign a paper of which it is sent the digest alone? (docs/sealing.md)

The keys of laboratories lie with the service, or on a token behind it, and never here. What it answers is put
into the PDF behind the bytes that were issued, and is judged like whatever else an office returns.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from binascii import Error
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from time import monotonic
from typing import IO, Any

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument

from documents.models import Document

CONTRACT = 1
ROOM = 2 * 16 * 1024  # for a signature, in bytes of the PDF: two for each of its own
ANSWER = 64 * 1024  # bytes of an answer at most
REASON = 300  # characters of a refusal at most


class Hand(StrEnum):
    """As what a paper is signed; also the names of the two fields, in the order in which they are filled."""

    SIGNATORY = "signatory"
    SEAL = "seal"


class Unanswered(Exception):
    """The service cannot be reached, or answers what is no answer: later it may."""


class Declined(Exception):
    """The service will not sign this paper, for the reason that it gives."""


@dataclass(frozen=True)
class Prepared:
    """A PDF with room for a signature, and the digest that it is to sign."""

    file: IO[bytes]
    digest: PreparedByteRangeDigest


def is_there() -> bool:
    """Whether the installation has a seal service."""
    return bool(settings.SEAL_SERVICE)


def sealed(paper: Document) -> bytes:
    """The PDF of a paper with its signatory's signature, where the service has one, and its office's seal.

    Both fields are made with the first signature, which allows nothing but the other (DocMDP, P=2). Raises
    Unanswered and Declined.
    """
    with paper.pdf.open("rb") as file:
        pdf = file.read()
    signed = _signed(pdf, paper, Hand.SIGNATORY, certify=True)
    whole = _signed(signed or pdf, paper, Hand.SEAL, certify=signed is None)
    if whole is None:
        raise Declined(_("The seal service has no seal of “%(office)s”.") % {"office": paper.office.name})
    return whole


def _signed(pdf: bytes, paper: Document, hand: Hand, *, certify: bool) -> bytes | None:
    """The PDF signed by a hand; None where the service has none of that kind for this paper."""
    # In a thread of its own: whoever calls may have an event loop running in this one.
    with ThreadPoolExecutor(1) as beside:
        prepared = beside.submit(asyncio.run, _prepared(pdf, hand, certify=certify)).result()
        answer = _answer(_question(paper, hand, prepared.digest.document_digest))
        if answer is None:
            return None
        put = beside.submit(PdfTBSDocument.finish_signing, prepared.file, prepared.digest, answer)
        try:
            put.result()
        except (ValueError, OverflowError) as error:
            raise Unanswered(str(error)) from error
    prepared.file.seek(0)
    return prepared.file.read()


async def _prepared(pdf: bytes, hand: Hand, *, certify: bool) -> Prepared:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if certify:
        for each in Hand:
            fields.append_signature_field(writer, fields.SigFieldSpec(each.value, on_page=0))
    how = signers.PdfSignatureMetadata(
        field_name=hand.value,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    nobody = signers.ExternalSigner(signing_cert=None, cert_registry=None, signature_value=ROOM)
    signer = signers.PdfSigner(how, nobody)
    digest, _document, file = await signer.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=ROOM
    )
    return Prepared(file, digest)


def _question(paper: Document, hand: Hand, digest: bytes) -> dict[str, Any]:
    """What the service is sent: for whom which paper is to be signed, and the digest; nothing of what the
    paper says."""
    return {
        "contract": CONTRACT,
        "hand": hand.value,
        "office": {"name": paper.office.name, "credit_code": paper.office.credit_code},
        "person": str(paper.content.get("signatory", "")) if hand == Hand.SIGNATORY else "",
        "paper": {"number": paper.file_number, "sha256": paper.pdf_sha256},
        "digest": {"algorithm": "sha256", "value": digest.hex()},
    }


def _answer(question: dict[str, Any]) -> bytes | None:
    """The CMS signature that the service answers with, as DER; None where it has no such hand.

    Nothing is followed elsewhere, and no more is read than a signature is long.
    """
    patience = urllib3.Timeout(total=settings.SEAL_SERVICE_SECONDS)
    headers = {"Authorization": f"Bearer {settings.SEAL_SERVICE_TOKEN}", "Content-Type": "application/json"}
    with urllib3.PoolManager(timeout=patience, retries=False) as pool:
        try:
            answer = pool.request(
                "POST",
                settings.SEAL_SERVICE,
                body=json.dumps(question).encode(),
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            body = _read(answer)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unanswered(str(error)) from error
    if answer.status == 204:
        return None
    said = _said(body)
    if answer.status in (403, 404, 409, 422) and said.get("detail"):
        raise Declined(str(said["detail"])[:REASON])
    if answer.status != 200:
        raise Unanswered(f"HTTP {answer.status}")
    try:
        return b64decode(str(said["cms"]), validate=True)
    except (KeyError, Error) as error:
        raise Unanswered("no signature in its answer") from error


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    """What stands in an answer. Raises Unanswered for more than a signature, and for one that drips: each
    byte of it is in time."""
    body, until = b"", monotonic() + settings.SEAL_SERVICE_SECONDS
    while piece := answer.read1(ANSWER):
        body += piece
        if len(body) > ANSWER:
            raise Unanswered("its answer is longer than a signature")
        if monotonic() > until:
            raise Unanswered("its answer does not end")
    return body


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
