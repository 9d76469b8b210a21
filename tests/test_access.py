"""Who gets what at which address? Every URL × every role × own and foreign objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models import Filed, Record, kinds
from disposal.models import EnforcementCase, PlatformDisposal
from inspection.models import Report
from sampling.models import Sample
from tests.conftest import NOW
from tests.disposal import given_notices as notices
from tests.test_flows import WALKS

# Plain views: who gets a page there (by GET); everybody else gets 403 or 404, a stranger the log-in.
EVERYBODY = {*Role} - {Role.SYSTEM}
# Shops and enterprises take no part in sharing.
SHARERS = EVERYBODY - {Role.RESPONDENT}
OF_CENTERS = {role for role in EVERYBODY if role.kind in (None, Kind.CENTER)}
PLAIN: dict[str, set[Role]] = {
    "query": SHARERS,
    "resources": SHARERS,
    "resource-live": {Role.SHARING_OFFICER},
    "resource-table": {Role.SHARING_OFFICER},
    "safeguards": SHARERS,
    "safeguard-new": {Role.SHARING_OFFICER},
    "sharing-figures": SHARERS,
    "home": EVERYBODY,
    "dashboard": SHARERS,
    "ranking": {Role.PLANNER, Role.ASSESSOR, Role.CHAIR, Role.LEADER},
    "risk-figures": {role for role in SHARERS if role.kind is not Kind.LABORATORY},
    "due": SHARERS,
    "due-feed": SHARERS,
    "notifications": EVERYBODY,
    "notifications-count": EVERYBODY,
    "what-if": EVERYBODY,
    "scan": {Role.BUYER, Role.VERIFIER, Role.STOREKEEPER, Role.RECEIVER, Role.TESTER},
    "organisation": EVERYBODY,
    "password": EVERYBODY,
    "terms": EVERYBODY,
    "calendars": EVERYBODY,
    "signals": EVERYBODY,
    "signal-new": {Role.COLLECTOR, Role.QUALITY_OFFICER},
    "signal-import": {Role.COLLECTOR, Role.QUALITY_OFFICER},
    "intakes": {Role.COLLECTOR, Role.QUALITY_OFFICER},
    "mappings": {Role.COLLECTOR, Role.QUALITY_OFFICER},
    "follow-ups": {Role.COLLECTOR},
    "signal-case": {Role.COLLECTOR},
    "feeds": {Role.COLLECTOR},
    "feed-new": {Role.COLLECTOR},
    "sittings": OF_CENTERS,
    "sitting-new": {Role.CHAIR},
    "criteria": OF_CENTERS | {role for role in EVERYBODY if role.kind == Kind.REGULATOR},
    "criteria-new": {Role.APPROVER},
    "recipients": {Role.ADDRESS_KEEPER},
    "recipient-add": {Role.ADDRESS_KEEPER},
    "recipient-reads": {Role.ADDRESS_KEEPER},
    "declarations": {Role.ADDRESS_KEEPER},
    "declaration-new": {Role.ADDRESS_KEEPER},
    "undertaking": {Role.BUYER},
    "leaks": {Role.ADDRESS_KEEPER, Role.LEADER},
    "claims": OF_CENTERS,
    "stocktakings": {Role.STOREKEEPER, Role.VERIFIER},
    "money": {Role.ORGANISER, Role.LEADER, Role.BUYER},
    "money-give": {Role.ORGANISER},
    "money-back": {Role.BUYER},
    "qualifications": EVERYBODY,
    "qualification-new": {Role.ORGANISER},
    "received-reports": EVERYBODY,
    "severities": OF_CENTERS,
    "grade-table": OF_CENTERS,
    "grade-table-change": {Role.LEADER},
    "storage": {*OF_CENTERS, Role.RECEIVER, Role.TESTER, Role.REVIEWER, Role.SIGNATORY},
    "storage-rule-new": {Role.RECEIVER, Role.STOREKEEPER},
    "storage-place-new": {Role.RECEIVER, Role.STOREKEEPER},
    "preferences": EVERYBODY,
    "stand-ins": EVERYBODY - {Role.RESPONDENT},
    "people": {Role.ADMINISTRATOR},
    "tokens": {Role.ADMINISTRATOR},
    "token-new": {Role.ADMINISTRATOR},
    "person-add": {Role.ADMINISTRATOR},
    "hand-over": {Role.ADMINISTRATOR},
}
# Addresses that need an object, answer POST only, or are open to anybody; each has tests of its own.
ELSEWHERE = {
    "uploads": "tests/documents/test_uploads.py",
    "upload": "tests/documents/test_uploads.py",
    "purchase-evidence": "tests/sampling/test_evidence.py",
    "purchase-bag": "tests/sampling/test_capsule.py",
    "purchase-files": "tests/sampling/test_capsule.py",
    "resource": "tests/sharing/test_resources.py",
    "resource-change": "tests/sharing/test_resources.py",
    "resource-supply": "tests/sharing/test_resources.py",
    "resource-accept": "tests/sharing/test_resources.py",
    "resource-withdraw": "tests/sharing/test_resources.py",
    "resource-file": "tests/sharing/test_resources.py",
    "resource-ask": "tests/sharing/test_requests.py",
    "resource-data": "tests/sharing/test_readings.py",
    "resource-download": "tests/sharing/test_readings.py",
    "shared-data": "tests/sharing/test_readings.py",
    "shared-download": "tests/sharing/test_readings.py",
    "safeguard-confirm": "tests/sharing/test_safeguards.py",
    "safeguard-acknowledge": "tests/sharing/test_safeguards.py",
    "dashboard-sheet": "tests/portals/test_dashboards.py",
    "ranking-sheet": "tests/portals/test_ranking.py",
    "risk-figures-sheet": "tests/portals/test_told.py",
    "style": "tests/portals/test_home.py",
    "login": "tests/accounts/test_log_in.py",
    "logout": "tests/accounts/test_log_in.py",
    "set_language": "tests/portals/test_home.py",
    "notifications-read": "tests/portals/test_home.py",
    "calendar": "tests/portals/test_days.py",
    "due-feed-file": "tests/portals/test_feed.py",
    "due-feed-revoke": "tests/portals/test_feed.py",
    "document": "tests/documents/test_pages.py",
    "document-service": "tests/documents/test_pages.py",
    "attachment": "tests/documents/test_pages.py",
    "verify": "tests/documents/test_pages.py",
    "severity": "tests/disposal/test_grades.py",
    "signal": "tests/monitoring/test_signals.py",
    "signal-edit": "tests/monitoring/test_signals.py",
    "signal-submit": "tests/monitoring/test_signals.py",
    "matter-apart": "tests/monitoring/test_matters.py",
    "signal-file": "tests/monitoring/test_evidence.py",
    "signal-refused": "tests/monitoring/test_handouts.py",
    "listings": "tests/sampling/test_offers.py",
    "listing-sheet": "tests/sampling/test_offers.py",
    "offer-file": "tests/sampling/test_offers.py",
    "offer-columns": "tests/sampling/test_offers.py",
    "offer-refused": "tests/sampling/test_offers.py",
    "choice-bundle": "tests/sampling/test_bundles.py",
    "choosing": "tests/sampling/test_choices.py",
    "perusal": "tests/sampling/test_perusals.py",
    "intake": "tests/monitoring/test_long_imports.py",
    "intake-columns": "tests/monitoring/test_long_imports.py",
    "intake-refused": "tests/monitoring/test_long_imports.py",
    "mapping": "tests/monitoring/test_columns.py",
    "follow-up": "tests/monitoring/test_followups.py",
    "signal-template": "tests/monitoring/test_handouts.py",
    "feed": "tests/monitoring/test_feed_pages.py",
    "feed-change": "tests/monitoring/test_feed_pages.py",
    "feed-read": "tests/monitoring/test_feed_pages.py",
    "feed-switch": "tests/monitoring/test_feed_pages.py",
    "sitting": "tests/monitoring/test_sittings.py",
    "sitting-score": "tests/monitoring/test_sitting_scores.py",
    "criteria-one": "tests/monitoring/test_criteria.py",
    "criteria-change": "tests/monitoring/test_criteria.py",
    "workplan-versions": "tests/monitoring/test_versions.py",
    **dict.fromkeys(("sample-label", "labels-ask", "labels", "labels-file"), "tests/sampling/test_label.py"),
    **{f"claim{name}": "tests/sampling/test_refunds.py" for name in ("", "s-sheet", "-enter", "-write-off")},
    **{
        f"stocktaking{name}": "tests/sampling/test_stocktaking.py"
        for name in ("", "-end", "-explain", "-close")
    },
    "sample-seals": "tests/sampling/test_registration.py",
    "purchase-reveal": "tests/sampling/test_recipients.py",
    "recipient": "tests/sampling/test_recipients.py",
    "recipient-consent": "tests/sampling/test_consents.py",
    "recipient-withdraw": "tests/sampling/test_consents.py",
    "leak-rest": "tests/sampling/test_leaks.py",
    "recipient-identifier": "tests/sampling/test_identifiers.py",
    "recipient-retire": "tests/sampling/test_identifiers.py",
    **dict.fromkeys(
        ("money-sheet", "advance-confirm", "advance-deny", "purchase-invoice", "workplan-overrun"),
        "tests/sampling/test_money.py",
    ),
    "recipient-reveal": "tests/sampling/test_recipients.py",
    "recipient-erase": "tests/sampling/test_recipients.py",
    "qualification": "tests/inspection/test_qualifications.py",
    **{
        f"storage-{name}": "tests/inspection/test_storage.py"
        for name in ("rule", "place", "place-change", "reading", "put", "out")
    },
    **dict.fromkeys(
        ("report-photos", "report-photo", "report-photo-picture", "released-photo"),
        "tests/disposal/test_photos.py",
    ),
    "redacted-renew": "tests/disposal/test_disclosure.py",
    "resultnotice-link-new": "tests/disposal/test_links.py",
    "resultnotice-link-show": "tests/disposal/test_links.py",
    "resultnotice-link-revoke": "tests/disposal/test_links.py",
    "merchant-link": "tests/disposal/test_links.py",
    "person": "tests/accounts/test_people.py",
    "token-revoke": "tests/api/test_tokens.py",
    "token-signing": "tests/api/test_signing.py",
    "person-password": "tests/accounts/test_people.py",
    "stand-in-end": "tests/accounts/test_stand_ins.py",
    "clock": "tests/portals/test_clock.py",
    "clock-still": "tests/portals/test_clock.py",
    "clock-more": "tests/portals/test_clock.py",
    "clock-decide": "tests/portals/test_clock.py",
    "term": "tests/portals/test_terms.py",
    "term-recount": "tests/portals/test_terms.py",
    "recount": "tests/portals/test_terms.py",
    "calendar-withdraw": "tests/portals/test_calendars.py",
    "close-of-business": "tests/portals/test_organisations.py",
    "portal-service": "tests/portals/test_organisations.py",
    "organisations": "tests/portals/test_organisations.py",
    "organisation-detail": "tests/portals/test_organisations.py",
    "organisation-rename": "tests/portals/test_organisations.py",
    "organisation-merge": "tests/portals/test_organisations.py",
}
OPEN = {"login", "logout", "set_language", "verify", "merchant-link", "due-feed-file"}
TENANTS = {
    Kind.LABORATORY: {"sample", "entrustment", "abnormality", "report", "correction"},
    Kind.PLATFORM: {"notice", "platformdisposal", "assistance"},
    Kind.MERCHANT: {"resultnotice", "denial"},
}


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern)
        else:
            yield pattern


OF_A_KIND = ("", "-list", "-sheet", "-several", "-views", "-step", "-open")


def of_kinds() -> set[str]:
    return {f"{kind}{suffix}" for kind in kinds() for suffix in OF_A_KIND}


def test_every_route_has_a_row():
    names = {str(pattern.name) for pattern in routes()}
    names = {name for name in names if not name.startswith("api-")}  # tests/api/test_access.py
    assert names - of_kinds() - set(PLAIN) - set(ELSEWHERE) == set()
    assert all((settings.BASE_DIR / path).exists() for path in ELSEWHERE.values())


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_plain_page_is_for_its_roles_only(name, cast, at_desk):
    for role in EVERYBODY:
        viewer = cast.people[str(role) if role.kind else f"center_{role}"]
        status = at_desk(viewer).get(reverse(name)).status_code
        assert (status == 200) == (role in PLAIN[name]), (role, status)
        assert status in (200, 403, 404)


def test_a_stranger_is_sent_to_the_log_in_everywhere(db):
    for pattern in routes():
        if pattern.name in OPEN or str(pattern.name).startswith("api-"):
            continue
        arguments = [
            {"int": 1, "str": "X"}[kind] for kind in re.findall(r"<(\w+):\w+>", str(pattern.pattern))
        ]
        answer = Client().get(reverse(str(pattern.name), args=arguments))
        sent = answer.status_code == 302 and answer["Location"].startswith("/login/")
        assert sent or answer.status_code == 405, (pattern.name, answer.status_code)


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
def test_a_record_is_shown_to_those_it_concerns_and_to_nobody_else(kind, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        seen = set()
        for name, viewer in cast.people.items():
            status = at_desk(viewer).get(record.get_absolute_url()).status_code
            assert status == (200 if may_see(record, viewer, cast) else 404), (name, status)
            seen |= {name} if status == 200 else set()
    assert record.joint or {"leader", "planner", "nation_officer"} <= seen
    assert not {name for name in seen if name.startswith("other_")}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_strangers_cannot_step_and_colleagues_only_in_their_role(kind, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        steps = record.flow.leaving(record.state)
        one_after_another = cycle(steps)
        for viewer in cast.people.values():
            client, seen = at_desk(viewer), may_see(record, viewer, cast)
            # Who may not see the record finds none of its steps: each of them tries one.
            for step in steps if seen else [next(one_after_another)]:
                theirs = any(
                    role in viewer.roles and record.party(role.kind or step.of) == viewer.organisation.pk
                    for role in step.by
                    if role is not Role.SYSTEM
                )
                if not (seen and theirs):
                    url = reverse(f"{kind}-step", args=[record.number, step.name])
                    assert client.post(url).status_code == (403 if seen else 404), (viewer, step.name)
        assert Record.objects.get(pk=record.pk).state == record.state


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_list_holds_only_what_its_reader_may_see(kind, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        for viewer in cast.people.values():
            answer = at_desk(viewer).get(reverse(f"{kind}-list"))
            assert answer.status_code == 200
            assert (record.number in answer.content.decode()) == may_see(record, viewer, cast), viewer


def plain(body: bytes, *numbers: str) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken": ")\w+', "", body.decode())
    for number in numbers:
        text = text.replace(number, "")
    return text


def test_what_does_not_exist_and_what_is_not_ours_look_the_same(cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = example("purchase", cast)
    client = at_desk(cast.quality_officer)
    foreign, missing = record.get_absolute_url(), reverse("purchase", args=["PU-000000000"])
    bodies = {plain(client.get(url).content, record.number, "PU-000000000") for url in (foreign, missing)}
    assert len(bodies) == 1
