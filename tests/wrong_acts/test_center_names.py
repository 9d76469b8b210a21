"""Is a platform's name turned to another platform, so that a case goes where it does not belong?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.platforms import PlatformName, known_names

LIST = reverse("platform-names")


@pytest.mark.parametrize("written", ["京东", "ＪＤ", "own"])
def test_a_name_that_means_a_platform_is_not_turned_to_another(cast, at_desk, written):
    written = cast.other_platform.name if written == "own" else written
    before = known_names().of(written)
    form = {"written": written, "organisation": cast.platform, "reason": "It is ours."}
    answer = at_desk(cast.collector).post(LIST, form)
    assert answer.status_code == 409 and f"already means {before}" in answer.content.decode()
    assert known_names().of(written) == before and not PlatformName.objects.exists()


def test_nobody_but_a_centers_collector_says_what_a_name_means(cast, at_desk):
    form = {"written": "东哥商城", "organisation": cast.platform, "reason": "It is ours."}
    for viewer in (cast.quality_officer, cast.compiler, cast.planner, cast.receiver):
        assert at_desk(viewer).post(LIST, form).status_code == 403, viewer
    answer = at_desk(cast.collector).post(LIST, {**form, "organisation": "", "name": ""})
    assert answer.status_code == 409 and not PlatformName.objects.exists()
