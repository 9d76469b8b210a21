"""Does the label of a sample lead to it?"""

from __future__ import annotations

import re

from django.conf import settings

from tests.sampling import given


def test_a_label_bears_the_number_and_the_code_of_its_sample(cast, now, at_desk, monkeypatch):
    coded = []
    monkeypatch.setattr("sampling.views.qr", lambda text, title: coded.append(text) or "")
    sample = given.handed_over_sample(cast, now)
    for viewer in (cast.storekeeper, cast.receiver):
        page = at_desk(viewer).get(f"{sample.get_absolute_url()}label/").content.decode()
        assert sample.number in re.search(r'<article class="wj-label">.*</article>', page, re.S)[0]
    assert coded == [f"{settings.SITE_URL}{sample.get_absolute_url()}"] * 2
    assert (
        f"{sample.get_absolute_url()}label/"
        in at_desk(cast.storekeeper).get(sample.get_absolute_url()).content.decode()
    )


def test_strangers_get_no_label(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    for viewer in (cast.receiver, cast.other_storekeeper):
        assert at_desk(viewer).get(f"{sample.get_absolute_url()}label/").status_code == 404
