"""What does every page look like? `./run pictures [folder]`, or with --tours what docs/tours/ show.

No test: pytest gives it the database and the browser, and is told of it by name.
"""

from __future__ import annotations

import io
import os
from html import escape
from pathlib import Path

import pytest
from django.test import override_settings
from PIL import Image
from playwright.sync_api import Browser

from tests.looks import gallery, tours
from tests.looks.exhibition import shots
from tests.looks.eyes import DESK, PHONE, Eyes

LANGUAGES = {"zh": "zh-hans", "en": "en"}
FOLDER = Path(os.environ.get("WANGJIAN_PICTURES", "var/pictures"))
HEIGHTS = {DESK: 900, PHONE: 800}
# A picture of a tour: as wide as a page of GitHub, and as good as 60 KB allow.
SHOWN = {DESK: 960, PHONE: 390}
QUALITIES = range(76, 30, -6)

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_all(language: str, chromium: Browser, tmp_path: Path):
    with override_settings(MEDIA_ROOT=str(tmp_path)), gallery.opened() as hung:
        eyes = Eyes(chromium, hung)
        for shot in shots(lambda sight: [LANGUAGES[language]]):
            if not shot.sight.page:
                hung.hang(shot)
                continue
            eyes.opens(shot)
            folder = FOLDER / shot.sight.portal
            folder.mkdir(parents=True, exist_ok=True)
            for width in (DESK, PHONE):
                eyes.stretches(width)
                path = folder / f"{shot.sight.name}-{language}-{width}.png"
                eyes.page.screenshot(path=path)
        eyes.close()
    (FOLDER / "index.html").write_text(index(FOLDER), encoding="utf-8")


def index(folder: Path) -> str:
    """A page with all pictures, small, by portal and page: Chinese and English, wide and narrow."""
    parts = []
    for portal in sorted(path for path in folder.iterdir() if path.is_dir()):
        parts.append(f"<h1>{escape(portal.name)}</h1>")
        pages = sorted({path.stem.rsplit("-", 2)[0] for path in portal.glob("*.png")})
        for page in pages:
            pictures = sorted(portal.glob(f"{page}-[ze][hn]-*.png"), key=lambda path: path.stem, reverse=True)
            shown = "".join(
                f'<a href="{portal.name}/{path.name}"><img loading="lazy" src="{portal.name}/{path.name}" '
                f'alt="{path.stem}"></a>'
                for path in pictures
            )
            parts.append(f"<h2>{escape(page)}</h2><p>{shown}</p>")
    style = (
        "img{height:360px;margin:4px;border:1px solid #ccc;vertical-align:top}body{font-family:sans-serif}"
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>Pictures</title><style>{style}</style>{"".join(parts)}'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_tours(language: str, chromium: Browser, tmp_path: Path):
    wanted: dict[str, list[tours.Picture]] = {}
    for picture in tours.pictures():
        if picture.language == language:
            wanted.setdefault(picture.sight, []).append(picture)
    tours.PICTURES.mkdir(parents=True, exist_ok=True)
    with override_settings(MEDIA_ROOT=str(tmp_path)), gallery.opened() as hung:
        eyes = Eyes(chromium, hung)
        for shot in shots(lambda sight: [LANGUAGES[language]] * (sight.file in wanted or not sight.page)):
            hung.hang(shot)
            for picture in wanted.pop(shot.sight.file, []):
                eyes.page.set_viewport_size({"width": picture.width, "height": HEIGHTS[picture.width]})
                eyes.opens(shot)
                small = shrunk(eyes.page.screenshot(), SHOWN[picture.width])
                (tours.PICTURES / picture.file).write_bytes(small)
        eyes.close()
    assert not wanted, f"no page is called so: {sorted(wanted)}"


def shrunk(png: bytes, width: int) -> bytes:
    """As WebP, as good as the limit allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= tours.LIMIT:
            break
    return out.getvalue()
