"""Where do embedded servers of a single test keep their data? In a folder that every account may enter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="wangjian-"))
    path.chmod(0o755)  # as root the servers run under another account; pytest's tmp_path is closed to it
    yield path
    shutil.rmtree(path)
