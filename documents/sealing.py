"""How does a file that shows a person lie on the disk, so that it can be read, and be erased for good?

A salt stands first. The file's key is drawn from it and the person's data key (HKDF), and each piece of
64 KiB is AES-256-GCM with its place and whether it is the last (STREAM, Hoang et al. 2015): none can be
changed, moved, left out or cut off unseen. Once the person's key is destroyed nothing opens what lies there.
A piece at a time is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import RawIOBase
from os import urandom
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT, PIECE, TAG = 32, 64 * 1024, 16


class Broken(Exception):
    """What lies there does not open: it was changed or cut off, or the key is another's."""


@dataclass(frozen=True)
class Seal:
    """Under whose key a file is sealed. person: their pseudonym. key: their data key, 32 bytes. called: what
    the file is called, for its own name may be theirs."""

    person: str
    key: bytes = field(repr=False)
    called: str


def sealed(content: IO[bytes], key: bytes, about: str) -> Iterator[bytes]:
    """A file as it is to lie there, in pieces. about: what and whose it is, or it does not open."""
    salt = urandom(SALT)
    yield salt
    cipher, place, piece = _cipher(key, salt), 0, content.read(PIECE)
    while True:
        following = content.read(PIECE)
        yield cipher.encrypt(_nonce(place, not following), piece, about.encode())
        if not following:
            return
        place, piece = place + 1, following


def opened(content: IO[bytes], key: bytes, about: str) -> Iterator[bytes]:
    """What `sealed` gave in clear again, in pieces. Raises Broken, after the pieces before the bad one."""
    cipher, place, piece = _cipher(key, content.read(SALT)), 0, content.read(PIECE + TAG)
    while True:
        following = content.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(place, not following), piece, about.encode())
        except (InvalidTag, ValueError) as error:
            raise Broken(about) from error
        if not following:
            return
        place, piece = place + 1, following


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"wangjian:file").derive(key))


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])


class Sealing(RawIOBase):
    """A file that is sealed while a storage reads it. digest: of what was read by then."""

    def __init__(self, content: IO[bytes], key: bytes, about: str) -> None:
        self.digest = sha256()
        self._pieces, self._rest = sealed(content, key, about), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
            self.digest.update(self._rest)
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count
