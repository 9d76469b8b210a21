"""Does the label of a sample lead to it?"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.safestring import SafeString

from tests.sampling import given


def test_a_label_bears_the_number_and_the_code_of_its_sample(
    cast, now, at_desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sampling.views.samples.qr", lambda text, title: SafeString(f"<svg>{text}</svg>"))
    sample = given.handed_over_sample(cast, now)
    address = sample.get_absolute_url()
    for viewer in (cast.storekeeper, cast.receiver):
        page = at_desk(viewer).get(f"{address}label/").content.decode()
        label = page.partition('<article class="wj-label">')[2].partition("</article>")[0]
        assert f"<svg>{settings.SITE_URL}{address}</svg>" in label
        assert f"<b>{sample.number}</b>" in label
    assert f'href="{address}label/"' in at_desk(cast.storekeeper).get(address).content.decode()


def test_strangers_get_no_label(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    for viewer in (cast.receiver, cast.other_storekeeper):
        assert at_desk(viewer).get(f"{sample.get_absolute_url()}label/").status_code == 404
