"""Does a page show what it refused as if it were so?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given

pytestmark = pytest.mark.django_db


def test_what_was_refused_stands_in_the_form_and_in_no_facts(cast: Any, at_desk: Any) -> None:
    case = given.case_at("evidence", cast, NOW)
    url = reverse("enforcementcase-step", args=[case.number, "propose_filing"])
    answer = at_desk(cast.county_officer).post(url, {"control": "seal", "under_control": "on", "sealed": "7"})
    before, _sheet, form = answer.text.partition('<form class="wj-sheet"')
    assert answer.status_code == 422 and 'value="seal" selected' in form
    assert "Products sealed up" not in before and "wj-facts" in before
