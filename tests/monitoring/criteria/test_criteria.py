"""Is a matrix filled in soundly by whom it concerns, and never altered once somebody was judged by it?"""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Level
from accounts.roles import Kind, Role
from casework.flow import Forbidden, Refused
from monitoring.assessments.models import Assessment
from monitoring.criteria.actions import make_criteria
from monitoring.criteria.matrix.published import DEFAULT, EMPTY
from monitoring.criteria.models import Criteria
from tests.cast import organisation, person
from tests.monitoring import given, walks
from trail.models import Event

pytestmark = pytest.mark.django_db
NEW = f"{reverse('criteria-new')}?from={EMPTY}"
TABLE = [
    ("1/10", "medium high serious serious"),
    ("1 %", "low medium high serious"),
    ("", "low low medium high"),
]


def typed(
    table: list[tuple[str, str]] = TABLE, version: str = "gbt-22760-2020-1", **data: str
) -> dict[str, str]:
    """The form with this table; its last row is the one below all bounds."""
    form = {"version": version, "name": "GB/T 22760", "source": "GB/T 22760-2020, table 3"}
    for place, (bound, levels) in enumerate(table):
        at = 10 if place == len(table) - 1 else place
        form |= {f"bound{at}": bound} if at < 10 else {}
        form |= {f"level{n}_{at}": level for n, level in enumerate(levels.split(), start=1)}
    return {**form, **data}


@pytest.fixture
def made(cast, at_desk) -> Criteria:
    assert at_desk(cast.approver).post(NEW, typed()).status_code == 302
    return Criteria.objects.get(version="gbt-22760-2020-1")


def test_an_approver_fills_in_the_matrix_of_the_national_standard(cast, made):
    matrix = made.matrix
    assert matrix.level(1, Fraction(1, 2)) == "medium" and matrix.level(2, Fraction(1, 10)) == "medium"
    assert matrix.level(4, Fraction(1, 1000)) == "high"
    assert (made.organisation, made.made_by) == (cast.province, cast.approver.user)
    assert made.source == "GB/T 22760-2020, table 3"
    assert Event.objects.of("criteria", made.pk).get().verb == "make criteria"


