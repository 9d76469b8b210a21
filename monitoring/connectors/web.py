"""What stands at an address of the web, without being led astray, held up or flooded by it?

Whoever may name an address could otherwise have the worker read what only machines of this house may: so only
http and https are spoken, the address is resolved once, every address that the name has is looked at, and the
connection goes to the very one that was looked at; so does each redirect. settings.FEED_PRIVATE_NETWORKS
names the networks of one's own that may be read all the same.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from monitoring.connectors import Broken
from monitoring.importers.grids import LIMIT, MEGABYTE

MOST_REDIRECTS = 5
PIECE = 65_536
AGENT = "Wangjian/1 (product quality monitoring)"
PORTS = {"http": 80, "https": 443}
_TRANSLATED = tuple(
    ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
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
        status, headers, body = _ask(checked(address), etag, modified, ends - monotonic())
        if status in (301, 302, 303, 307, 308) and headers.get("location"):
            address = urljoin(address, headers["location"])
            continue
        if status == 304 and (etag or modified):
            return Page(address, None, etag, modified)
        if status != 200:
            raise Broken(_("The address answers with status %(status)d.") % {"status": status})
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


def peers(host: str, port: int) -> list[str]:
    """The addresses of a name to connect to; Broken if any of them is of a private network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Broken(_("The name %(host)s is not known.") % {"host": host}) from error
    places = [str(entry[4][0]) for entry in found]
    if not places or not all(_public(ip_address(place.partition("%")[0])) for place in places):
        raise Broken(_("The address lies in a private network, which is not read."))
    return list(dict.fromkeys(places))


def _public(place: IPv4Address | IPv6Address) -> bool:
    if isinstance(place, IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    allowed = any(place in network for network in settings.FEED_PRIVATE_NETWORKS)
    # What is translated on its way may well end in a private network.
    translated = any(place in network for network in _TRANSLATED)
    return allowed or (place.is_global and not place.is_multicast and not translated)


class _Line(HTTPConnection):
    """A connection to one of the places looked at, whatever the name is resolved to by now."""

    def __init__(self, parts: SplitResult, places: list[str], seconds: float) -> None:
        host = parts.hostname or ""
        super().__init__(host, parts.port or PORTS[parts.scheme], timeout=seconds)
        self.places, self.secure, self.late = places, parts.scheme == "https", False
        # The socket itself: the base class lets go of it as soon as an answer has begun.
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.wire = self._connected()
        if self.secure:
            context = ssl.create_default_context()
            # The handshake comes after the socket is known here, so that it too can be cut off.
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.wire = secure
            secure.do_handshake()

    def _connected(self) -> socket.socket:
        """To the first place that answers: a name may have one of a network that is not reached from here."""
        for place in self.places[:-1]:
            try:
                return socket.create_connection((place, self.port), self.timeout)
            except OSError:
                if self.late:
                    raise
        return socket.create_connection((self.places[-1], self.port), self.timeout)

    def cut(self) -> None:
        """End it from outside, in the midst of whatever is waited for."""
        self.late = True
        try:
            if self.wire is not None:
                self.wire.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself in this very moment


def _ask(parts: SplitResult, etag: str, modified: str, seconds: float) -> tuple[int, dict[str, str], bytes]:
    """(status, headers by name in small letters, body) of one GET."""
    host = parts.hostname or ""
    line = _Line(parts, peers(host, parts.port or PORTS[parts.scheme]), max(seconds, 0.01))
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    # A server may send a byte every few seconds for ever: no timeout of a single read ends that.
    clock = Timer(max(seconds, 0.01), line.cut)
    clock.daemon = True
    clock.start()
    try:
        line.request("GET", _path(parts), headers=headers)
        answer = line.getresponse()
        said = {name.casefold(): value for name, value in answer.getheaders()}
        body = _body(answer, said) if answer.status == 200 else b""
        if line.late:
            raise TimeoutError
    except (OSError, HTTPException, ValueError) as error:
        raise Broken(_why(error, line.late)) from error
    finally:
        clock.cancel()
        line.close()
    return answer.status, said, body


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


def _body(answer: HTTPResponse, headers: dict[str, str]) -> bytes:
    """The whole body, read in pieces as long as it is not too much."""
    if headers.get("content-encoding", "identity") not in ("", "identity"):
        raise Broken(_("The address sends packed what was asked for plainly."))
    pieces, size = [], 0
    while piece := answer.read(PIECE):
        size += len(piece)
        if size > LIMIT:
            limit = {"limit": LIMIT // MEGABYTE}
            raise Broken(_("The address sends more than %(limit)d MB.") % limit)
        pieces.append(piece)
    if answer.length:
        raise HTTPException("the body is shorter than was said")
    return b"".join(pieces)
