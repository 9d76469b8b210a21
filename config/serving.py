"""How does one process answer requests? With Waitress, on a socket that config/webserver.py shares."""

from __future__ import annotations

import gc
import signal
import socket
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from waitress.server import create_server

CONNECTIONS = 1000  # each is a file descriptor and nothing more
SILENT_SECONDS = 60  # after which a connection that says nothing is closed
LARGEST_HEAD = 64 * 1024  # of a request: some headers take the square of their length to read
LARGEST_BODY = 256 * 1024 * 1024  # what a form may bring is less, and checked where it is read
ANSWER_KEPT = 1024 * 1024 * 1024  # of an answer that is read slowly, on disk beyond its first megabyte


def main(descriptor: int, threads: int) -> None:
    """Serves until SIGTERM.

    What is being done then is done; its answer may be lost, and is given to whoever sends the same again
    (casework/resent.py).
    """
    signal.signal(signal.SIGTERM, leave)
    create_server(
        application(),
        sockets=[socket.socket(fileno=descriptor)],
        threads=threads,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENT_SECONDS,
        cleanup_interval=10,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_BODY,
        outbuf_high_watermark=ANSWER_KEPT,
        asyncore_use_poll=True,  # select() knows descriptors below 1024 only
        clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES decides what of them counts
        ident=None,
    ).run()


def application() -> Any:
    """What answers; ends with the sentences where the installation is not ready."""
    try:
        found = import_string("config.wsgi.application")
    except ImproperlyConfigured as reason:
        raise SystemExit(str(reason)) from None
    gc.collect()
    gc.freeze()  # what serves all requests is no garbage of any
    return found


def leave(*_signal: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
