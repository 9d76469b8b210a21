"""Does a made country stand as the engine would have left it, and is it the same one each time?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Min, Q
from django.test import Client
from django.urls import reverse

from accounts.numbers import number
from casework.deadlines.clocks import last_day
from casework.models import Admission, Deadline, Record, kinds
from casework.terms.count import SHANGHAI
from catalogue.models import Finding
from demo import founding
from demo.scale import SCALES, populate
from demo.scale.courses import Course
from demo.scale.rates import Rates
from demo.scale.stripped import GUARDS
from inspection.reports.models.tested_items import Result
from monitoring.plans.actions.versions import newest_version
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import content_of, digest_of
from monitoring.risks.models.matters import meeting
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from portals.execution import figures
from sampling.deliveries.models.refunds import RefundDue
from sampling.purchases.flow.purchases import REFUNDING
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from trail.models import Event

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
SIZE = SCALES["demo"].of(400)
VIEWERS = ("national", "planner", "city", "county", "storekeeper", "tester", "platform", "platform2")
TABLES = (
    "casework_record",
    "trail_event",
    "casework_deadline",
    "casework_admission",
    "inspection_result",
    "catalogue_finding",
    "monitoring_risksignal",
)


def as_owner() -> None:
    """The command runs as the owner of the tables; the rest of the tests does not."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")


def make(seed: int = 1) -> dict[str, int]:
    as_owner()
    return populate(SIZE, seed=seed, now=NOW, say=lambda _line: None)


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The invented province with a few hundred samples: once for all tests here, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        founding.found()
        made = make()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE wangjian_app")
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def province(counts: dict[str, int]) -> founding.Province:
    return founding.province()


def test_about_as_many_samples_are_made_as_were_asked_for_and_eleven_results_a_report(counts):
    assert 0.7 * SIZE.samples < counts["sampling_sample"] < 1.4 * SIZE.samples
    assert Result.objects.count() == 11 * counts["inspection_report"]
    assert Deadline.objects.running().count() > SIZE.samples / 3


def test_every_record_has_a_trail_that_leads_to_its_state_step_by_step(counts):
    told: dict[int, list[Event]] = {}
    for event in Event.objects.filter(subject_kind="record").exclude(verb="overdue").order_by("id"):
        told.setdefault(event.subject_id, []).append(event)
    for record in Record.objects.all():
        state = ""
        for event in told[record.pk]:
            step = record.filed_class.flow[event.verb]
            assert event.moved_from == state and (not state or state in step.sources), record
            state = event.moved_to
        assert state == record.state
        assert [event.at for event in told[record.pk]] == sorted(event.at for event in told[record.pk])


def test_whose_turn_it_is_and_in_whose_hands_is_what_the_flow_table_says(counts):
    for record in Record.objects.select_related(*(f"as_{kind}" for kind in ("sample", "report"))):
        flow, filed = record.filed_class.flow, record.child()
        hands = flow.hands(record.state)
        assert record.turn == flow.turn(record.state), record
        assert record.holder_id == (filed.party(hands) if hands else None), record


def test_the_next_clock_is_the_nearest_running_one(counts):
    running = Q(deadlines__met_at=None, deadlines__dropped_at=None, deadlines__isnull=False)
    found = Record.objects.annotate(nearest=Min("deadlines__due_at", filter=running))
    assert not found.exclude(Q(nearest=F("next_due_at")) | Q(nearest=None, next_due_at=None)).exists()


def test_no_clock_runs_in_a_state_that_waits_for_nobody_and_what_is_late_was_swept(counts):
    running = Deadline.objects.running()
    assert not running.filter(record__turn="").exists()
    assert running.filter(due_at__lt=NOW).exists() and not running.filter(next_tell_at__lte=NOW).exists()
    late = Event.objects.filter(verb="overdue").count()
    assert late == Deadline.objects.filter(breached_at__isnull=False).count()


def test_a_tenant_sees_what_it_was_admitted_to_and_nothing_of_purchases(counts, province):
    for login in ("platform", "platform2", "tester"):
        viewer = province.people[login]
        seen = Record.objects.visible_to(viewer)
        admitted = Admission.objects.filter(group=viewer.organisation.group_id)
        assert set(seen.values_list("pk", flat=True)) == set(
            admitted.values_list("content_object", flat=True)
        )
        assert not seen.filter(kind="purchase").exists()


@pytest.mark.parametrize("login", VIEWERS)
def test_what_somebody_has_in_hand_they_may_open(login, province):
    """A worklist that leads to "not found" is no worklist."""
    viewer = province.people[login]
    mine = Record.objects.awaiting(viewer)
    seen = Record.objects.visible_to(viewer).order_by().values("pk")
    assert not list(mine.exclude(pk__in=seen).values_list("kind", "state"))


def test_numbers_are_those_of_the_ids(counts, settings):
    for pk, kind, known_as in Record.objects.order_by("?").values_list("pk", "kind", "number")[:50]:
        assert known_as == number(kinds()[kind].prefix, pk, settings.NUMBER_KEY)


def test_a_sample_comes_of_an_accepted_purchase_of_its_own_center(counts):
    assert not Sample.objects.exclude(purchase__state="accepted").exists()
    assert not Sample.objects.exclude(purchase__center=F("center")).exists()
    assert not Purchase.objects.filter(state="accepted", samples=None, opened_at__lt=NOW).exists()


