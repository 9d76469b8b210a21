"""Who gets what at which address? Every URL × every role × own and foreign objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models import Filed, Record, kinds
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from inspection.reports.models.reports import Report
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.disposal import given_notices as notices
from tests.test_flows import WALKS
from tests.undrawn import Drawn
from trail.models import Event

pytestmark = pytest.mark.usefixtures("asked_twice")

# Why anybody may come stands in the rule itself.
OPEN = {
    "login",
    "logout",
    "set_language",
    "verify",
    "verify-file",
    "verify-number",
    "merchant-link",
    "due-feed-file",
    "alive",
    "ready",
}
OPEN |= {"metrics"}
TENANTS = {
    Kind.LABORATORY: {"sample", "entrustment", "abnormality", "report", "correction", "gravefinding"},
    Kind.PLATFORM: {"notice", "platformdisposal", "assistance"},
    Kind.MERCHANT: {"resultnotice", "denial"},
}
# What a volunteer who buys has no business with.
NOT_FOR_BUYERS = {"gravefinding", "report", "correction", "compilation", "nationalreport", "platformdisposal"}
NOT_FOR_BUYERS |= {"enforcementcase", "assistance", "resultnotice", "denial", "entrustment", "abnormality"}
# What its laboratory has not approved yet, of the examples.
WITHIN_THE_LABORATORY = {("correction", "reviewed"), ("report", "entering")}
# What its center has not sent yet: of the regulators the province alone, which is told when it is late.
WITHIN_THE_CENTER = {("compilation", "approved")}
# What the regulator has not sent to the center yet.
WITHIN_THE_REGULATOR = {("workplan", "submitted")}


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern)
        else:
            yield pattern


OF_A_KIND = ("", "-list", "-sheet", "-several", "-views", "-step", "-foreseen", "-open")


def of_kinds() -> set[str]:
    return {f"{kind}{suffix}" for kind in kinds() for suffix in OF_A_KIND}


def test_a_stranger_is_sent_to_the_log_in_everywhere(db):
    for pattern in routes():
        if pattern.name in OPEN or str(pattern.name).startswith("api-"):
            continue
        arguments = [{"str": "X"}.get(kind, 1) for kind in re.findall(r"<(\w+):\w+>", str(pattern.pattern))]
        url = reverse(str(pattern.name), args=arguments)
        for answer in (Client().get(url), Client().post(url), Client().delete(url)):
            sent = answer.status_code == 302 and answer["Location"].startswith("/login/")
            assert sent or answer.status_code == 405, (pattern.name, answer.status_code)
    assert not Event.objects.exists() and not Record.objects.exists()


# What stands in the portal of whoever came by a link, beside their kinds of record. Never: a password, the
# deadline table, the API's description, what others work with.
BY_LINK = OPEN - {"due-feed-file"} | {"home", "notifications", "notifications-read", "notifications-count"}
BY_LINK |= {"calendar", "clock", "clock-still", "clock-more", "clock-decide", "clock-withdraw"}
BY_LINK |= {"document", "attachment", "uploads", "upload", "released-photo", "api-released-photo"}
BY_LINK |= {f"{kind}{suffix}" for kind in TENANTS[Kind.MERCHANT] for suffix in OF_A_KIND}


def test_who_came_by_a_link_reaches_the_pages_of_their_portal_and_no_other(cast, at_desk, settings):
    """Whatever the method: what is not theirs is not there, even what a stranger may read."""
    settings.API_RATE = "100000/min"
    client, own = at_desk(cast.respondent), tuple(f"api-{kind}" for kind in TENANTS[Kind.MERCHANT])
    shut = set()
    for pattern in routes():
        name = str(pattern.name)
        if name in BY_LINK or name.startswith(own):
            continue
        arguments = [{"str": "X"}.get(kind, 1) for kind in re.findall(r"<(\w+):\w+>", str(pattern.pattern))]
        url = reverse(name, args=arguments)
        answers = {client.get(url).status_code, client.post(url).status_code}
        assert answers <= {404, 405}, (name, answers)
        shut |= {name} if 404 in answers else set()
    assert {"password", "terms", "what-if", "api-docs", "organisation", "workplan-list", "signals"} <= shut
    for name in ("home", "notifications", "resultnotice-list", "denial-list"):
        assert client.get(reverse(name)).status_code == 200, name


def example(kind: str, cast) -> Filed:
    """A record of the kind as far down its main path as the walks reach."""
    main = [str(state) for state in kinds()[kind].flow.main]
    own = [walk for walk in WALKS if walk.kind == kind and walk.source]
    walk = max(own, key=lambda walk: main.index(walk.source) if walk.source in main else -1)
    return walk.given(cast, NOW)


def may_see(record: Filed, viewer: Viewer, cast) -> bool:
    """An oracle of its own: region, center, admission."""
    home = viewer.organisation
    if record.personal and not record.overseers & viewer.roles and viewer.user != record.buyer:  # type: ignore[attr-defined]
        return False
    if viewer.roles == {Role.BUYER} and record.kind in NOT_FOR_BUYERS:
        return False
    if (record.kind, record.state) in WITHIN_THE_LABORATORY and viewer.kind != Kind.LABORATORY:
        return False
    if (record.kind, record.state) in WITHIN_THE_REGULATOR and viewer.kind != Kind.REGULATOR:
        return False
    late = viewer.kind == Kind.REGULATOR and home.level != "province"
    if (record.kind, record.state) in WITHIN_THE_CENTER and late:
        return False
    if record.joint:
        return record.admissions.filter(group=home.group).exists()
    if viewer.kind == Kind.REGULATOR:
        places = {record.province_id, record.city_id, record.county_id} - {None}
        return home == cast.nation or home.region_id in places
    if viewer.kind == Kind.CENTER:
        return record.center_id == home.pk
    party = record.party(viewer.kind) == home.pk
    return (
        party and record.kind in TENANTS[viewer.kind] and record.admissions.filter(group=home.group).exists()
    )


@pytest.mark.clause("1")
def test_each_kind_of_organisation_is_served_in_its_own_scope(cast, at_desk):
    notice = notices.served(cast, NOW)
    own = {
        Kind.REGULATOR: (EnforcementCase.objects.get(), "case_officer", "other_case_officer"),
        Kind.CENTER: (Sample.objects.get(), "storekeeper", "other_storekeeper"),
        Kind.LABORATORY: (Report.objects.get(), "tester", "other_tester"),
        Kind.PLATFORM: (PlatformDisposal.objects.get(), "quality_officer", "other_quality_officer"),
        Kind.MERCHANT: (notice, "respondent", "other_respondent"),
    }
    for kind, (record, somebody, stranger) in own.items():
        assert cast.people[somebody].kind == kind
        shown = at_desk(cast.people[somebody]).get(record.get_absolute_url())
        assert shown.status_code == 200 and record.number in shown.text
        assert at_desk(cast.people[stranger]).get(record.get_absolute_url()).status_code == 404


@pytest.mark.clause("4.1")
def test_each_kind_of_organisation_finds_its_own_work(cast, at_desk):
    """Regulators organise, the center carries out, laboratories test, platforms and shops cooperate."""
    work = {"workplan": "submit", "scheme": "submit", "report": "enter", "platformdisposal": "finish"}
    work["resultnotice"] = "comment"
    doing = set()
    with time_machine.travel(NOW, tick=False):
        for kind, step in work.items():
            walk = next(walk for walk in WALKS if (walk.kind, walk.step) == (kind, step))
            record, viewer = walk.given(cast, NOW), cast.people[walk.actor]
            page = at_desk(viewer).get(record.get_absolute_url())
            assert reverse(f"{kind}-step", args=[record.number, step]) in page.text
            doing.add(viewer.kind)
    assert doing == set(Kind)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_record_is_shown_and_listed_to_those_it_concerns_and_to_nobody_else(kind, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        seen = set()
        for name, viewer in cast.people.items():
            client, concerned = at_desk(viewer), may_see(record, viewer, cast)
            status = client.get(record.get_absolute_url()).status_code
            assert status == (200 if concerned else 404), (name, status)
            listed = client.get(reverse(f"{kind}-list"))
            by_link = viewer.kind == Kind.MERCHANT and kind not in TENANTS[Kind.MERCHANT]
            assert listed.status_code == (404 if by_link else 200)
            assert (record.number in listed.text) == concerned, name
            seen |= {name} if status == 200 else set()
    within = record.joint or (record.kind, record.state) in WITHIN_THE_LABORATORY | WITHIN_THE_CENTER
    assert within or {"leader", "planner", "nation_officer"} <= seen
    assert not {name for name in seen if name.startswith("other_")}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_among_all_kinds_at_once_nobody_sees_more_or_less_than_of_each(kind, cast):
    """Search, home and the worklist ask for records of all kinds together; charts by their primary keys."""
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
    for name, viewer in cast.people.items():
        seen = [
            model.objects.visible_to(viewer).filter(pk=record.pk).exists()
            for model in (Record, kinds()[kind])
        ]
        known = Record.objects.filter(pk=record.pk, pk__in=Record.objects.known_to(viewer)).exists()
        assert [*seen, known] == [may_see(record, viewer, cast)] * 3, name


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_strangers_cannot_step_and_colleagues_only_in_their_role(kind, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        steps = record.flow.leaving(record.state)
        one_after_another, drawn = cycle(steps), Drawn()
        for viewer in cast.people.values():
            client, seen = at_desk(viewer), may_see(record, viewer, cast)
            # Who may not see the record finds none of its steps: each of them tries one.
            for step in steps if seen else [next(one_after_another)]:
                theirs = any(
                    role in viewer.roles and record.party(step.party(role)) == viewer.organisation.pk
                    for role in step.by
                    if role is not Role.SYSTEM
                )
                if not (seen and theirs):
                    url = reverse(f"{kind}-step", args=[record.number, step.name])
                    refused = 403 if seen else 404
                    with drawn.once(viewer, step.name, refused):
                        assert client.post(url).status_code == refused, (viewer, step.name)
        assert Record.objects.get(pk=record.pk).state == record.state


def plain(body: bytes, *numbers: str) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken": ")\w+', "", body.decode())
    for number in numbers:
        text = text.replace(number, "")
    return text


def test_a_number_in_small_letters_leads_to_the_record_and_tells_strangers_nothing(cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example("purchase", cast)
    small = record.get_absolute_url().replace(record.number, record.number.lower())
    led = at_desk(cast.organiser).get(f"{small}?from=label")
    assert (led.status_code, led["Location"]) == (302, f"{record.get_absolute_url()}?from=label")
    stranger = at_desk(cast.quality_officer)
    for number in (record.number.lower(), "pu-000000000"):
        answer = stranger.get(reverse("purchase", args=[number]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("purchase", args=[number.upper()]))
        assert stranger.get(answer["Location"]).status_code == 404
        assert stranger.post(reverse("purchase-step", args=[number, "assign"])).status_code == 404


def test_what_does_not_exist_and_what_is_not_ours_look_the_same(cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example("purchase", cast)
    client = at_desk(cast.quality_officer)
    foreign, missing = record.get_absolute_url(), reverse("purchase", args=["PU-000000000"])
    bodies = {plain(client.get(url).content, record.number, "PU-000000000") for url in (foreign, missing)}
    assert len(bodies) == 1
