"""How does a laboratory seal reports with the key on its own token? A worked example of docs/sealing.md.

    pip install 'pyhanko[pkcs11]'
    python seal_token.py --module /usr/lib/softhsm/libsofthsm2.so --token laboratory \
        --seal 01 --person 王签发=02 --time https://time.example/tsa --port 8090

It runs beside the token (PKCS#11) and answers digests with signatures, for the laboratory that the
certificate of its seal names and nobody else; the key never leaves the token. The PIN stands in TOKEN_PIN,
what the caller has to bear in SEAL_TOKEN. --seal, --person: by which certificate it signs, by the id that it
has on the token; --time: an RFC 3161 service, whose time goes into each signature. It speaks plain HTTP to
this machine alone: put a server that speaks TLS before it (SEAL_SERVICE wants https://).

One session with the token is opened when it starts, and each signature is made in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import json
import os
import sys
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

LONGEST = 16 * 1024  # bytes of a question


class Refusal(Exception):
    """Why a paper is not signed; the sentence is shown to the signatory."""


class Token:
    """The session with a token, and who signs by which certificate on it."""

    def __init__(self, session: Any, seal: str, people: dict[str, str], time: str) -> None:
        self.timestamps = HTTPTimeStamper(time) if time else None
        self.seal = self._signer(session, seal)
        self.people = {name: self._signer(session, key) for name, key in people.items()}

    def _signer(self, session: Any, key: str) -> PKCS11Signer:
        """By the id of the certificate: a token that was renewed holds two of one name."""
        identity = bytes.fromhex(key)
        # The digest is made here: not every token makes those of elliptic curves itself.
        signer = PKCS11Signer(session, cert_id=identity, key_id=identity, use_raw_mechanism=True)
        if "non_repudiation" not in signer.signing_cert.key_usage_value.native:
            sys.exit(f"The certificate {key} is not made for what its holder stands by (non-repudiation).")
        return signer

    def answer(self, question: dict[str, Any]) -> bytes | None:
        """The signature; None where there is no certificate of this person. Raises Refusal."""
        if question["contract"] != 1 or question["digest"]["algorithm"] != "sha256":
            raise Refusal("This program knows contract 1 and SHA-256.")
        office = question["office"]
        named = self.seal.signing_cert.subject.human_friendly
        if not any(text and text in named for text in (office["name"], office["credit_code"])):
            raise Refusal(f"The seal on this token is not that of {office['name']}.")
        signer = self.seal if question["hand"] == "seal" else self.people.get(question["person"])
        if signer is None:
            return None
        digest = bytes.fromhex(question["digest"]["value"])
        signing = signer.async_sign(digest, "sha256", use_pades=True, timestamper=self.timestamps)
        made: bytes = asyncio.run(signing).dump()
        return made


class Answering(BaseHTTPRequestHandler):
    token: Token
    bearer: str

    def do_POST(self) -> None:
        if not hmac.compare_digest(self.headers.get("Authorization", ""), f"Bearer {self.bearer}"):
            self.say(401)
            return
        question = json.loads(self.rfile.read(min(int(self.headers["Content-Length"]), LONGEST)))
        try:
            made = self.token.answer(question)
        except Refusal as refusal:
            self.say(422, {"detail": str(refusal)})
            return
        except (TimestampRequestError, SigningError) as error:
            self.log_error("%s: %s", question["paper"]["number"], error)
            self.say(502)
            return
        self.log_message("%s for %s", question["hand"], question["paper"]["number"])
        if made is None:
            self.say(204)
        else:
            self.say(200, {"cms": b64encode(made).decode()})

    def say(self, status: int, body: Any = None) -> None:
        content = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--module", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--seal", required=True, help="id of the seal's certificate, in hexadecimal digits")
    parser.add_argument("--person", action="append", default=[], help="NAME=ID of a signatory's certificate")
    parser.add_argument("--time", default="")
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    people = dict(each.split("=", 1) for each in given.person)
    token = TokenCriteria(label=given.token)
    session = open_pkcs11_session(given.module, token_criteria=token, user_pin=os.environ["TOKEN_PIN"])
    Answering.bearer = os.environ["SEAL_TOKEN"]
    Answering.token = Token(session, given.seal, people, given.time)
    server = HTTPServer(("127.0.0.1", given.port), Answering)
    print(f"Ready at http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