@pytest.mark.parametrize("login", VIEWERS)
def test_lists_home_and_records_of_the_cast_open_and_stay_in_scope(login, province):
    viewer, client = province.people[login], Client()
    client.force_login(viewer.user)
    with time_machine.travel(NOW, tick=False):
        assert client.get("/").status_code == 200
        opened = 0
        for kind in Record.objects.visible_to(viewer).values_list("kind", flat=True).distinct().order_by():
            page = client.get(reverse(f"{kind}-list"))
            shown = set(re.findall(r'<span class="wj-sub">([A-Z]{2}-[0-9A-Z]{9})\b', page.text))
            own = set(Record.objects.listed(kind, viewer).values_list("number", flat=True))
            # What a regulator was admitted to alone is reached from its case, not from the list.
            assert shown <= own and bool(shown) == bool(own), kind
            if not shown:
                continue
            opened += client.get(reverse(kind, args=[min(shown)])).status_code == 200
        assert opened >= 2


def test_the_tables_have_their_indexes_references_and_guards_again(counts):
    with connection.cursor() as cursor:
        names = [name for _table, name in GUARDS]
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = ANY(%s)", [names])
        assert cursor.fetchall() == [("O",)] * len(GUARDS)
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'casework_record'")
        assert cursor.fetchone()[0] >= 1 + len(Record._meta.indexes)
        references = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
        cursor.execute(references, ["casework_record"])
        assert cursor.fetchone()[0] == sum(
            field.remote_field is not None for field in Record._meta.local_fields
        )


def digest() -> dict[str, str]:
    """A digest of the rows of the largest tables; of the trail without what counts on when all is taken back:

    the numbers of the line and of the transaction, and when and by whose log-in it was written.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t FROM {table} t ORDER BY id")
            rows = "".join(
                row.split(",", 1)[1].rsplit(",", 3)[0] if table == "trail_event" else row for (row,) in cursor
            )
            found[table] = sha256(rows.encode()).hexdigest()
    return found


def made_anew(seed: int) -> dict[str, str]:
    """The digests of a country made and taken back."""
    with transaction.atomic():
        make(seed)
        found = digest()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_rows_and_another_one_others():
    with time_machine.travel(NOW, tick=False):
        founding.found()
    first = made_anew(1)
    assert made_anew(1) == first and made_anew(2) != first


@pytest.mark.django_db
def test_a_key_that_was_given_out_is_not_given_again_by_a_country_taken_back():
    founding.found()
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('casework_record', 'id')"
        cursor.execute(f"SELECT max(nextval({sequence})) FROM generate_series(1, 20000)")
        (given,) = cursor.fetchone()
        made_anew(1)
        cursor.execute(f"SELECT nextval({sequence})")
        assert cursor.fetchone()[0] > given


@pytest.mark.django_db
def test_the_command_wants_the_owner_and_a_fresh_database(cast):
    with pytest.raises(CommandError, match="owner"):
        call_command("populate")
    as_owner()
    with pytest.raises(CommandError, match="other organisations"):
        call_command("populate")


def test_every_submitted_signal_and_every_case_has_its_footprint(counts):
    assert RiskSignal.objects.count() == counts["monitoring_risksignal"] > 0
    assert not RiskSignal.objects.filter(footprint=None).exists()
    assert not RiskCase.objects.filter(footprint=None).exists()


def test_two_reports_of_a_case_are_found_by_each_other(counts, province):
    signals = RiskSignal.objects.filter(case__isnull=False).order_by("pk").select_related("footprint")
    first, second = signals[:2]
    assert first.case_id == second.case_id
    assert (first.footprint.pk, second.footprint.pk) in meeting([first.footprint.pk])


def test_findings_are_of_both_ways_of_sampling_and_the_plan_says_which(counts):
    ways = dict(WorkPlan.objects.values_list("method").annotate(n=Count("pk")).order_by())
    assert set(ways) == {"random", "targeted"}
    assert set(Finding.objects.values_list("targeted", flat=True)) == {True, False}


def test_a_submitted_plan_has_the_version_that_it_says_and_an_evaluated_one_its_figures(counts):
    submitted = list(WorkPlan.objects.exclude(digest=""))
    for plan in submitted:
        version = newest_version(plan)
        assert version and version.content == content_of(plan), plan
        assert version.digest == plan.digest == digest_of(version.content)
    evaluated = WorkPlan.objects.filter(state="evaluated")
    assert len(submitted) > evaluated.count() > 1
    for plan in evaluated:
        assert plan.figures == figures(plan, NOW).kept()


def test_what_was_paid_for_goods_sent_back_is_due_from_the_day_on_which_the_seller_has_them(counts):
    claims = RefundDue.objects.values_list("due_on", "purchase__seller_received_on")
    assert any(received for _due, received in claims)
    for due, received in claims:
        assert due == (last_day(REFUNDING, received) if received else None)


def test_rates_differ_by_cell_stay_the_same_for_a_seed_and_are_higher_where_goods_are_suspected():
    asked = [(ware, platform, price) for ware in "abcdef" for platform in "xyz" for price in (20, 90, 400)]
    rates = [Rates("1").of(*each, targeted=False) for each in asked]
    assert len(set(rates)) == len(asked) and 0.05 < sum(rates) / len(rates) < 0.25
    known = Rates("1")
    assert [known.of(*each, targeted=False) for each in reversed(asked)] == rates[::-1]
    assert all(known.of(*each, targeted=True) > rate for each, rate in zip(asked, rates, strict=True))
    assert Rates("2").of(*asked[0], targeted=False) != rates[0]


def test_a_course_skips_no_step():
    with pytest.raises(ValueError, match="does not lead on"):
        Course(Sample, "open", "hand_over")


def test_records_by_kind_are_all_of_the_country(counts):
    made = dict(Record.objects.values_list("kind").annotate(n=Count("id")).order_by())
    assert sum(made.values()) == counts["casework_record"] and len(made) >= 13
