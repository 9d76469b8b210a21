"""Does the catalogue hold what was offered, by one standard, and only what the center has taken in?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from sharing.actions import resources, safeguards
from sharing.models.resources import Resource, SuppliedRow, Supply
from sharing.sources import SOURCES
from tests.cast import Cast
from tests.conftest import NOW
from tests.sharing import given
from trail.models import Event

LIST, TABLE, LIVE = reverse("resources"), reverse("resource-table"), reverse("resource-live")
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def table_form(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The form of a table as it is posted."""
    told = "\n".join(f"{name}：{meaning}" for name, meaning in given.FIELDS)
    data = {**given.entry(), "holding": "findings", "headings": ["product", "test"], "schema_version": "1.0"}
    data = {**data, "center": cast.center, "fields_told": told, "file": given.csv(), **changes}
    return {name: value for name, value in data.items() if value not in (False, None)}


def live_form(cast: Cast, source: str, **changes: Any) -> dict[str, Any]:
    data = {**given.entry(), "source": source, "center": cast.center, **changes}
    return {name: value for name, value in data.items() if value is not False}


def test_everybody_offers_what_they_have_and_there_is_no_price(cast, at_desk):
    client = at_desk(cast.laboratory_sharing_officer)
    assert "price" not in client.get(TABLE).content.decode()
    answer = client.post(TABLE, table_form(cast))
    resource = Resource.objects.get()
    assert answer["Location"] == resource.get_absolute_url()
    assert (resource.provider, resource.state) == (cast.laboratory, "offered")
    assert "free of charge" in client.get(resource.get_absolute_url()).content.decode()
    assert not [field.name for field in Resource._meta.get_fields() if "price" in field.name]


@pytest.mark.clause("6.5-3")
def test_the_center_takes_an_offer_into_the_repository(cast, at_desk):
    resource = given.offered(cast, NOW)
    platform, center = at_desk(cast.platform_sharing_officer), at_desk(cast.center_sharing_officer)
    url = resource.get_absolute_url()
    assert platform.get(url).status_code == 404
    assert resource.name not in platform.get(LIST).content.decode()
    assert center.post(reverse("resource-accept", args=[resource.number])).status_code == 302
    assert platform.get(url).status_code == 200
    assert resource.name in platform.get(LIST).content.decode()
    assert Event.objects.of("resource", resource.pk)[0].verb == "accept a resource"


def test_every_entry_states_the_same_heads_and_what_each_field_means(cast, at_desk):
    found = [given.table(cast, NOW), given.live(cast, NOW, "standards", openness="members")]
    for resource in found:
        page = at_desk(cast.planner).get(resource.get_absolute_url()).content.decode()
        for head in ("format", "version of the schema", "brought up to date", "kept for, years", "secrecy"):
            assert head in page
        assert "headings of GB/T 30135" in page.replace("Headings", "headings")
        assert all(str(column.meaning) in page for column in resource.columns)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (given.csv(header=["product", "month", "bad"]), "make them equal"),
        (given.csv(rows=[]), "no rows"),
        (given.csv(name="own.txt"), "not taken here"),
    ],
)
def test_a_table_that_is_not_what_the_entry_says_is_refused(cast, at_desk, file, said):
    answer = at_desk(cast.laboratory_sharing_officer).post(TABLE, table_form(cast, file=file))
    assert answer.status_code in (409, 422) and said in answer.content.decode()
    assert not Resource.objects.exists() and not Supply.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"fields_told": "product"},
        {"fields_told": "product: a\nproduct: b"},
        {"personal": "on", "openness": "members"},
        {"center": None},
        {"headings": None},
        {"retention": 0},
    ],
)
def test_an_entry_that_says_too_little_is_refused(cast, at_desk, changes):
    answer = at_desk(cast.laboratory_sharing_officer).post(TABLE, table_form(cast, **changes))
    assert answer.status_code == 422
    assert not Resource.objects.exists()


def test_what_a_center_offers_is_in_its_repository_at_once(cast, at_desk):
    client = at_desk(cast.center_sharing_officer)
    assert client.post(LIVE, live_form(cast, "standards", openness="members")).status_code == 302
    assert client.post(TABLE, table_form(cast)).status_code == 302
    assert set(Resource.objects.values_list("state", "center")) == {("accepted", cast.center.pk)}
    assert Supply.objects.get().accepted_at is not None


def test_each_kind_of_organisation_offers_its_own_live_information_only(cast, at_desk):
    for kind in ("regulator", "center", "laboratory", "platform"):
        client = at_desk(cast.people[f"{kind}_sharing_officer"])
        for name, source in SOURCES.items():
            status = client.post(LIVE, live_form(cast, name)).status_code
            assert (status == 302) == (kind in source.providers), (kind, name, status)


def test_findings_are_never_open_to_everybody(cast, at_desk):
    client = at_desk(cast.center_sharing_officer)
    assert client.post(LIVE, live_form(cast, "findings", openness="members")).status_code == 422
    resource = given.live(cast, NOW)
    change = reverse("resource-change", args=[resource.number])
    assert client.post(change, live_form(cast, "findings", openness="members")).status_code == 409
    resource.refresh_from_db()
    assert resource.openness == "request"


