"""Is what others wrote exactly what the list says?"""

from __future__ import annotations

import hashlib
import tomllib

import pytest
from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"
FILES = tomllib.loads((VENDOR / "VENDORED.toml").read_text())["file"]


@pytest.mark.parametrize("file", [f for f in FILES if "sha256" in f], ids=lambda f: f["path"])
def test_a_vendored_file_is_the_one_that_is_listed(file):
    content = (settings.BASE_DIR / file["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_every_vendored_file_is_listed():
    listed = {file["path"] for file in FILES}
    there = {f"static/vendor/{path.name}" for path in VENDOR.iterdir() if path.suffix in {".js", ".css"}}
    assert there <= listed


@pytest.mark.parametrize("path", sorted(VENDOR.glob("*.min.*")), ids=lambda path: path.name)
def test_no_vendored_file_names_a_source_map_that_is_not_here(path):
    assert b"sourceMappingURL=" not in path.read_bytes()[-200:]
