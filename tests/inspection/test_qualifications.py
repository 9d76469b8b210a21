"""Does the center keep a register of laboratories, and is it asked what a laboratory may test?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from catalogue.models import Category, Standard
from inspection.laboratories.models import Qualification, QualificationScope, fit
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.monitoring import given as monitoring
from trail.models import Event

NEW, LIST = reverse("qualification-new"), reverse("qualifications")


def certificate(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "laboratory": cast.laboratory,
        "cma_number": "261100340001",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "scope0_category": cast.category,
        "reason": "As the new certificate says.",
        **changes,
    }


def test_the_organiser_adds_a_certificate_and_its_scope(cast, at_desk):
    client = at_desk(cast.organiser)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, certificate(cast)).status_code == 302
    kept = Qualification.objects.get()
    assert kept.scope.get().category == cast.category
    assert Event.objects.of("qualification", kept.pk).count() == 1
    page = client.get(LIST).content.decode()
    assert "261100340001" in page
    assert reverse("qualification", args=[kept.pk]) in page


def test_a_certificate_is_changed(cast, at_desk):
    kept = given.qualified(cast, NOW)
    client, url = at_desk(cast.organiser), reverse("qualification-change", args=[kept.pk])
    assert client.get(url).status_code == 200
    assert 'name="scope0_category"' in client.get(url).text
    narrower = {"cnas_number": "L1", "scope0_standard": cast.standard, "scope1_category": cast.category}
    assert client.post(url, certificate(cast, **narrower)).status_code == 302
    kept.refresh_from_db()
    said = [(line.category, line.standard) for line in kept.scope.order_by("pk")]
    assert (kept.cnas_number, said) == ("L1", [(cast.category, cast.standard), (cast.category, None)])


def test_a_line_is_taken_out_of_a_certificate(cast, at_desk):
    kept = given.qualified(cast, NOW)
    QualificationScope.objects.create(qualification=kept, standard=cast.standard)
    url = reverse("qualification-change", args=[kept.pk])
    assert at_desk(cast.organiser).post(url, certificate(cast)).status_code == 302
    assert [line.standard for line in kept.scope.all()] == [None]
    told = Event.objects.of("qualification", kept.pk)[0].detail["scope"]
    assert told == str(cast.category)


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": "2025-12-31"},
        {"cma_number": ""},
        {"scope0_category": ""},
        {"laboratory": ""},
    ],
)
def test_a_certificate_that_says_too_little_is_refused(cast, at_desk, changes):
    assert at_desk(cast.organiser).post(NEW, certificate(cast, **changes)).status_code == 422
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("name", ["tester", "quality_officer", "planner", "leader"])
def test_nobody_else_keeps_the_register(cast, at_desk, name):
    assert at_desk(getattr(cast, name)).post(NEW, certificate(cast)).status_code == 403
    assert not Qualification.objects.exists()


def test_a_laboratory_sees_its_own_lines_and_a_platform_none(cast, at_desk):
    given.qualified(cast, NOW)
    seen = {
        name: "261100340001" in at_desk(getattr(cast, name)).get(LIST).content.decode()
        for name in ("planner", "organiser", "tester", "other_tester", "quality_officer")
    }
    assert seen == {
        "planner": True,
        "organiser": True,
        "tester": True,
        "other_tester": False,
        "quality_officer": False,
    }


def test_a_laboratory_is_fit_on_the_days_of_its_certificate(cast):
    kept = given.qualified(cast, NOW)
    items = given.items(cast)
    assert fit(cast.laboratory, items, kept.valid_from) == []
    assert str(kept) == "First Laboratory 261100340001"
    assert fit(cast.laboratory, items, kept.valid_until) == []
    assert fit(cast.laboratory, items, date(2025, 1, 1)) == [
        "First Laboratory has no CMA certificate that is valid on 2025-01-01."
    ]


def test_a_line_covers_what_lies_below_its_category(cast):
    kept = given.qualified(cast, NOW)
    below = Category.objects.create(code="0501", name="Soft toys", parent=cast.category)
    item = given.items(cast)[0]
    item.category = below
    assert fit(cast.laboratory, [item], NOW.date()) == []
    kept.scope.update(category=below)
    item.category = cast.category
    assert len(fit(cast.laboratory, [item], NOW.date())) == 1


def test_a_line_narrowed_to_an_item_or_a_method_covers_no_other(cast):
    kept = given.qualified(cast, NOW)
    parts, lead = given.items(cast)
    kept.scope.update(item=parts)
    assert [
        reason for reason in fit(cast.laboratory, [parts, lead], NOW.date()) if "Small parts" in reason
    ] == []
    kept.scope.update(item=None, standard=Standard.objects.create(number="GB 1", title="Other"))
    assert len(fit(cast.laboratory, [parts, lead], NOW.date())) == 2
    QualificationScope.objects.create(qualification=kept, standard=cast.standard)
    assert fit(cast.laboratory, [parts, lead], NOW.date()) == []


def test_an_inactive_laboratory_is_not_fit(cast):
    given.qualified(cast, NOW)
    cast.laboratory.active = False
    assert fit(cast.laboratory, [], NOW.date()) == ["First Laboratory is no longer active."]


@pytest.mark.parametrize("wrong", ["category", "standard"])
def test_a_line_that_would_cover_nothing_is_refused(cast, at_desk, wrong):
    item = monitoring.test_item(cast)
    other = {
        "category": Category.objects.create(code="06", name="Food contact"),
        "standard": Standard.objects.create(number="GB 1-2020", title="Another"),
    }
    line = {"scope0_category": cast.category, "scope0_item": item, f"scope0_{wrong}": other[wrong]}
    answer = at_desk(cast.organiser).post(NEW, certificate(cast, **line))
    assert answer.status_code == 422 and "leave this empty" in answer.text
    assert not Qualification.objects.exists()
    right = certificate(cast, scope0_item=item, scope0_standard=item.method)
    assert at_desk(cast.organiser).post(NEW, right).status_code == 302


def test_a_certificate_is_changed_for_a_reason_and_says_what_it_said_before(cast, at_desk):
    kept = given.qualified(cast, NOW)
    url, desk = reverse("qualification-change", args=[kept.pk]), at_desk(cast.organiser)
    longer = certificate(cast, valid_until="2036-12-31")
    assert desk.post(url, {**longer, "reason": ""}).status_code == 422
    was = kept.valid_until
    kept.refresh_from_db()
    assert kept.valid_until == was
    assert desk.post(url, longer).status_code == 302
    for viewer in (cast.organiser, cast.planner, cast.tester):
        page = at_desk(viewer).get(kept.get_absolute_url()).text
        assert "As the new certificate says." in page and f"{was} →" in page and "2036-12-31" in page
    assert at_desk(cast.other_tester).get(kept.get_absolute_url()).status_code == 404
