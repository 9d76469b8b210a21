"""Is nobody's file read by what a colleague changed before somebody has looked at the change? (A10)"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from monitoring.origins.models.intakes import Mapping
from monitoring.risks.models.signals import RiskSignal
from sampling.listings.models import OfferMapping
from tests.cast import person
from tests.conftest import NOW
from tests.monitoring.imports.test_columns import FILE, HEADER, LOOK, SAID, said, sent
from tests.monitoring.notice_samples import text
from tests.sampling import given
from trail.models import Event

pytestmark = pytest.mark.django_db
MORE = text(HEADER, ["3", "儿童推车", "车轮脱落", "童车", "另一款"]).encode()
# The colleague says that the product stands in the last column.
OTHERWISE = {**SAID, "column_1": "", "column_4": "product", "name": "甲热线"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def colleague(cast: Any) -> Any:
    return person("second_collector", cast.center, Role.COLLECTOR)


@pytest.fixture
def changed(cast: Any, at_desk: Any, colleague: Any) -> Any:
    """The collector said what the columns hold; a colleague said otherwise."""
    said(at_desk, cast.collector)
    url = sent(at_desk, colleague, FILE, check_columns="on")["Location"]
    assert at_desk(colleague).post(url + LOOK, OTHERWISE).status_code == 302
    RiskSignal.objects.filter(source_ref="3").delete()
    return Mapping.objects.standing().get()


def products() -> set[str]:
    return set(RiskSignal.objects.filter(source_ref="3").values_list("product", flat=True))


def test_a10_what_a_colleague_changed_is_shown_before_the_next_file_is_read_by_it(
    changed, cast, at_desk, colleague
):
    answer = sent(at_desk, cast.collector, MORE)
    assert answer.status_code == 302 and not products()
    page = at_desk(cast.collector).get(answer["Location"], follow=True).text
    assert str(colleague.user) in page and "nobody has looked at that yet" in page
    assert "备用" in page and "→" in page and str(cast.collector.user) in page


def test_a10_nothing_of_what_was_remembered_before_is_lost(changed, cast, at_desk, colleague):
    first = Mapping.objects.get(ended_at__isnull=False)
    assert (first.made_by, first.fields["货品全称"]) == (cast.collector.user, "product")
    event = Event.objects.get(verb="change a mapping")
    assert event.actor_id == colleague.user.pk and event.detail["before"]["columns"] == first.fields
    page = at_desk(cast.collector).get(changed.get_absolute_url()).text
    assert str(colleague.user) in page and str(cast.collector.user) in page


def test_a10_who_changed_it_does_not_say_that_it_was_looked_at(changed, cast, at_desk, colleague):
    page = changed.get_absolute_url()
    assert 'name="look_at"' not in at_desk(colleague).get(page).text
    assert at_desk(colleague).post(page, {"look_at": ""}).status_code == 409
    assert at_desk(cast.other_collector).post(page, {"look_at": ""}).status_code == 404
    assert sent(at_desk, cast.collector, MORE).status_code == 302 and not products()


def test_a10_once_somebody_has_looked_files_are_read_and_say_by_what(changed, cast, at_desk, colleague):
    page = changed.get_absolute_url()
    assert at_desk(cast.collector).post(page, {"look_at": ""}).status_code == 302
    answer = sent(at_desk, cast.collector, MORE)
    assert answer.status_code == 200 and products() == {"另一款"}
    assert f"甲热线 · {colleague.user}" in answer.text
    read = Event.objects.filter(verb="import signals").latest("id").detail["mappings"]
    assert read == [changed.fields]
    assert at_desk(cast.collector).post(page, {"look_at": ""}).status_code == 409


def test_a10_who_says_the_same_on_the_page_of_the_columns_has_looked(changed, cast, at_desk):
    url = sent(at_desk, cast.collector, MORE)["Location"]
    at_desk(cast.collector).post(f"{url}?kind=complaints&row=1", OTHERWISE)
    changed.refresh_from_db()
    assert changed.looked_at_by == cast.collector.user and Mapping.objects.count() == 2


def test_a10_who_puts_it_right_has_their_own_reading_looked_at_in_turn(changed, cast, at_desk, colleague):
    url = sent(at_desk, cast.collector, MORE)["Location"]
    right = {**SAID, "column_4": "", "name": "甲热线"}
    assert at_desk(cast.collector).post(f"{url}?kind=complaints&row=1", right).status_code == 302
    assert products() == {"儿童推车"}
    assert sent(at_desk, colleague, MORE).status_code == 302 and Mapping.objects.count() == 3


def test_a10_what_is_forgotten_and_remembered_anew_is_a_change_too(cast, at_desk, colleague):
    said(at_desk, cast.collector)
    at_desk(colleague).post(Mapping.objects.get().get_absolute_url(), {"forget": ""})
    url = sent(at_desk, colleague)["Location"]
    at_desk(colleague).post(url + LOOK, OTHERWISE)
    assert sent(at_desk, cast.collector, MORE).status_code == 302 and not products()


def test_a10_another_name_alone_is_no_other_reading_of_a_file_of_listings(cast, at_desk):
    scheme, desk = given.empty_scheme(cast, NOW), at_desk(cast.organiser)
    told = {"column_0": "product", "column_1": "shop", "headed": "on", "name": "Crawler"}
    for name in ("Crawler", "Robot"):
        file = offered(desk, scheme, b"what,who\nBear,Shop A\n")
        desk.post(f"{file.get_absolute_url()}columns/", {**told, "name": name})
    assert OfferMapping.objects.get().name == "Robot"
    assert Event.objects.get(verb="rename a mapping").actor_id == cast.organiser.user.pk


def offered(desk: Any, scheme: Any, rows: bytes) -> Any:
    step = reverse("scheme-step", args=[scheme.number, "import"])
    desk.post(step, {"file": SimpleUploadedFile("a.csv", rows)})
    return scheme.files.latest("pk")


def test_a10_a_file_of_listings_is_not_read_by_what_a_colleague_changed(cast, at_desk):
    scheme, colleague = given.empty_scheme(cast, NOW), person("second_organiser", cast.center, Role.ORGANISER)
    mine, theirs = at_desk(cast.organiser), at_desk(colleague)
    told = {"column_0": "product", "column_1": "shop", "headed": "on", "name": "Crawler"}
    swapped = {**told, "column_0": "shop", "column_1": "product"}
    came = [(desk, offered(desk, scheme, b"what,who\nBear,Shop A\n")) for desk in (mine, theirs)]
    for (desk, file), meaning in zip(came, (told, swapped), strict=True):
        assert desk.post(f"{file.get_absolute_url()}columns/", meaning).status_code == 302
    assert list(OfferMapping.objects.order_by("pk").values_list("ended_at", "changed")) == [
        (NOW, False),
        (None, True),
    ]
    next_one = offered(mine, scheme, b"what,who\nCar,Shop C\n")
    assert next_one.begun_at is None and not scheme.listings.filter(product="Shop C").exists()
    page = mine.get(f"{next_one.get_absolute_url()}columns/").text
    assert str(colleague.user) in page and str(cast.organiser.user) in page
    assert offered(theirs, scheme, b"what,who\nCar,Shop D\n").finished_at  # who changed it knows it
    assert mine.post(f"{next_one.get_absolute_url()}columns/", swapped).status_code == 302
    assert offered(mine, scheme, b"what,who\nCar,Shop E\n").finished_at  # it was looked at
    assert Event.objects.filter(verb="look at a mapping").get().actor_id == cast.organiser.user.pk
