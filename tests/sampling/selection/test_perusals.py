"""Does a step that needs a long listing wait for a worker, and for nobody else?"""

import pytest
from django.urls import reverse

from casework.flow import Refused
from casework.work import jobs
from sampling.selection.actions import choices, perusals
from sampling.selection.models.perusals import Perusal
from tests.jobs import worked
from tests.sampling import given


@pytest.fixture
def long(monkeypatch):
    """Every listing is a long one."""
    monkeypatch.setattr(perusals, "AT_ONCE", 0)


def pressed(scheme, step, viewer, at_desk):
    """The step's button: the request returns at once, and promises the rest."""
    url = reverse("scheme-step", args=[scheme.number, step])
    assert at_desk(viewer).post(url).status_code == 302
    return scheme.perusals.latest("pk")


@pytest.mark.clause("6.2-1")
def test_a_long_listing_is_frozen_by_a_worker_with_the_same_digest(cast, now, at_desk, long):
    scheme = given.settled_scheme(cast, now)
    perusal = pressed(scheme, "submit", cast.organiser, at_desk)
    scheme.refresh_from_db()
    assert scheme.state == "draft" and not scheme.listings_digest
    page = at_desk(cast.organiser).get(scheme.get_absolute_url()).text
    assert "The listing is being read to its end" in page and perusal.get_absolute_url() in page
    assert 'hx-trigger="every 2s"' in at_desk(cast.organiser).get(perusal.get_absolute_url()).text
    with pytest.raises(Refused, match="being read to its end"):
        given.add_rows(scheme, cast, now, [given.row(9)])
    assert worked(Perusal)
    scheme.refresh_from_db()
    assert scheme.state == "submitted" and scheme.listings_digest == scheme.digest()
    assert jobs.reached(perusal) == jobs.Reached(3, 3)


@pytest.mark.clause("6.2-2")
def test_what_changed_after_the_choice_is_not_confirmed_by_a_worker(cast, now, at_desk, long):
    scheme = given.selecting_scheme(cast, now)
    pressed(scheme, "confirm", cast.organiser, at_desk)
    with pytest.raises(Refused, match="being read to its end"):
        choices.choose(scheme, by=cast.organiser, now=now)
    scheme.listings.filter(line=1).update(product="Another toy")
    assert worked(Perusal)
    scheme.refresh_from_db()
    perusal = Perusal.objects.get()
    assert scheme.state == "selecting" and not scheme.purchases.exists()
    assert "not those that were approved" in perusal.failure
    assert perusal.failure in at_desk(cast.organiser).get(perusal.get_absolute_url()).text
    scheme.listings.filter(line=1).update(product=given.row(1)["product"])
    pressed(scheme, "confirm", cast.organiser, at_desk)
    assert worked(Perusal) and scheme.purchases.count() == 1


def test_whoever_stops_it_has_nothing_changed(cast, now, at_desk, long):
    scheme = given.settled_scheme(cast, now)
    perusal = pressed(scheme, "submit", cast.organiser, at_desk)
    assert at_desk(cast.leader).post(perusal.get_absolute_url()).status_code == 403
    assert at_desk(cast.organiser).post(perusal.get_absolute_url()).status_code == 302
    assert worked(Perusal)
    scheme.refresh_from_db()
    assert scheme.state == "draft"
    assert "The step was not taken." in at_desk(cast.organiser).get(perusal.get_absolute_url()).text


def test_nobody_else_sees_that_a_listing_is_read(cast, now, at_desk, long):
    scheme = given.settled_scheme(cast, now)
    perusal = pressed(scheme, "submit", cast.organiser, at_desk)
    for viewer in (cast.other_organiser, cast.planner, cast.buyer):
        assert at_desk(viewer).get(perusal.get_absolute_url()).status_code == 404
