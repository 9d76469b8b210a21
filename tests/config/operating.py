"""What do those who watch see, and what does the log say?"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import dictConfig
from typing import Any

from django.conf import settings
from django.test import Client

from config.operation.log_lines import logging_of

TOKEN = "a-token-of-those-who-measure"


def measured(token: str = TOKEN, **headers: str) -> Any:
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}", **headers})


@contextmanager
def log(form: str = "json") -> Iterator[io.StringIO]:
    """All that is written within the block by the handler of production."""
    dictConfig(logging_of(form, "DEBUG"))
    written = io.StringIO()
    [handler] = [one for one in logging.root.handlers if type(one) is logging.StreamHandler]
    handler.setStream(written)
    try:
        yield written
    finally:
        dictConfig(settings.LOGGING)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def requests(written: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in lines(written) if line["name"] == "wangjian.requests"]
