"""Does the web know every verb that any process writes into the trail?"""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

# What the web reads at its start, beside all that there is.
UNKNOWN = """
import importlib, pkgutil, django
django.setup()
import config.urls
from django.conf import settings
from trail.verbs import VERBS
known = set(VERBS)
for package in settings.RIVER:
    for found in pkgutil.walk_packages([package], f"{package}."):
        importlib.import_module(found.name)
print(sorted(set(VERBS) - known))
"""


def test_a_verb_that_a_command_or_a_worker_writes_can_be_told_on_pages() -> None:
    """A page that meets a verb of which it was never told fails, and with it whoever has to act there."""
    asked = [sys.executable, "-c", UNKNOWN]
    told = subprocess.run(asked, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == "[]", told.stdout + told.stderr[-2000:]
