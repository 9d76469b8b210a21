"""What do tests state of a purchase without a sample, and with which pictures?"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sampling.flow import END, Paper


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    """A small picture, sound by its content."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def ending(now: datetime, step: str) -> dict[str, Any]:
    """What the form of an end says, with its proof."""
    end = END[step]
    said: dict[str, Any] = {"cause": end.causes[0], "happened": "The page is gone.", "evidence": [picture()]}
    if end.paper == Paper.NOT_FOUND:
        said |= {"sold": "yes", "goods_went": "sold online"}
    elif end.paper == Paper.UNREACHABLE:
        said["attempts"] = [attempt(now), attempt(now)]
    else:
        said |= {"samplers": "A, B", "witness": "C", "opinion": "Found to be so", "opinion_on": now.date()}
        said["stamped"] = picture("stamped.png")
    return said | ({"way_back": "quality"} if step == "wrong_goods" else {})


def attempt(now: datetime) -> dict[str, Any]:
    return {"at": now, "means": "phone", "sought": "400-1", "made_by": "A", "result": "No answer"}
