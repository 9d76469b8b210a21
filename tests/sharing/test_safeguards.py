"""Who sets the safeguards, who agrees, and is nothing shared without them?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.urls import reverse

from sharing.actions import safeguards
from sharing.models.safeguards import Acknowledgement, Safeguard, in_force
from tests.conftest import NOW
from tests.sharing import given
from trail.models import Event

PAGE, NEW = reverse("safeguards"), reverse("safeguard-new")


@pytest.mark.clause("6.5-5")
def test_the_center_sets_the_safeguards_and_a_regulator_of_its_mandate_confirms_them(cast, at_desk):
    center, regulator = at_desk(cast.center_sharing_officer), at_desk(cast.regulator_sharing_officer)
    assert center.get(NEW).status_code == 200
    assert center.post(NEW, {"text": "Nobody passes anything on."}).status_code == 302
    rules = Safeguard.objects.get()
    assert in_force(cast.center.pk) is None
    url = reverse("safeguard-confirm", args=[rules.pk])
    assert url in regulator.get(PAGE).content.decode()
    assert regulator.post(url).status_code == 302
    assert in_force(cast.center.pk) == rules
    assert "Nobody passes anything on." in at_desk(cast.tester).get(PAGE).content.decode()
    verbs = [event.verb for event in Event.objects.of("safeguard", rules.pk)]
    assert verbs == ["confirm safeguards", "publish safeguards"]


def test_an_organisation_acknowledges_what_is_in_force(cast, at_desk):
    given.rules(cast, NOW)
    rules = safeguards.publish(text="Stricter.", by=cast.center_sharing_officer, now=NOW)
    client, url = at_desk(cast.platform_sharing_officer), reverse("safeguard-acknowledge", args=[rules.pk])
    assert client.post(url).status_code == 404
    safeguards.confirm(rules, by=cast.regulator_sharing_officer, now=NOW)
    assert url in client.get(PAGE).content.decode()
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302
    assert Acknowledgement.objects.filter(safeguard=rules, organisation=cast.platform).count() == 1
    assert url not in client.get(PAGE).content.decode()
    assert "First Platform" in at_desk(cast.center_sharing_officer).get(PAGE).content.decode()


@pytest.mark.parametrize(
    "name", ["planner", "regulator_sharing_officer", "platform_sharing_officer", "leader"]
)
def test_nobody_else_sets_them(cast, at_desk, name):
    assert at_desk(cast.people[name]).post(NEW, {"text": "x"}).status_code == 403
    assert not Safeguard.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("other_regulator_sharing_officer", 404),
        ("platform_sharing_officer", 404),
        ("center_sharing_officer", 403),
        ("planner", 403),
    ],
)
def test_nobody_else_confirms_them(cast, at_desk, name, status):
    rules = safeguards.publish(text="x", by=cast.center_sharing_officer, now=NOW)
    url = reverse("safeguard-confirm", args=[rules.pk])
    assert at_desk(cast.people[name]).post(url).status_code == status
    assert in_force(cast.center.pk) is None


def test_a_version_is_confirmed_once_and_only_the_newest(cast, at_desk):
    old = safeguards.publish(text="Old.", by=cast.center_sharing_officer, now=NOW)
    new = safeguards.publish(text="New.", by=cast.center_sharing_officer, now=NOW)
    client = at_desk(cast.regulator_sharing_officer)
    said = {rules: reverse("safeguard-confirm", args=[rules.pk]) for rules in (old, new)}
    assert client.post(said[old]).status_code == 409
    assert client.post(said[new]).status_code == 302
    assert client.post(said[new]).status_code == 409
    assert (old.version, in_force(cast.center.pk)) == (1, new)


def test_an_old_version_is_not_acknowledged_any_more(cast, at_desk):
    old = given.rules(cast, NOW)
    given.rules(cast, NOW, text="Stricter.")
    url = reverse("safeguard-acknowledge", args=[old.pk])
    assert at_desk(cast.platform_sharing_officer).post(url).status_code == 409
    assert at_desk(cast.quality_officer).post(url).status_code == 403


def test_the_database_lets_nobody_confirm_what_they_published(cast):
    rules = safeguards.publish(text="x", by=cast.center_sharing_officer, now=NOW)
    own = {"confirmed_by": cast.center_sharing_officer.user, "confirmed_for": cast.province}
    with pytest.raises(IntegrityError):
        Safeguard.objects.filter(pk=rules.pk).update(confirmed_at=NOW, **own)
