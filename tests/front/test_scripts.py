"""Are the scripts of a page modules, which know each other by name alone, also where that is hashed?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
SCRIPT = re.compile(r"<script\b[^>]*>")
OURS = {path.name for path in (ROOT / "static").glob("*.js")}
IMPORTED = re.compile(r'from "\./([\w.-]+)"')


def test_every_script_of_ours_is_a_module():
    """What two scripts both name is then no name of the other's."""
    pages = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    asked = [tag for page in pages for tag in SCRIPT.findall(page) if 'static("vendor/' not in tag]
    ours = [tag for tag in asked if 'static("' in tag or "static(name" in tag]
    assert len(ours) == 5 and all('type="module"' in tag for tag in ours)
    assert not [path for path in OURS if "use strict" in (ROOT / "static" / path).read_text()]


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """Our own files as an installation serves them; the libraries' import nothing of ours."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.Hashed"}}
    monkeypatch.setattr(FileSystemFinder, "list", _without_vendor(FileSystemFinder.list))
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def _without_vendor(listed):
    return lambda finder, ignored: listed(finder, [*(ignored or ()), "vendor", "*.css"])


def test_a_module_imports_another_by_the_name_under_which_it_is_served(collected):
    served = [path for path in collected.glob("*.js") if path.name not in OURS]
    imported = {name for path in served for name in IMPORTED.findall(path.read_text())}
    assert len(served) == len(OURS) and imported
    assert imported <= {path.name for path in served} and not imported & OURS
