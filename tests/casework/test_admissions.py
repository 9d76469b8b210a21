"""From when on may a platform or a laboratory know of a record, and until when?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.roles import Kind
from casework.actions import take
from casework.admissions import admit, withdraw
from casework.models import Admission, Record
from tests.casework.trial import brought, opened
from trail.models import SYSTEM, write


def shown(record) -> tuple[object, object]:
    return Record.objects.values_list("shown_platform", "shown_laboratory").get(pk=record.pk)


def test_being_the_subject_of_a_record_admits_nobody(cast, now):
    record = opened(cast, now)
    assert not Admission.objects.exists() and shown(record) == (None, None)
    assert not Record.objects.visible_to(cast.quality_officer).exists()


def test_a_step_that_admits_sets_the_columns_that_tenants_lists_walk(cast, now):
    record = brought(cast, now, "sent")
    assert shown(record) == (cast.platform.pk, cast.laboratory.pk)
    admitted = Admission.objects.filter(content_object=record.pk)
    assert {grant.group_id for grant in admitted} == {cast.platform.group_id, cast.laboratory.group_id}
    assert {grant.since for grant in admitted} == {now}


def test_being_admitted_again_changes_nothing(cast, now):
    record = brought(cast, now, "sent")
    admit(record, Kind.LABORATORY, now + timedelta(days=1))
    assert Admission.objects.get(content_object=record.pk, group=cast.laboratory.group).since == now


def test_a_party_without_a_column_of_its_own_is_admitted_too(cast, now):
    record = opened(cast, now)
    admit(record, Kind.REGULATOR, now)
    assert Admission.objects.get().group == cast.province.group and shown(record) == (None, None)


def test_a_missing_party_cannot_be_admitted_and_the_step_fails_whole(cast, now):
    record = opened(cast, now, platform=None)
    with pytest.raises(ValueError, match="has no platform to admit"):
        take("send", record, by=cast.organiser, now=now)
    assert Record.objects.get(pk=record.pk).state == "draft" and not Admission.objects.exists()


def taken_back(record, party):
    write("hand over", ("record", record.pk), actor=SYSTEM, at=record.opened_at)
    withdraw(record, party, record.party(party))


def test_a_withdrawn_admission_clears_the_column_and_hides_the_record(cast, now):
    record = brought(cast, now, "sent")
    taken_back(record, Kind.LABORATORY)
    assert shown(record) == (cast.platform.pk, None)
    assert not Record.objects.visible_to(cast.receiver).exists()
    assert Record.objects.visible_to(cast.quality_officer).exists()


def test_withdrawing_from_one_record_leaves_the_others(cast, now):
    first, second = brought(cast, now, "sent"), brought(cast, now, "sent")
    taken_back(first, Kind.LABORATORY)
    assert list(Record.objects.visible_to(cast.receiver)) == [Record.objects.get(pk=second.pk)]


def test_withdrawing_from_a_party_without_a_column_leaves_the_columns(cast, now):
    record = brought(cast, now, "sent")
    admit(record, Kind.REGULATOR, now)
    taken_back(record, Kind.REGULATOR)
    assert not Admission.objects.filter(group=cast.province.group).exists()
    assert shown(record) == (cast.platform.pk, cast.laboratory.pk)


def test_a_grant_without_the_column_and_a_column_without_a_grant_show_nothing(cast, now):
    record = brought(cast, now, "sent")
    Record.objects.filter(pk=record.pk).update(shown_laboratory=None)
    assert not Record.objects.visible_to(cast.receiver).exists()
    Record.objects.filter(pk=record.pk).update(shown_laboratory=cast.laboratory)
    Admission.objects.filter(content_object=record.pk).delete()
    assert not Record.objects.visible_to(cast.receiver).exists()
