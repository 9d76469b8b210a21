"""Is a service noted only where it was proved, by the office that issued the paper?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import System
from casework.flow import Forbidden, Refused
from casework.models import Record
from documents.actions import attach
from documents.delivery import serve
from documents.models import Attachment, Document, Method, Relation, Service
from tests.cast import Cast
from tests.documents import samples
from tests.documents.conftest import Issuer, content_of, picture, register
from trail.models import Event

pytestmark = pytest.mark.django_db
Serving = Callable[..., Service]


@pytest.fixture
def paper(issued: Issuer, cast: Cast) -> Document:
    return issued(addressee=cast.platform)


@pytest.fixture
def proof(cast: Cast, matter: Record, now: datetime) -> Attachment:
    return attach(matter, picture(), "service", by=cast.compiler, now=now)


@pytest.fixture
def serving(paper: Document, cast: Cast, now: datetime) -> Serving:
    def do(**options: Any) -> Service:
        chosen: dict[str, Any] = {
            "method": Method.POST,
            "served_on": date(2026, 11, 25),
            "by": cast.compiler,
            "now": now,
        }
        return serve(paper, **chosen | options)

    return do


def test_a_service_is_noted_on_the_papers_addressee_with_its_proof(
    serving: Serving, proof: Attachment, cast: Cast, matter: Record
) -> None:
    service = serving(evidence=proof, signed_by="Han Mei", relation=Relation.MAIL_ROOM)
    assert (service.addressee, service.evidence, service.served_by) == (
        cast.platform,
        proof,
        cast.compiler.user,
    )
    event = Event.objects.of("record", matter.pk)[0]
    assert (event.verb, event.detail["method"], event.detail["served_on"]) == (
        "serve a paper",
        "post",
        "2026-11-25",
    )


def test_a_service_on_somebody_outside_the_system_bears_the_name_that_the_paper_gives(
    issued: Issuer, proof: Attachment, cast: Cast, now: datetime
) -> None:
    content = content_of(samples.platform_compilation())
    paper = issued(paper="platform_compilation", content=content)
    how: dict[str, Any] = {"method": "post", "served_on": now.date(), "by": cast.compiler, "now": now}
    service = serve(paper, evidence=proof, **how)
    assert (service.addressee, service.name) == (None, paper.addressed_to)
    assert paper.addressed_to and str(service) == f"{service.document} → {paper.addressed_to}"


@pytest.mark.parametrize(
    ("signed", "refused"),
    [
        ({"method": Method.IN_PERSON}, "Who signed"),
        ({"method": Method.IN_PERSON, "signed_by": "Han Mei"}, "what whoever signed is"),
        ({"method": Method.POST, "signed_by": "Han Mei"}, "what whoever signed is"),
        ({"method": Method.POST, "relation": Relation.AGENT}, "name of whoever signed"),
    ],
)
def test_who_signs_is_named_with_what_they_are_to_the_addressee(
    serving: Serving, proof: Attachment, signed: dict[str, Any], refused: str
) -> None:
    with pytest.raises(Refused, match=refused):
        serving(evidence=proof, **signed)


@pytest.mark.parametrize("method", [method for method in Method if method != Method.ELECTRONIC])
def test_a_service_without_proof_is_refused(serving: Serving, cast: Cast, method: Method) -> None:
    accepts_the_portal(cast, date(2026, 1, 1))
    with pytest.raises(Refused, match="proof of service is missing"):
        serving(method=method, signed_by="Han Mei", relation=Relation.SELF)


def accepts_the_portal(cast: Cast, since: date) -> None:
    cast.platform.portal_service_since = since
    cast.platform.save()


def test_service_through_the_portal_needs_no_proof_on_an_addressee_that_accepts_it(
    serving: Serving, cast: Cast
) -> None:
    accepts_the_portal(cast, date(2026, 11, 25))
    assert serving(method=Method.ELECTRONIC).evidence is None


def test_electronic_service_needs_proof_where_the_portal_is_not_accepted_yet(
    serving: Serving, cast: Cast
) -> None:
    with pytest.raises(Refused, match="proof of service is missing"):
        serving(method=Method.ELECTRONIC)
    accepts_the_portal(cast, date(2026, 11, 26))
    with pytest.raises(Refused, match="proof of service is missing"):
        serving(method=Method.ELECTRONIC)


def test_a_service_lies_between_the_issue_and_today(
    serving: Serving, proof: Attachment, now: datetime
) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        serving(evidence=proof, served_on=date(2026, 11, 26))
    with pytest.raises(Refused, match="before the day of issue"):
        serving(evidence=proof, served_on=date(2026, 11, 24))
    assert serving(evidence=proof, served_on=date(2026, 11, 26), now=now + timedelta(hours=14))


def test_today_is_the_day_in_shanghai(serving: Serving, proof: Attachment, now: datetime) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        serving(evidence=proof, served_on=date(2026, 11, 26), now=now + timedelta(hours=13, minutes=59))


def test_a_paper_that_is_addressed_to_nobody_is_not_served(
    issued: Issuer, proof: Attachment, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused, match="addressed to nobody"):
        serve(issued(), method="post", served_on=now.date(), by=System(), now=now, evidence=proof)
    with pytest.raises(Forbidden):
        serve(issued(), method="post", served_on=now.date(), by=cast.compiler, now=now, evidence=proof)


def test_a_proof_from_another_matter_is_refused(serving: Serving, cast: Cast, now: datetime) -> None:
    other = register(cast.center, cast.center.region, cast.platform, now)
    foreign = attach(other, picture(), "service", by=cast.compiler, now=now)
    with pytest.raises(Refused, match="another matter"):
        serving(evidence=foreign)


def test_only_the_issuing_office_and_the_system_serve_a_paper(
    serving: Serving, proof: Attachment, cast: Cast
) -> None:
    for stranger in (cast.planner, cast.other_compiler, cast.quality_officer):
        with pytest.raises(Forbidden):
            serving(evidence=proof, by=stranger)
    assert serving(evidence=proof, by=System()).served_by is None


def test_a_laboratory_serves_no_paper_although_it_issued_it(
    issued: Issuer, cast: Cast, now: datetime
) -> None:
    report = issued(office=cast.laboratory, by=cast.signatory, addressee=cast.center)
    with pytest.raises(Forbidden):
        serve(report, method="post", served_on=now.date(), by=cast.signatory, now=now)


def test_the_database_wants_an_addressee_and_a_proof_too(paper: Document, now: datetime) -> None:
    for name, method in (
        ("", "electronic"),
        ("Kettle Works Ltd", "electronic"),
        ("Kettle Works Ltd", "post"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.create(document=paper, name=name, method=method, served_on=now.date(), at=now)


@pytest.mark.guarded
def test_a_noted_service_never_changes(serving: Serving, proof: Attachment) -> None:
    service = serving(evidence=proof)
    service.served_on = date(2026, 11, 20)
    with pytest.raises(DatabaseError, match=r"kept as it is|permission denied"), transaction.atomic():
        service.save()
