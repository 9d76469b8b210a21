"""What becomes of people, records, papers and rights when one organisation becomes a part of another?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from accounts.memberships import viewer_of
from accounts.models import ApiToken, Level, Membership, Organisation
from accounts.roles import Kind, Role
from casework.actions import take
from casework.flow import Refused
from casework.merge import KEPT, merge, records_of, references
from casework.models import Record
from casework.pages.contents import trail
from catalogue.models import Shop
from documents.actions import attach
from documents.models import Attachment, Document
from monitoring.risks.models.riskcases import Notice
from tests.casework.trial import brought
from tests.cast import organisation, person
from tests.inspection.given import qualified
from tests.monitoring.given import sent_notices
from tests.sampling.given import picture
from trail.models import Event


@pytest.fixture
def keeper(cast):
    return person("keeper", cast.nation, Role.ADMINISTRATOR)


@pytest.fixture
def new(cast):
    return organisation(Kind.LABORATORY, "United Laboratory", cast.province.region)


def merged(cast, keeper, now, absorbed, into):
    moved = merge(absorbed, into, reason="Reform", by=keeper, now=now)
    absorbed.refresh_from_db()
    into.refresh_from_db()
    return moved


def today(viewer, now):
    return viewer_of(viewer.user, None, now.date())


@pytest.mark.clause("W-06")
def test_its_people_go_on_with_their_records_in_the_new_organisation(cast, keeper, new, now, at_desk):
    record = brought(cast, now, "testing")
    merged(cast, keeper, now, cast.laboratory, new)
    tester = today(cast.tester, now)
    assert tester.organisation == new and tester.roles == {Role.TESTER}
    page = at_desk(tester).get(record.get_absolute_url())
    assert page.status_code == 200
    record.refresh_from_db()
    take("pause", record, by=tester, now=now)
    assert Record.objects.awaiting(tester).get().pk == record.pk


def test_people_of_the_new_organisation_see_what_is_past(cast, keeper, new, now):
    record = brought(cast, now, "done")
    receiver = person("receiver9", new, Role.RECEIVER)
    assert not Record.objects.visible_to(receiver).exists()
    merged(cast, keeper, now, cast.laboratory, new)
    assert Record.objects.visible_to(receiver).get().pk == record.pk
    assert Record.objects.listed("entrustment", receiver).exists()


def test_the_trail_keeps_the_name_of_its_time(cast, keeper, new, now):
    record = brought(cast, now, "testing")
    merged(cast, keeper, now, cast.laboratory, new)
    record.refresh_from_db()
    take("pause", record, by=today(cast.tester, now), now=now)
    lines = trail(record, cast.organiser)
    assert [lines[0].who, lines[1].who] == ["United Laboratory", "First Laboratory"]


def test_files_and_papers_are_never_rewritten_and_still_seen(cast, keeper, new, now):
    record = brought(cast, now, "testing")
    kept = attach(record, picture(), "raw", by=cast.tester, now=now, private=True)
    merged(cast, keeper, now, cast.laboratory, new)
    assert Attachment.objects.get(pk=kept.pk).organisation == cast.laboratory
    assert Attachment.objects.visible_to(today(cast.tester, now)).exists()
    assert not Attachment.objects.visible_to(cast.other_tester).exists()


def test_who_belongs_to_both_has_the_roles_of_both(cast, keeper, new, now):
    Membership.objects.create(user=cast.tester.user, organisation=new, roles=[Role.REVIEWER])
    merged(cast, keeper, now, cast.laboratory, new)
    assert today(cast.tester, now).roles == {Role.TESTER, Role.REVIEWER}
    left = Membership.objects.get(user=cast.tester.user, organisation=cast.laboratory)
    assert (left.roles, left.left_on) == ([], now.date())


def test_both_organisations_tell_of_it_with_what_moved(cast, keeper, new, now):
    brought(cast, now, "testing")
    moved = merged(cast, keeper, now, cast.laboratory, new)
    assert moved["inspection.entrustment"] == 1 and moved["casework.admission"] == 1
    assert cast.laboratory.merged_into == new and not cast.laboratory.active
    for organisation_, verb in ((cast.laboratory, "merge"), (new, "absorb")):
        event = Event.objects.of("organisation", organisation_.pk).get()
        assert (event.verb, event.clause) == (verb, "W-06")
        assert event.detail["moved"] == dict(moved) and event.detail["note"] == "Reform"


def test_what_is_there_twice_stays_where_it_was(cast, keeper, now):
    first, second = cast.platform, cast.other_platform
    for platform in (first, second):
        Shop.objects.create(platform=platform, shop_id="7", name=f"Shop of {platform}")
    Shop.objects.create(platform=first, shop_id="8", name="Another shop")
    moved = merged(cast, keeper, now, first, second)
    assert moved["catalogue.shop"] == 1
    assert (
        Shop.objects.get(platform=first).shop_id == "7" and Shop.objects.filter(platform=second).count() == 2
    )


def test_certificates_move_and_tokens_end(cast, keeper, new, now):
    certificate = qualified(cast, now)
    program = person("program", cast.laboratory, Role.TESTER)
    token = ApiToken.objects.create(
        organisation=cast.laboratory,
        user=program.user,
        purpose="Results",
        roles=[Role.TESTER],
        digest="0" * 64,
        start="wj_",
        issued_at=now,
        expires_on=now.date() + timedelta(days=9),
    )
    merged(cast, keeper, now, cast.laboratory, new)
    certificate.refresh_from_db()
    token.refresh_from_db()
    assert certificate.laboratory == new
    assert (token.organisation, token.revoked_at) == (cast.laboratory, now)


def test_mandates_are_united(cast, keeper, now):
    cast.other_center.mandate.add(cast.province.region)
    merged(cast, keeper, now, cast.other_center, cast.center)
    assert set(cast.center.mandate.values_list("name", flat=True)) == {"Eastland", "Westland"}


def test_an_open_record_between_the_two_is_ended_first(cast, keeper, now):
    sent_notices(cast, now)
    notice = Notice.objects.get(regulator=cast.county)
    other = organisation(Kind.REGULATOR, "Eastgate New Area", cast.county.region, level=Level.COUNTY)
    twin = Notice.objects.filter(pk=notice.pk)
    assert twin.update(regulator=other) == 1
    again = sent_notices(cast, now)
    Notice.objects.filter(pk__in=[each.pk for each in again], regulator=cast.county).update(
        riskcase=notice.riskcase, assessment=notice.assessment
    )
    with pytest.raises(Refused, match="is open: end it first"):
        merge(cast.county, other, reason="Reform", by=keeper, now=now)


@pytest.mark.parametrize(
    ("absorbed", "into", "said"),
    [
        ("laboratory", "laboratory", "into itself"),
        ("laboratory", "platform", "of one kind"),
        ("county", "other_county", "region holds"),
    ],
)
def test_what_cannot_be_merged_is_refused(absorbed, into, said, cast, keeper, now):
    with pytest.raises(Refused, match=said):
        merge(getattr(cast, absorbed), getattr(cast, into), reason="-", by=keeper, now=now)
    assert not Organisation.objects.exclude(merged_into=None).exists()


def test_nothing_is_merged_in_a_circle(cast, keeper, new, now):
    merged(cast, keeper, now, cast.laboratory, new)
    with pytest.raises(Refused, match="no longer active"):
        merge(new, cast.laboratory, reason="-", by=keeper, now=now)


def test_what_was_merged_before_follows(cast, keeper, new, now):
    merged(cast, keeper, now, cast.other_laboratory, cast.laboratory)
    merged(cast, keeper, now, cast.laboratory, new)
    assert set(new.absorbed.all()) == {cast.laboratory, cast.other_laboratory}
    assert set(new.selves()) == {new, cast.laboratory, cast.other_laboratory}


def test_an_organisation_never_stands_above_itself(cast, keeper, now):
    merged(cast, keeper, now, cast.county, cast.city)
    merged(cast, keeper, now, cast.city, cast.province)
    assert cast.province.parent == cast.nation
    for each in Organisation.objects.filter(kind=Kind.REGULATOR):
        seen = set()
        while each.parent is not None:
            assert each.pk not in seen
            seen.add(each.pk)
            each = each.parent


def test_everything_that_names_an_organisation_moves_or_is_kept_for_a_reason(db):
    """A table added tomorrow moves too, unless nobody may rewrite it or the decision says why it stays."""
    names = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Organisation
    }
    stays = names - {f"{model._meta.label}.{field.name}" for model, field in references()}
    assert stays >= KEPT | {"documents.Document.office", "documents.Attachment.organisation"}
    with connection.cursor() as cursor:
        for name in stays - KEPT:
            table = apps.get_model(name.rsplit(".", 1)[0])._meta.db_table
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
            )
            assert cursor.fetchone() != (0,), name


def test_what_a_merger_would_move_is_counted_before(cast, new, now):
    brought(cast, now, "testing")
    assert (records_of(cast.laboratory), records_of(new)) == (1, 0)
    assert Document.objects.count() == 0
