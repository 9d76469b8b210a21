"""Who is told of failures elsewhere? A Sentry, where SENTRY_DSN names one: where it failed, not on what."""

from __future__ import annotations

from typing import Any

import sentry_sdk

from config.operation.log_lines import current
from trail.cause import cause


def begin(dsn: str) -> None:
    """What names a person is not sent: only `send_default_pii`, which is deprecated, would ask for it."""
    sentry_sdk.init(
        dsn=dsn,
        include_local_variables=False,  # of frames, which hold what volunteers said of themselves
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=bare,
    )


def bare(event: Any, _hint: Any) -> Any:
    """The failure without its request, whose address may let somebody in, and without the words of
    exceptions: the database puts into them what was typed."""
    for name in ("request", "extra", "breadcrumbs", "user"):
        event.pop(name, None)
    for one in event.get("exception", {}).get("values", []):
        one["value"] = ""
    told = current.get()
    request_id = cause.get() or (told.id if told else "")
    return {**event, "tags": {**event.get("tags", {}), "request_id": request_id}}