@pytest.mark.parametrize(
    ("place", "row", "sentence"),
    [
        (0, ("0.01", TABLE[0][1]), "smaller than the one above"),
        (0, ("1", TABLE[0][1]), "between 0 and 1"),
        (1, ("0", TABLE[1][1]), "between 0 and 1"),
        (1, ("", TABLE[1][1]), "bound of this band"),
        (0, ("1/10", "high medium serious serious"), "A graver harm is never a lower risk"),
        (2, ("", "low low serious serious"), "A less likely harm is never a higher risk"),
        (1, ("1 %", "low medium high"), "Choose the level"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(cast, at_desk, place, row, sentence):
    table = [row if at == place else one for at, one in enumerate(TABLE)]
    answer = at_desk(cast.approver).post(NEW, typed(table))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Criteria.objects.filter(version="gbt-22760-2020-1").exists()


def test_an_empty_matrix_is_refused_and_nobody_assesses_by_the_template(cast, at_desk):
    assert at_desk(cast.approver).post(NEW, typed(TABLE[2:])).status_code == 422
    with pytest.raises(ValueError, match="not been filled in"):
        _ = Criteria.objects.get(version=EMPTY).matrix
    assert EMPTY not in {one.version for one in Criteria.objects.offered(cast.center)}


def test_the_deed_refuses_what_the_form_would(cast, now):
    bands = [(Fraction(2), ["low"] * 4), (None, ["low"] * 4)]
    data = {"version": "x", "name": "X", "source": "X", "now": now, "bands": bands}
    empty = Criteria.objects.get(version=EMPTY)
    with pytest.raises(Refused, match="between 0 and 1"):
        make_criteria(source_of=empty, by=cast.approver, **data)
    for stranger in (cast.planner, cast.leader, cast.county_officer):
        with pytest.raises(Forbidden):
            make_criteria(source_of=empty, by=stranger, **data)


def used(cast, at_desk, now, criteria: Criteria) -> Assessment:
    assessment = given.open_assessment(cast, now)
    form = {**walks.PANEL, "panel": [cast.assessor.user], "criteria": criteria.version}
    at_desk(cast.chair).post(f"{assessment.get_absolute_url()}empanel/", form)
    return Assessment.objects.get()


def test_a_center_assesses_by_the_matrix_of_its_province(cast, at_desk, now, made):
    assessment = used(cast, at_desk, now, made)
    assert assessment.criteria == made and made.in_use
    assert made not in Criteria.objects.offered(cast.other_center)
    assert at_desk(cast.other_chair).get(made.get_absolute_url()).status_code == 404


def test_a_version_is_changed_as_long_as_nobody_was_judged_by_it(cast, at_desk, now, made):
    url = reverse("criteria-change", args=[made.version])
    assert at_desk(cast.approver).post(url, typed(source="table 4")).status_code == 302
    made.refresh_from_db()
    assert made.source == "table 4"
    used(cast, at_desk, now, made)
    assert at_desk(cast.approver).post(url, typed(source="table 5")).status_code == 409
    assert Criteria.objects.get(pk=made.pk).source == "table 4"


@pytest.mark.guarded
def test_not_even_the_database_alters_a_version_in_use(cast, now):
    given.open_assessment(cast, now)
    with pytest.raises(DatabaseError, match="make a new version"), transaction.atomic():
        Criteria.objects.filter(version=DEFAULT).update(rest=["high"] * 4)
    assert Criteria.objects.get(version=DEFAULT).rest == ["low"] * 4


def test_a_new_version_replaces_the_older_one_and_assessments_keep_theirs(cast, at_desk, now, made):
    assessment = used(cast, at_desk, now, made)
    url = f"{reverse('criteria-new')}?from={made.version}"
    assert 'name="bound1" value="1/100"' in at_desk(cast.approver).get(url).content.decode()
    assert at_desk(cast.approver).post(url, typed(version="gbt-22760-2020-2")).status_code == 302
    newer = Criteria.objects.get(version="gbt-22760-2020-2")
    assert newer.older == made and Assessment.objects.get().criteria == assessment.criteria == made
    offered = set(Criteria.objects.offered(cast.center).values_list("version", flat=True))
    assert newer.version in offered and made.version not in offered
    assert at_desk(cast.approver).post(url, typed(version="gbt-22760-2020-3")).status_code == 409
    assert at_desk(cast.leader).get(newer.get_absolute_url()).status_code == 200


def test_what_came_with_the_system_is_copied_and_stays_in_force(cast, at_desk):
    url = f"{reverse('criteria-new')}?from=eu-2019-417-units"
    assert at_desk(cast.approver).post(url, typed(version="eu-ours")).status_code == 302
    ours = Criteria.objects.get(version="eu-ours")
    assert ours.older is None and ours.matrix.raises[0][0] == 100_000
    assert "eu-2019-417-units" in {one.version for one in Criteria.objects.offered(cast.center)}
    assert "100000" in at_desk(cast.collector).get(ours.get_absolute_url()).content.decode()


def test_a_regulator_below_a_province_reads_and_changes_nothing(cast, at_desk, made):
    county = person("county_approver", cast.county, Role.APPROVER)
    assert at_desk(county).get(made.get_absolute_url()).status_code == 200
    assert at_desk(county).post(NEW, typed(version="x")).status_code == 403
    branch = organisation(Kind.REGULATOR, "Branch", cast.province.region, level=Level.PROVINCE)
    other = person("branch_approver", branch, Role.APPROVER)
    assert at_desk(other).get(reverse("criteria-change", args=[made.version])).status_code == 403
    assert at_desk(cast.tester).get(made.get_absolute_url()).status_code == 403
