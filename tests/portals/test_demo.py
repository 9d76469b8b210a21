"""Does the demo leave work on every desk, harm nothing the second time, and name nobody who exists?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from casework.calendar import SHANGHAI
from casework.clocks import local_day
from casework.models import Deadline, Record
from casework.worklist import waiting
from catalogue.models import Brand, Enterprise, Shop
from documents.models import Attachment
from monitoring.models import RiskSignal
from portals import founding, invented, stories
from portals.stories.days import Days
from sampling.models import Purchase
from trail.models import Event

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """The province as the command leaves it on a Wednesday morning; told once, and then taken back."""
    from django.db import transaction  # noqa: PLC0415

    yield transaction


def told(now: datetime = NOW) -> str:
    out = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("demo", stdout=out)
    return out.getvalue()


def logins_of_the_readme() -> set[str]:
    table = README.read_text().split("| organisation | log-ins |")[1].split("\n\n")[0]
    return set(re.findall(r"`(\w+)`", table))
