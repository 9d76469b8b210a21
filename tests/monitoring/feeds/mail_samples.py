"""What do the tests of mailboxes read? Invented letters, from a server that speaks the IMAP that is asked."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

BOX = "imaps://tips%40example.org:wind-over-water-7@mail.example.org/Tips"


def letter(subject: str, text: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "赵某 <zhao@people.example>", "tips@example.org"
    made["Date"] = "Fri, 20 Nov 2026 23:30:00 +0000"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


class Mailbox:
    """Letters by their number. said: every command, as it came."""

    def __init__(self) -> None:
        self.letters: dict[int, bytes] = {}
        self.validity = 7
        self.said: list[str] = []
        self.port = 0

    def put(self, number: int, made: EmailMessage | bytes) -> None:
        self.letters[number] = made if isinstance(made, bytes) else made.as_bytes()

    def answer(self, command: str) -> tuple[list[bytes], str]:
        """What is sent before the line that ends the answer, and that line."""
        if command.startswith("CAPABILITY"):
            return [b"* CAPABILITY IMAP4rev1\r\n"], "OK done"
        if command.startswith("LOGIN"):
            return [], "OK in" if "wind-over-water-7" in command else "NO go away"
        if command.startswith("EXAMINE"):
            if '"Tips"' not in command:
                return [], "NO no such folder"
            return [b"* OK [UIDVALIDITY %d] so\r\n" % self.validity, b"* 1 EXISTS\r\n"], "OK [READ-ONLY] open"
        if found := re.match(r"UID SEARCH UID (\d+):\*", command):
            # As the protocol has it, the last letter is always in the range.
            above = {n for n in self.letters if n >= int(found[1])} | {max(self.letters, default=0)} - {0}
            return [b"* SEARCH " + " ".join(map(str, sorted(above))).encode() + b"\r\n"], "OK done"
        if found := re.match(r"UID FETCH (\d+) \((\S+)\)", command):
            return self._fetched(int(found[1]), found[2]), "OK done"
        return [b"* BYE\r\n"] if command.startswith("LOGOUT") else [], "OK done"

    def _fetched(self, number: int, part: str) -> list[bytes]:
        content = self.letters.get(number)
        if content is None:
            return []
        if part == "RFC822.SIZE":
            return [b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, len(content))]
        return [b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (number, len(content)), content, b")\r\n"]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A server on this machine for the block, without TLS: that is the library's."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            for line in self.rfile:
                tag, _space, command = line.decode().strip().partition(" ")
                box.said.append(command)
                before, end = box.answer(command)
                self.wfile.write(b"".join(before) + f"{tag} {end}\r\n".encode())
                if command.startswith("LOGOUT"):
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        box.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield box
        finally:
            listening.shutdown()
            thread.join()
