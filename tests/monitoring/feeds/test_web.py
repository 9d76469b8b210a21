"""Is an address read without being led into the house, held up or flooded?"""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from monitoring.feeds.connectors import Broken
from monitoring.feeds.connectors.web import fetch
from tests.monitoring.feeds.feed_samples import HERE, RSS, serving


def why(address: str) -> str:
    with pytest.raises(Broken) as broken:
        fetch(address)
    return str(broken.value)


def test_what_has_not_changed_is_not_sent_again(server):
    first = fetch(server.address("/feed"))
    assert first.body == RSS and first.etag and first.modified.endswith("GMT")
    again = fetch(server.address("/feed"), first.etag, first.modified)
    assert (again.body, again.etag) == (None, first.etag)
    asked = server.asked[1][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == (first.etag, first.modified)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::ffff:0:7f00:1]/",
        "http://[fec0::1]/",
        "http://[5f00::1]/",
        "http://192.0.0.9/",
        "http://192.88.99.1/",
        "http://10.0.0.7/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
    ],
)
def test_no_private_network_is_read(settings, address):
    settings.FEED_PRIVATE_NETWORKS = []
    assert "private network" in why(address)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "http://", "//x", "x", "http://a:b/"],
)
def test_only_the_web_is_read(address):
    assert "http://" in why(address)


def test_an_address_with_a_password_is_refused():
    assert "password" in why("https://user:secret@example.org/")


def test_a_name_with_one_private_address_among_public_ones_is_refused(settings, monkeypatch):
    settings.FEED_PRIVATE_NETWORKS = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 80)) for place in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    assert "private network" in why("http://example.org/")


def test_the_connection_goes_to_the_address_that_was_looked_at(server, monkeypatch):
    """A name that is resolved to another place a moment later leads nowhere else."""
    asked: list[str] = []
    there = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]
    real = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        asked.append(host)
        return there if host == "news.example" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    port = server.url.rpartition(":")[2]
    assert fetch(f"http://news.example:{port}/feed").body == RSS
    assert asked.count("news.example") == 1
    assert server.asked[0][1]["Host"] == f"news.example:{port}"


def test_of_several_addresses_the_first_that_answers_is_read(server, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 0)) for n in (9, 1)]
    real = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        return found if host == "news.example" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetch(f"http://news.example:{server.url.rpartition(':')[2]}/feed").body == RSS


def test_a_redirect_is_followed_and_looked_at_like_any_address(server):
    server.status["/moved"] = (302, {"Location": "/feed"})
    server.status["/inside"] = (302, {"Location": "http://10.0.0.1/"})
    server.status["/file"] = (301, {"Location": "file:///etc/passwd"})
    server.status["/round"] = (302, {"Location": "/round"})
    page = fetch(server.address("/moved"))
    assert (page.body, page.address) == (RSS, server.address("/feed"))
    assert "private network" in why(server.address("/inside"))
    assert "http://" in why(server.address("/file"))
    assert "without end" in why(server.address("/round"))


def test_a_body_without_end_is_given_up_at_the_limit(server):
    assert "more than 20 MB" in why(server.address("/endless"))


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_who_holds_up_the_reading_is_given_up(server, settings, path):
    settings.FEED_SECONDS = 0.5
    begun = time.monotonic()
    assert "does not answer within" in why(server.address(path))
    assert time.monotonic() - begun < 20


def test_a_resolver_that_never_answers_is_given_up(settings, monkeypatch):
    settings.FEED_SECONDS = 0.2
    waits = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: [waits.wait(5)][1:])
    begun = time.monotonic()
    assert "does not answer within" in why("http://slow.example/")
    assert time.monotonic() - begun < 4
    waits.set()


def test_a_body_shorter_than_was_said_is_no_answer(server):
    assert "breaks off" in why(server.address("/short"))


@pytest.mark.parametrize(("status", "said"), [(500, "status 500"), (404, "status 404"), (304, "status 304")])
def test_any_other_answer_is_said_by_its_number(server, status, said):
    server.status["/odd"] = (status, {})
    assert said in why(server.address("/odd"))


def test_what_is_sent_packed_is_not_unpacked(server):
    server.pages["/packed"] = b"\x1f\x8b"
    server.status["/packed"] = (200, {"Content-Encoding": "gzip"})
    assert "packed" in why(server.address("/packed"))


def test_a_name_that_nobody_knows_and_a_port_where_nobody_listens_are_said(server):
    assert "not known" in why("http://nobody.invalid/")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "fails or breaks off" in why(f"http://127.0.0.1:{free.getsockname()[1]}/")


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A certificate for 127.0.0.1 that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    path: Path = tmp_path / "certificate.pem"
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_over_tls_only_a_certificate_that_is_vouched_for_is_believed(settings, certificate, monkeypatch):
    settings.FEED_PRIVATE_NETWORKS = HERE
    with serving(certificate) as server:
        server.pages["/feed"] = RSS
        assert "no sound certificate" in why(server.address("/feed"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(server.address("/feed")).body == RSS
        settings.FEED_SECONDS = 0.5
        assert "does not answer within" in why(server.address("/drip"))
