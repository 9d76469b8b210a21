"""Does the demo leave work on every desk, add nothing the second time, and name nobody who exists?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Viewer
from casework.models import Deadline, Record
from casework.pages.contents import detail
from casework.pages.desks import desk_of
from casework.pages.worklist import only_pressing, running, waiting
from casework.terms.calendar import official
from casework.terms.count import SHANGHAI
from config.rights import UNSEEN
from demo import founding, invented
from documents.models import Attachment, Document
from documents.papers import PAPERS
from documents.render import render
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.tested_items import Result
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal
from portals import worklist
from sampling.purchases.actions.leaks import rates
from sampling.recipients.models.recipients import Recipient
from sampling.samples.models.storage import Reading, StoragePlace
from tests.demo.beside import left, unlike
from tests.demo.test_populate import make
from tests.ground import in_untouched_tables
from trail.models import Event

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
HERE = [ip_network("127.0.0.1/32")]
README = Path(__file__).resolve().parents[2] / "README.md"
TEXTS = (models.CharField, models.TextField, models.JSONField)
FIRMS = re.compile("公司|集团|[省市县].{1,8}厂")


def test_the_demo_keeps_out_of_a_database_that_holds_other_organisations(cast):
    with pytest.raises(CommandError, match="one of its own"):
        run()


def run() -> str:
    """What the command prints."""
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """The command has run on a Wednesday morning: once for all tests here, and is taken back at the end."""
    ours = {"MEDIA_ROOT": str(tmp_path_factory.mktemp("media")), "FEED_PRIVATE_NETWORKS": HERE}
    with django_db_blocker.unblock(), override_settings(**ours), transaction.atomic():
        in_untouched_tables()
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def province(printed: str) -> founding.Province:
    return founding.province()


def logins_of_the_readme() -> set[str]:
    table = README.read_text().split("| organisation | log-ins |")[1].split("\n\n")[0]
    return set(re.findall(r"`(\w+)`", table))


def test_everybody_whom_the_readme_names_has_something_to_do(province):
    idle = [login for login in logins_of_the_readme() if not waiting(province.people[login], NOW)]
    assert idle == []


def test_no_row_of_anybodys_worklist_ends_in_a_refusal(province):
    refused = []
    with time_machine.travel(NOW, tick=False):
        for login in sorted(logins_of_the_readme()):
            viewer, desk = province.people[login], Client()
            desk.force_login(viewer.user)
            found = waiting(viewer, NOW)
            stuck = only_pressing(found, viewer, NOW)
            for _heading, rows, _chosen in worklist.groups(found, viewer, NOW, "/"):
                ways = {row["act"]["url"]: row["record"] for row in rows}
                refused += [(login, url) for url in ways if desk.get(url).status_code != 200]
                refused += [
                    (login, url)
                    for url, record in ways.items()
                    if leads_nowhere(url, record, viewer, record.pk in stuck)
                ]
    assert refused == []


def test_every_row_of_a_worklist_has_a_date_or_says_why_it_has_none(province):
    undated = []
    with time_machine.travel(NOW, tick=False):
        for login in sorted(logins_of_the_readme()):
            viewer = province.people[login]
            found = worklist.groups(waiting(viewer, NOW), viewer, NOW, "/")
            rows = [row for _heading, members, _chosen in found for row in members]
            rows += worklist.rows_of(running(viewer, NOW), viewer, NOW)
            undated += [(login, row["record"]) for row in rows if not (row["clock"] or row["undated"])]
    assert undated == []


def leads_nowhere(url: str, record: Record, viewer: Viewer, stuck: bool) -> bool:
    """Whether an address is that of a record's page, which offers its reader nothing that can be done; of
    what only presses, whether its page does not say why either."""
    if url != record.get_absolute_url():
        return False
    card = detail(record.child(), viewer, NOW, desk_of(record.kind).asking(record.child()))["next"]
    offers = (*filter(None, [card.lead]), *card.others, *card.exceptions)
    return (
        not (card.said or any(offer.reason for offer in offers)) if stuck else all(o.reason for o in offers)
    )


def test_the_command_prints_every_log_in_and_the_password(printed):
    lines = {line.split()[0]: line for line in printed.splitlines() if line}
    for login, name, *_rest in invented.PEOPLE:
        assert name in lines[login]
    assert invented.PASSWORD in printed


def test_the_tokens_and_the_link_that_are_printed_let_in(printed):
    with time_machine.travel(NOW, tick=False):
        for home, _purpose, roles, key in invented.TOKENS:
            shown = Client().get("/api/v1/", headers={"Authorization": f"Bearer {key}"}).json()
            assert {role["code"] for role in shown["roles"]} == set(roles) and key in printed, home
        link = re.search(r"https?://\S+(/to/\S+)", printed)
        assert link is not None
        assert Client().get(link[1]).status_code == 200


def test_a_second_run_adds_nothing(printed):
    kept = (Record, Event, RiskSignal, Attachment, Deadline)
    before = [kind.objects.count() for kind in kept]
    run()
    assert [kind.objects.count() for kind in kept] == before


def test_sellers_seem_to_know_one_recipient_who_is_left_alone(printed, province):
    [resting] = Recipient.objects.filter(rests_until__gt=NOW)
    suspects = {rate.who for rate in rates(resting.center, NOW) if rate.suspect and rate.kind == "recipient"}
    assert suspects == {resting.pseudonym}


def test_rows_made_in_bulk_are_like_those_that_the_engine_leaves(printed):
    """Filled columns, steps, running clocks and admissions, kind by kind and state by state."""
    engine = left(Record.objects.all())
    with transaction.atomic():
        told = list(Record.objects.values_list("pk", flat=True))
        make()
        bulk = left(Record.objects.exclude(pk__in=told))
        transaction.set_rollback(True)
    assert len(engine.keys() & bulk.keys()) > 20
    differing = "\n".join(sorted(unlike(engine, bulk)))
    assert not differing, differing


def test_some_clocks_were_met_one_is_overdue_and_one_is_due_today(printed):
    running = Deadline.objects.running()
    midnight = datetime(2026, 11, 26, tzinfo=SHANGHAI)
    assert Deadline.objects.filter(met_at__isnull=False, breached_at=None).count() > 10
    overdue = [clock.term for clock in running.filter(due_at__lte=NOW, breached_at=NOW)]
    assert overdue.count("DL-01") == 1 and set(overdue) <= {"DL-01", "W-20", "W-26", "W-27"}
    assert [clock.term for clock in running.filter(due_at=midnight, term="DL-01")] == ["DL-01"]
    assert running.filter(due_at__gt=midnight).count() >= 5


def test_two_dozen_signals_of_every_channel_wait_to_be_attached(printed):
    waiting_signals = RiskSignal.objects.filter(state=SignalState.SUBMITTED)
    assert waiting_signals.count() >= 24
    assert set(waiting_signals.values_list("channel", flat=True)) == set("abcde")


def test_everything_was_done_in_the_working_hours_of_past_working_days(printed):
    told = Event.objects.exclude(actor_kind="system").filter(at__gt=founding.BEGUN)
    for at in told.values_list("at", flat=True):
        local = timezone.localtime(at)
        assert NOW - timedelta(weeks=7) < at < NOW
        assert official().is_working(local.date()) and 9 <= local.hour < 18, local


def test_every_kind_of_paper_that_was_issued_can_be_printed(printed):
    newest = {paper.paper: paper.content for paper in Document.objects.order_by("id")}
    assert len(newest) >= 17
    for name, content in newest.items():
        assert render(PAPERS[name].template, {"paper": content}, language="zh-hans").startswith(b"%PDF")


def test_nobody_is_named_who_exists(printed):
    names = {name for _key, _kind, *both in invented.ORGANISATIONS for name in both[:2]}
    names |= {name for name, _region in invented.ENTERPRISES}
    names |= {name for _platform, _id, shop, operator, _place in invented.SHOPS for name in (shop, operator)}
    longest_first = sorted((str(name) for name in names if name), key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, longest_first)))
    for text in everything_written():
        left = known.sub("", text)
        assert not FIRMS.search(left), text


def everything_written() -> Iterator[str]:
    """Every text in every table that the application reads."""
    for model in apps.get_models():
        unread = model.__module__.startswith("django") or model._meta.label in UNSEEN
        own = () if unread else model._meta.local_fields
        fields = [field.name for field in own if isinstance(field, TEXTS)]
        for row in model._default_manager.values_list(*fields) if fields else ():
            yield from (str(value) for value in row if value)


def test_every_item_is_measured_with_an_instrument_that_measures_it(province):
    measure = {number: set(items) for number, _name, _model, items, _lasting in invented.INSTRUMENTS}
    items = {item for _code, item, *_laid_down in invented.TEST_ITEMS}
    assert sorted(item for them in measure.values() for item in them) == sorted(items)
    sheets = RawRecord.objects.exclude(calibration=None).values_list("calibration__instrument__number", "pk")
    assert sheets
    for number, pk in sheets:
        assert set(Result.objects.filter(raw_records=pk).values_list("name", flat=True)) <= measure[number]


def test_the_centers_store_tells_under_which_conditions_its_samples_lie(province):
    keeper = province.people["storekeeper"]
    readings = Reading.objects.filter(place__in=StoragePlace.objects.visible_to(keeper))
    outside = readings.filter(outside=True)
    assert readings.count() > 4 and all(reading.note for reading in outside)
    assert any(reading.lay_there().exists() for reading in outside)
