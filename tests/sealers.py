"""With which certificates and programs do laboratories, and those who mean ill, sign a PDF?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from typing import TypeVar

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from documents.models import Document
from documents.tasks import render_document
from inspection.reports.models.reports import Report

BOX = (360, 80, 480, 200)  # where a seal is set, in points
DER = serialization.Encoding.DER

T = TypeVar("T")


def to_be_sealed(report: Report, now: datetime) -> Document:
    """The paper of a report that was issued, with its PDF."""
    paper = Document.objects.get(record=report.pk, paper="test_report", superseded_by=None)
    render_document(now, paper.pk)
    paper.refresh_from_db()
    return paper


@cache
def sealer(name: str, *, stands_by: bool = True, by_rsa: bool = False) -> SimpleSigner:
    """Who holds a certificate in this name, which they made themselves. stands_by: for non-repudiation."""
    now, key = datetime.now(UTC), _key(by_rsa)
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, name), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    usage = x509.KeyUsage(True, stands_by, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=asn1.Certificate.load(made.public_bytes(DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def _key(by_rsa: bool) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048) if by_rsa else ec.generate_private_key(ec.SECP256R1())


def sealed(
    pdf: bytes, by: SimpleSigner, field: str = "Seal", *, places: tuple[str, ...] = (), certify: bool = False
) -> bytes:
    """The PDF with a seal on its first page, added behind what it is.

    places: for which fields room is made now, this one if none is named. certify: nothing but signatures in
    fields that are there may follow.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for name in places if field in _fields(pdf) else places or (field,):
        fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=0, box=BOX))
    how = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, certify=certify
    )
    return aside(partial(signers.sign_pdf, writer, how, signer=by)).getvalue()  # type: ignore[no-any-return]


def aside(do: Callable[[], T]) -> T:
    """Do it in a thread of its own: where Playwright was at work an event loop still runs in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(do).result()


def _fields(pdf: bytes) -> set[str]:
    return set(PdfReader(BytesIO(pdf)).get_fields() or ())
