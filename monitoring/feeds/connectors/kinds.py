"""Which kinds of address can be read, and by which connector?"""

from __future__ import annotations

from monitoring.feeds.connectors import Asked, Brought, Connector
from monitoring.feeds.connectors.mailbox import mail
from monitoring.feeds.connectors.recall_lists import cpsc, json_list, safety_gate
from monitoring.feeds.connectors.rss import feed

MAIL = "mail"
CONNECTORS: dict[str, Connector] = {
    "rss": feed,
    "cpsc": cpsc,
    "safety_gate": safety_gate,
    "json_list": json_list,
    MAIL: mail,
}


def bring(kind: str, asked: Asked) -> Brought:
    """Read an address by the connector of its kind; raises Broken."""
    return CONNECTORS[kind](asked)