def test_a_new_version_is_shared_once_the_center_has_accepted_it(cast, at_desk):
    resource = given.table(cast, NOW)
    supplied = {"file": given.csv(rows=[("Lamp", "2026-11", "9")])}
    url = reverse("resource-supply", args=[resource.number])
    assert at_desk(cast.laboratory_sharing_officer).post(url, supplied).status_code == 302

    def rows() -> list[str]:
        return [values[0] for _at, values in resource.rows(cast.platform, ["product"], None, 50, "")]

    assert "Lamp" not in rows()
    accept = reverse("resource-accept", args=[resource.number])
    center = at_desk(cast.center_sharing_officer)
    assert center.post(accept).status_code == 302
    assert rows() == ["Lamp"] and SuppliedRow.objects.count() == 4
    assert center.post(accept).status_code == 409


def test_provider_and_center_withdraw_and_nobody_else(cast, at_desk):
    resource = given.table(cast, NOW)
    url = reverse("resource-withdraw", args=[resource.number])
    for name in ("platform_sharing_officer", "leader", "planner"):
        assert at_desk(cast.people[name]).post(url, {"why": "x"}).status_code == 403
    assert at_desk(cast.laboratory_sharing_officer).post(url, {"why": ""}).status_code == 422
    assert at_desk(cast.laboratory_sharing_officer).post(url, {"why": "Out of date."}).status_code == 302
    assert at_desk(cast.center_sharing_officer).post(url, {"why": "Out of date."}).status_code == 409
    assert at_desk(cast.platform_sharing_officer).get(resource.get_absolute_url()).status_code == 404


def test_only_the_provider_changes_and_supplies(cast, at_desk):
    resource = given.table(cast, NOW)
    changed = {**live_form(cast, ""), "name": "Our tests"}
    change, supply = (reverse(f"resource-{name}", args=[resource.number]) for name in ("change", "supply"))
    for name in ("platform_sharing_officer", "center_sharing_officer"):
        assert at_desk(cast.people[name]).post(change, changed).status_code == 403
        assert at_desk(cast.people[name]).post(supply, {"file": given.csv()}).status_code == 403
    client = at_desk(cast.laboratory_sharing_officer)
    assert client.get(change).status_code == client.get(supply).status_code == 200
    assert client.post(change, changed).status_code == 302
    resource.refresh_from_db()
    assert resource.name == "Our tests"


def test_another_center_accepts_nothing_that_was_not_offered_to_it(cast, at_desk):
    resource = given.offered(cast, NOW)
    url = reverse("resource-accept", args=[resource.number])
    assert at_desk(cast.other_center_sharing_officer).post(url).status_code == 404
    assert at_desk(cast.laboratory_sharing_officer).post(url).status_code == 403
    assert at_desk(cast.leader).post(url).status_code == 403


@logged
def test_a_supplied_table_goes_back_to_its_provider_and_keeper_and_the_read_is_logged(cast, at_desk):
    resource = given.table(cast, NOW)
    url = reverse("resource-file", args=[resource.number, 1])
    assert at_desk(cast.platform_sharing_officer).get(url).status_code == 404
    assert at_desk(cast.center_sharing_officer).get(url).getvalue() == given.csv().read()
    assert Event.objects.of("resource", resource.pk)[0].verb == "download a supplied table"


def test_the_catalogue_is_narrowed_and_paged(cast, at_desk, monkeypatch):
    given.table(cast, NOW)
    given.live(cast, NOW, "standards")
    client = at_desk(cast.tester)
    assert "Live standards" not in client.get(LIST, {"holding": "findings"}).content.decode()
    assert "Own tests" in client.get(LIST, {"words": "own accord"}).content.decode()
    monkeypatch.setattr("sharing.views.resources.SIZE", 1)
    first = client.get(LIST).content.decode()
    assert "Live standards" in first and "Own tests" not in first and "before=SD-" in first
    second = client.get(LIST, {"before": Resource.objects.latest("pk").number}).content.decode()
    assert "Own tests" in second and "Live standards" not in second


def test_an_officer_is_told_what_waits_for_them(cast, at_desk):
    given.rules(cast, NOW)
    resource = given.offered(cast, NOW)
    center = at_desk(cast.center_sharing_officer)
    assert f"{resource.name}” waits to be taken" in center.get(LIST).content.decode()
    resources.accept(resource, by=cast.center_sharing_officer, now=NOW)
    safeguards.publish(text="Stricter.", by=cast.center_sharing_officer, now=NOW)
    assert "waits to be taken" not in center.get(LIST).content.decode()
    assert "wait for your confirmation" in at_desk(cast.regulator_sharing_officer).get(LIST).content.decode()
    other = at_desk(cast.other_center_sharing_officer).get(LIST).content.decode()
    assert "wait for your acknowledgement" in other and "confirmation" not in other


def test_the_page_says_what_still_lacks_before_anything_is_asked(cast, at_desk):
    resource = given.table(cast, NOW)
    page = at_desk(cast.other_regulator_sharing_officer).get(resource.get_absolute_url()).content.decode()
    assert "has not acknowledged version 1" in page and "Read the safeguards" in page
    asked = given.asked(cast, NOW, resource)
    own = at_desk(cast.platform_sharing_officer).get(resource.get_absolute_url()).content.decode()
    assert asked.number in own and asked.number not in page


def test_shops_and_enterprises_take_no_part(cast, at_desk):
    resource = given.table(cast, NOW)
    for url in (LIST, resource.get_absolute_url(), reverse("resource-data", args=[resource.number])):
        assert at_desk(cast.respondent).get(url).status_code == 404
        assert at_desk(cast.merchant_sharing_officer).get(url).status_code == 404
