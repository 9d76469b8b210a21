"""What stands at an address of the web, without being led astray, held up or flooded by it?

Whoever may name an address could otherwise have the worker read what only machines of this house may: so only
http and https are spoken, the address is resolved once, every address that the name has is looked at, and the
connection goes to the very one that was looked at; so does each redirect. settings.FEED_PRIVATE_NETWORKS
names the networks of one's own that may be read all the same. Through settings.FEED_PROXY it is the proxy
that resolves names and decides where they may lead: here only private addresses written out are refused.

The connections are urllib3's, without its pools: these would resolve a name anew, and hide the socket, which
must be cut off from outside when a server sends a byte now and then.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry, make_headers

from documents.incoming.grids import LIMIT
from documents.quarantine import MEGABYTE
from monitoring.feeds.connectors import Broken

MOST_REDIRECTS = 5
PIECE = 65_536
AGENT = "Wangjian/1 (product quality monitoring)"
PORTS = {"http": 80, "https": 443}
# Too many requests, service unavailable: with these a server may say how long it wants to be left alone.
BUSY = (429, 503)
# Who wants to be left alone for more than a week is asked again all the same: it may have erred.
LONGEST_REST = 7 * 24 * 3600
_TRANSLATED = tuple(
    map(
        ip_network,
        (
            *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
            *("fec0::/10", "5f00::/16", "192.0.0.0/24", "192.88.99.0/24"),
        ),
    )
)


@dataclass(frozen=True)
class Page:
    """What an address answered. body: None where it is as it was at the last reading."""

    address: str
    body: bytes | None
    etag: str = ""
    modified: str = ""


def fetch(address: str, etag: str = "", modified: str = "") -> Page:
    """Read an address, unless it is as it was. etag, modified: what it answered the last time.

    All of it together takes at most settings.FEED_SECONDS; Broken says what went wrong.
    """
    ends = monotonic() + settings.FEED_SECONDS
    for _turn in range(MOST_REDIRECTS + 1):
        status, headers, body = _ask(checked(address), etag, modified, ends)
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            address = urljoin(address, headers["location"])
            continue
        if status == 304 and (etag or modified):
            return Page(address, None, etag, modified)
        if status != 200:
            told = _("The address answers with status %(status)d.") % {"status": status}
            raise Broken(told, rest=_rest(headers.get("retry-after", "")) if status in BUSY else 0)
        return Page(address, body, headers.get("etag", "")[:300], headers.get("last-modified", "")[:100])
    raise Broken(_("The address leads on to others without end."))


def checked(address: str) -> SplitResult:
    """The parts of an address that may be read; Broken says why it may not."""
    try:
        parts = urlsplit(address)
        valid = parts.scheme in PORTS and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid:
        raise Broken(_("Only addresses that begin with http:// or https:// are read."))
    if parts.username is not None or parts.password is not None:
        raise Broken(_("An address with a password in it is not read."))
    return parts


def _rest(told: str) -> float:
    """For how many seconds an address wants to be left alone: told as a number or a date (RFC 9110)."""
    try:
        return Retry(retry_after_max=LONGEST_REST).parse_retry_after(told)
    except (InvalidHeader, ValueError, OverflowError):
        return 0


def peers(host: str, port: int, ends: float) -> list[str]:
    """The addresses of a name to connect to; Broken if any of them is of a private network, TimeoutError if
    none is known by the instant `ends`."""
    places = _resolved(host, port, ends)
    if not places or not all(_public(ip_address(place.partition("%")[0])) for place in places):
        raise Broken(_("The address lies in a private network, which is not read."))
    return list(dict.fromkeys(places))


def _resolved(host: str, port: int, ends: float) -> list[str]:
    """What the machine's resolver answers. It cannot be told how long to wait, so it is left alone when the
    time is over."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(ends - monotonic(), 0.01))
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise Broken(_("The name %(host)s is not known.") % {"host": host}) from answer
    return answer


def _written_out(host: str) -> bool:
    """Whether a host is an address, in any way of writing one, or a name of the machine itself."""
    if f".{host.rstrip('.')}".endswith(".localhost"):
        return True
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return True


