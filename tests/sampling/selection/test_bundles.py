"""Can anybody who has the bundle check the choice, with Python alone?"""

import json
import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from sampling.purchases.actions import targets
from sampling.selection.actions import choices
from sampling.selection.models.choices import Mode
from tests.sampling import given
from trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def unpacked(answer, folder):
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        archive.extractall(folder)
        return sorted(archive.namelist())


def checked(folder, *more):
    """What the bundle's own checker says, in a Python that has nothing but its standard library."""
    command = [sys.executable, "-I", "check.py", "listing.csv", "choice.json", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def confirmed(cast, now, mode):
    rows = [given.row(number, brand=f"Brand {number % 5}") for number in range(1, 13)]
    scheme = given.approved_scheme(cast, now, rows=rows, batches=4)
    choices.choose(scheme, by=cast.organiser, now=now, mode=mode, at_once=True)
    targets.confirm(scheme, by=cast.organiser, now=now)
    return scheme


@pytest.mark.clause("6.2-3")
@pytest.mark.parametrize(("mode", "said"), [(Mode.OPTIMAL, "proven"), (Mode.RANDOM, "drawn by the seed")])
def test_the_bundle_checks_and_a_changed_one_does_not(cast, now, at_desk, tmp_path, mode, said):
    scheme = confirmed(cast, now, mode)
    answer = at_desk(cast.organiser).get(reverse("choice-bundle", args=[scheme.number]))
    assert unpacked(answer, tmp_path) == ["README.txt", "check.py", "choice.json", "listing.csv"]
    good = checked(tmp_path, "--commitment", scheme.seed_commitment)
    assert good.returncode == 0 and said in good.stdout, good.stderr

    choice = json.loads((tmp_path / "choice.json").read_text())
    other = {str(line) for line in range(1, 13)} - set(choice["selected"])
    choice["selected"][0] = min(other)
    (tmp_path / "choice.json").write_text(json.dumps(choice))
    assert checked(tmp_path).returncode == 1


def test_another_listing_or_another_seed_is_refused(cast, now, at_desk, tmp_path):
    scheme = confirmed(cast, now, Mode.RANDOM)
    unpacked(at_desk(cast.organiser).get(reverse("choice-bundle", args=[scheme.number])), tmp_path)
    assert "not the one that was committed to" in checked(tmp_path, "--commitment", "0" * 64).stderr
    (tmp_path / "listing.csv").write_bytes((tmp_path / "listing.csv").read_bytes() + b"99,,,,,,,1,,0\n")
    assert "not the listing" in checked(tmp_path).stderr


def test_the_readme_names_the_digests_of_what_is_beside_it(cast, now, at_desk, tmp_path):
    scheme = confirmed(cast, now, Mode.OPTIMAL)
    unpacked(at_desk(cast.organiser).get(reverse("choice-bundle", args=[scheme.number])), tmp_path)
    readme = (tmp_path / "README.txt").read_text()
    assert "怎样核对" in readme and scheme.choosings.get().listing_sha256 in readme


@pytest.mark.clause("6.2-3")
def test_the_bundle_is_for_the_center_and_who_issued_the_plan_after_confirmation(cast, now, at_desk):
    scheme = given.selecting_scheme(cast, now)
    url = reverse("choice-bundle", args=[scheme.number])
    assert at_desk(cast.organiser).get(url).status_code == 404
    targets.confirm(scheme, by=cast.organiser, now=now)
    assert at_desk(cast.organiser).get(url).status_code == 200
    assert at_desk(cast.planner).get(url).status_code == 200
    for stranger in (cast.other_organiser, cast.quality_officer, cast.receiver, cast.other_planner):
        assert at_desk(stranger).get(url).status_code == 404
    assert Event.objects.of("record", scheme.pk).filter(verb="download a choice").count() == 2


def test_no_name_of_a_shop_is_in_the_bundle(cast, now, at_desk, tmp_path):
    scheme = confirmed(cast, now, Mode.OPTIMAL)
    unpacked(at_desk(cast.planner).get(reverse("choice-bundle", args=[scheme.number])), tmp_path)
    told = "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())
    assert "Shop 1" not in told and "Maker 1" not in told and "1001" not in told
