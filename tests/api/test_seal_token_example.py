"""Does the example of a seal service do what docs/sealing.md asks, with keys that never leave a token?

SoftHSM2 is the token, and the time is told by a service that runs here.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pkcs11
import pytest
import time_machine
from asn1crypto import tsp
from django.urls import reverse
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper

from documents.signed.answers import Verdict, judged
from documents.signed.models import SignedCopy
from inspection.issuing.sealing.models import Sealing
from tests.conftest import NOW
from tests.inspection import given
from tests.jobs import worked
from tests.sealers import sealer, to_be_sealed

ROOT = Path(__file__).parents[2]
MODULE, PIN, BEARER = "/usr/lib/softhsm/libsofthsm2.so", "271828", "what-the-province-bears"
pytestmark = [
    pytest.mark.django_db(databases=["default", "log"]),
    pytest.mark.skipif(shutil.which("softhsm2-util") is None, reason="SoftHSM2 is not installed"),
]


def put(session: pkcs11.Session, identity: bytes, name: str) -> None:
    """Bring a key and its certificate onto the token, as its owner does once."""
    made = sealer(name)
    assert made.signing_cert
    point = made.signing_key["private_key"].parsed
    told = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: identity}
    session.create_object(
        {
            **told,
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
            pkcs11.Attribute.SENSITIVE: True,
            pkcs11.Attribute.EXTRACTABLE: False,
            pkcs11.Attribute.SIGN: True,
            pkcs11.Attribute.EC_PARAMS: made.signing_key["private_key_algorithm"]["parameters"].dump(),
            pkcs11.Attribute.VALUE: point["private_key"].native.to_bytes(32, "big"),
        }
    )
    session.create_object({**decode_x509_certificate(made.signing_cert.dump()), **told})


@pytest.fixture
def paper(cast):
    return to_be_sealed(given.issued(cast, NOW), NOW)


@pytest.fixture(scope="module")
def clock() -> Iterator[str]:
    """Where a service tells the time (RFC 3161)."""
    teller = sealer("时间戳", by_rsa=True)
    stamper = DummyTimeStamper(teller.signing_cert, teller.signing_key)

    class Telling(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            said = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Telling)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def token(tmp_path, monkeypatch, paper) -> None:
    """A token on which the laboratory's seal (01) and its signatory's key (02) are."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    wanted = ["--init-token", "--free", "--label", "laboratory", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(["softhsm2-util", *wanted], check=True, capture_output=True)
    held = {b"\x01": paper.office.name, b"\x02": paper.content["signatory"]}
    with pkcs11.lib(MODULE).get_token(token_label="laboratory").open(rw=True, user_pin=PIN) as session:
        for identity, name in held.items():
            put(session, identity, name)


@pytest.fixture
def service(token, clock, settings, paper):
    """The example, beside the token."""
    script = ROOT / "docs/examples/seal_token.py"
    arguments = ["--module", MODULE, "--token", "laboratory", "--seal", "01", "--port", "0", "--time", clock]
    arguments += ["--person", f"{paper.content['signatory']}=02"]
    told = {**os.environ, "TOKEN_PIN": PIN, "SEAL_TOKEN": BEARER}
    running = subprocess.Popen(
        [sys.executable, script, *arguments], env=told, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    with running, closing(running.stdout):
        settings.SEAL_SERVICE = running.stdout.readline().removeprefix("Ready at ").strip()
        settings.SEAL_SERVICE_TOKEN = BEARER
        yield
        running.terminate()


def test_a_report_is_signed_and_sealed_on_a_token(cast, at_desk, service, paper):
    with time_machine.travel(NOW, tick=False):
        at_desk(cast.signatory).post(reverse("sealing-begin"))
        worked(Sealing)
    found = Sealing.objects.get()
    assert (found.done, found.refused, found.failure) == (1, [], "")
    with SignedCopy.objects.get(document=paper).file.open("rb") as file:
        pdf = file.read()
    verdict = judged(BytesIO(pdf))
    assert verdict.verdict == Verdict.SEALED and [each.holds for each in verdict.signatures] == [True, True]
    made = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert [
        each.signer_info["unsigned_attrs"].native[0]["type"] == "signature_time_stamp_token" for each in made
    ] == [True, True]