def _public(place: IPv4Address | IPv6Address) -> bool:
    if isinstance(place, IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    allowed = any(place in network for network in settings.FEED_PRIVATE_NETWORKS)
    # What is translated on its way may well end in a private network.
    translated = any(place in network for network in _TRANSLATED)
    return allowed or (place.is_global and not place.is_multicast and not translated)


def _ask(parts: SplitResult, etag: str, modified: str, ends: float) -> tuple[int, Mapping[str, str], bytes]:
    """(status, headers by name in small letters, body) of one GET that ends by the instant `ends`."""
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    try:
        host = (parts.hostname or "").encode("idna").decode()
        shown = f"[{host}]" if ":" in host else host
        headers["Host"] = f"{shown}:{parts.port}" if parts.port else shown
    except UnicodeError as error:
        raise Broken(_("The name %(host)s is not known.") % {"host": parts.hostname}) from error
    port = parts.port or PORTS[parts.scheme]
    try:
        if settings.FEED_PROXY:
            if _written_out(host):
                peers(host, port, ends)
            line, target, more = _through_proxy(parts, headers["Host"], port, ends)
            headers |= more
        else:
            line, target = _reached(parts.scheme, host, port, ends), _path(parts)
        with _by(line, ends):
            line.request("GET", target, headers=headers, preload_content=False, decode_content=False)
            answer = line.getresponse()
            said = {name.casefold(): value for name, value in answer.headers.items()}
            body = _body(answer, said) if answer.status == 200 else b""
            if monotonic() >= ends:
                raise TimeoutError
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise Broken(_why(error, monotonic() >= ends)) from error
    return answer.status, said, body


def _reached(scheme: str, host: str, port: int, ends: float) -> HTTPConnection:
    """A connection to the first place that answers: some may lie in a network not reached from here."""
    places = peers(host, port, ends)
    for place in places:
        seconds = max(ends - monotonic(), 0.01)
        line = (
            HTTPSConnection(place, port, timeout=seconds, server_hostname=host)
            if scheme == "https"
            else HTTPConnection(place, port, timeout=seconds)
        )
        try:
            line.connect()
        except (OSError, HTTPError) as error:
            line.close()
            if place == places[-1] or isinstance(error, ssl.SSLError) or monotonic() >= ends:
                raise
        else:
            return line
    raise AssertionError("peers() finds one at least")


def _through_proxy(
    parts: SplitResult, host: str, port: int, ends: float
) -> tuple[HTTPConnection, str, dict[str, str]]:
    """(connection, what is asked of it, headers for the proxy): https goes through it unseen."""
    proxy, seconds = urlsplit(settings.FEED_PROXY), max(ends - monotonic(), 0.01)
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}" if proxy.username else None
    headers = make_headers(proxy_basic_auth=login)
    name, at = proxy.hostname or "", proxy.port or PORTS["http"]
    if parts.scheme == "https":
        tunnel = HTTPSConnection(name, at, timeout=seconds)
        tunnel.set_tunnel(parts.hostname or "", port, headers, scheme="http")
        tunnel.connect()
        return tunnel, _path(parts), {}
    line = HTTPConnection(name, at, timeout=seconds)
    line.connect()
    return line, f"http://{host}{_path(parts)}", headers


@contextmanager
def _by(line: HTTPConnection, ends: float) -> Iterator[None]:
    """Cut a connection off at the instant `ends`: a server may send a byte every few seconds for ever, and no
    timeout of a single read ends that."""
    # The connection itself lets go of the socket as soon as an answer has begun.
    clock = Timer(max(ends - monotonic(), 0.01), _cut, [line.sock])
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        line.close()


def _cut(wire: socket.socket) -> None:
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself in this very moment


def _why(error: Exception, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return _("The address does not answer within %(n)d seconds.") % {"n": settings.FEED_SECONDS}
    if isinstance(error, ssl.SSLError):
        return _("The address has no sound certificate.")
    return _("The connection to the address fails or breaks off.")


def _path(parts: SplitResult) -> str:
    """What is asked of the host; letters that no address may hold are written as addresses write them."""
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{parts.path or '/'}{query}", safe="/:?#[]@!$&'()*+,;=%~-._|")


def _body(answer: BaseHTTPResponse, headers: Mapping[str, str]) -> bytes:
    """The whole body, read in pieces as long as it is not too much."""
    if headers.get("content-encoding", "identity") not in ("", "identity"):
        raise Broken(_("The address sends packed what was asked for plainly."))
    pieces, size = [], 0
    for piece in answer.stream(PIECE, decode_content=False):
        size += len(piece)
        if size > LIMIT:
            limit = {"limit": LIMIT // MEGABYTE}
            raise Broken(_("The address sends more than %(limit)d MB.") % limit)
        pieces.append(piece)
    return b"".join(pieces)
