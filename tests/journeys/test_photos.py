"""Does the center look at a photo, draw a mask over it with the mouse, and release it to the platform?"""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from PIL import Image

from disposal.models.photos import PhotoDecision
from tests.cast import Cast
from tests.disposal import given_photos as given
from tests.documents.test_masks import shade
from tests.journeys.conftest import JOURNEY

pytestmark = JOURNEY


@pytest.fixture
def sent(cast: Cast, now: datetime) -> given.Sent:
    return given.sent(cast, now)


def test_a_mask_is_drawn_over_the_photo_and_lies_there_in_what_the_platform_gets(sent, cast, come):
    compiler, platform = come(cast.compiler), come(cast.quality_officer)
    compiler.goes(sent.page())
    photo = compiler.page.locator(".wj-masked img")
    box = photo.bounding_box()
    compiler.page.mouse.move(box["x"] + box["width"] / 10, box["y"] + box["height"] / 5)
    compiler.page.mouse.down()
    compiler.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.6, steps=3)
    compiler.page.mouse.up()
    assert compiler.page.locator(".wj-masked span").count() == 1
    width = compiler.page.locator('[name="mask0_width"]').input_value()
    assert 25 < float(width) < 35
    compiler.page.locator('[name="decision"][value="release"]').check()
    compiler.sends()
    released = PhotoDecision.objects.get(released=True)
    platform.goes(sent.disposal.get_absolute_url())
    assert platform.page.locator(f'a[href="{released.get_absolute_url()}"]').count() == 1
    copy = platform.page.context.request.get(platform.site.url + released.get_absolute_url())
    picture = Image.open(io.BytesIO(copy.body()))
    assert shade(picture, 25, 20) < 60 < 200 < shade(picture, 80, 40)
