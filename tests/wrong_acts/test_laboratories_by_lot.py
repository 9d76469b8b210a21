"""Can somebody see to it that a laboratory of their liking tests the goods? (4.2.2-c)"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import Qualification
from sampling.schemes.models import Scheme
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import REASON, commission_form
from tests.sampling import given as sampling

pytestmark = pytest.mark.django_db(databases=["default", "log"])
NEW = reverse("entrustment-open")
WHY = "It alone has the chamber for these."


@pytest.fixture
def samples(cast):
    """Two samples of one scheme; both laboratories are in the plan and qualified."""
    found = sampling.stored_samples(cast, NOW, 2)
    scheme = found[0].purchase.scheme
    for laboratory in (cast.laboratory, cast.other_laboratory):
        given.qualified(cast, NOW, laboratory)
        scheme.plan.laboratories.add(laboratory)
    return found


@pytest.fixture
def asks(at_desk, cast):
    """Draft a commission of samples, in which no laboratory is named unless told otherwise."""

    def do(samples, **changes):
        form = {**commission_form(list(samples), cast), "laboratory": "", **changes}
        with time_machine.travel(NOW, tick=False):
            return at_desk(cast.organiser).post(NEW, form)

    return do


def first(scheme, goods, *laboratories):
    """On whom lot falls, by hand."""
    seed = scheme.seed
    return min(
        laboratories,
        key=lambda each: sha256(f"{seed}:{goods}:{each.credit_code or each.name}".encode()).digest(),
    )


def other_than(cast, laboratory):
    return cast.other_laboratory if laboratory == cast.laboratory else cast.laboratory


def test_nobody_draws_again_until_they_like_the_result(cast, samples, asks, post):
    """Whatever is drafted and given up, and whatever samples are put together or apart."""
    scheme = samples[0].purchase.scheme
    expected = first(scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    for taken in (samples, samples[:1], samples[1:]):
        assert asks(taken).status_code == 302
        drafted = Entrustment.objects.latest("pk")
        assert (drafted.laboratory, drafted.named_because) == (expected, "")
        assert post(cast.leader, drafted, "void", REASON).status_code == 302


@pytest.mark.parametrize("seed", ["5eed", "another", "a third", "7", "8", "9"])
def test_the_seed_decides_and_not_who_stands_first(cast, samples, asks, seed):
    scheme = samples[0].purchase.scheme
    Scheme.objects.filter(pk=scheme.pk).update(seed=seed)
    scheme.refresh_from_db()
    asks(samples)
    expected = first(scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    assert Entrustment.objects.get().laboratory == expected


def test_another_is_not_named_without_a_word_and_who_planned_reads_why(cast, samples, asks, post, see):
    lot = first(samples[0].purchase.scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    named = other_than(cast, lot)
    refused = asks(samples, laboratory=named)
    assert refused.status_code == 422 and f"Lot falls on {lot}" in refused.content.decode()
    assert asks(samples, laboratory=named, named_because=WHY).status_code == 302
    drafted = Entrustment.objects.get()
    assert post(cast.organiser, drafted, "send").status_code == 302
    assert Notification.objects.filter(user=cast.planner.user, event__verb="name a laboratory").exists()
    assert WHY in see(cast.planner, drafted.get_absolute_url()).content.decode()


def test_to_name_the_one_on_whom_lot_falls_takes_no_reason(cast, samples, asks):
    lot = first(samples[0].purchase.scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    assert asks(samples, laboratory=lot, named_because=WHY).status_code == 302
    assert Entrustment.objects.get().named_because == ""


def test_one_that_the_plan_does_not_have_is_not_named_without_a_word(cast, samples, asks):
    samples[0].purchase.scheme.plan.laboratories.remove(cast.other_laboratory)
    refused = asks(samples, laboratory=cast.other_laboratory)
    assert refused.status_code == 422 and not Entrustment.objects.exists()


def test_nor_where_lot_falls_on_nobody(cast, samples, asks):
    plan = samples[0].purchase.scheme.plan
    plan.laboratories.remove(cast.other_laboratory)
    Qualification.objects.filter(laboratory=cast.laboratory).update(valid_until=NOW.date().replace(day=1))
    assert asks(samples).status_code == 422
    assert asks(samples, laboratory=cast.other_laboratory).status_code == 422
    assert not Entrustment.objects.exists()
    assert asks(samples, laboratory=cast.other_laboratory, named_because=WHY).status_code == 302


def test_lot_passes_by_who_is_not_qualified_and_says_why(cast, samples, asks, see):
    scheme = samples[0].purchase.scheme
    lot = first(scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    Qualification.objects.filter(laboratory=lot).update(valid_until=NOW.date().replace(day=1))
    asks(samples)
    found = Entrustment.objects.get()
    assert found.laboratory == other_than(cast, lot)
    page = see(cast.organiser, found.get_absolute_url()).content.decode()
    assert f"{lot} has no CMA certificate that is valid on 2026-11-25" in page


def test_a_draft_that_is_changed_draws_among_those_who_may_test_it_now(cast, samples, asks, post):
    lot = first(samples[0].purchase.scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    asks(samples)
    Qualification.objects.filter(laboratory=lot).update(valid_until=NOW.date().replace(day=1))
    form = {**commission_form(samples, cast), "laboratory": ""}
    found = Entrustment.objects.get()
    assert post(cast.organiser, found, "edit", form).status_code == 302
    found = Entrustment.objects.get()
    assert (found.laboratory, found.lot["on"]) == (other_than(cast, lot), "2026-11-25")


def test_whoever_declined_is_not_drawn_for_these_goods_again(cast, samples, asks, post):
    asks(samples)
    sent = Entrustment.objects.get()
    post(cast.organiser, sent, "send")
    receiver = cast.receiver if sent.laboratory == cast.laboratory else cast.other_receiver
    assert post(receiver, sent, "decline", REASON).status_code == 302
    asks(samples)
    again = Entrustment.objects.latest("pk")
    assert again.laboratory == other_than(cast, sent.laboratory)
    assert sent.number in str(again.lot["laboratories"])


def test_samples_of_several_schemes_are_not_mixed_to_draw_by_the_better_seed(cast, samples, asks):
    elsewhere = sampling.stored_sample(cast, NOW)
    assert asks([samples[0], elsewhere]).status_code == 422
    assert not Entrustment.objects.exists()


def bundle(at_desk, viewer, entrustment, folder):
    answer = at_desk(viewer).get(reverse("draw", args=[entrustment.number]))
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as parts:
        parts.extractall(folder)
    return json.loads((folder / "draw.json").read_text())


def checked(folder, draw, *more):
    (folder / "draw.json").write_text(json.dumps(draw, ensure_ascii=False))
    command = [sys.executable, "-I", "check_draw.py", "draw.json", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_anybody_can_check_on_whom_lot_fell(cast, samples, asks, post, at_desk, tmp_path):
    asks(samples)
    post(cast.organiser, Entrustment.objects.get(), "send")
    commitment = samples[0].purchase.scheme.seed_commitment
    for viewer in (cast.organiser, cast.planner):
        draw = bundle(at_desk, viewer, Entrustment.objects.get(), tmp_path)
        said = checked(tmp_path, draw, "--commitment", commitment)
        assert (said.returncode, "who was commissioned" in said.stdout) == (0, True)


def test_a_named_one_is_told_with_the_reason(cast, samples, asks, at_desk, tmp_path):
    lot = first(samples[0].purchase.scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    asks(samples, laboratory=other_than(cast, lot), named_because=WHY)
    draw = bundle(at_desk, cast.organiser, Entrustment.objects.get(), tmp_path)
    said = checked(tmp_path, draw)
    assert said.returncode == 0 and WHY in said.stdout
    assert checked(tmp_path, draw | {"because": ""}).returncode == 1


FORGED = {
    "another drawn": lambda draw: draw | {"drawn": draw["laboratories"][1]["code"]},
    "another commissioned": lambda draw: draw | {"commissioned": draw["laboratories"][1]["code"]},
    "another seed": lambda draw: draw | {"seed": draw["seed"] + "0"},
    "seed and digest": lambda draw: draw | {"seed": "liked", "commitment": sha256(b"liked").hexdigest()},
    "the first left out": lambda draw: draw | {"laboratories": draw["laboratories"][1:]},
    "the first lacks something": lambda draw: (
        draw | {"laboratories": [draw["laboratories"][0] | {"lacks": ["Busy."]}, *draw["laboratories"][1:]]}
    ),
    "one twice": lambda draw: draw | {"laboratories": draw["laboratories"][:1] * 2},
    "no seed": lambda draw: draw | {"seed": "", "commitment": sha256(b"").hexdigest()},
    "another contract": lambda draw: draw | {"contract": 2},
    "no draw": lambda draw: [],
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_draw_that_was_changed_is_refused(cast, samples, asks, at_desk, tmp_path, forged):
    asks(samples)
    draw = bundle(at_desk, cast.organiser, Entrustment.objects.get(), tmp_path)
    commitment = samples[0].purchase.scheme.seed_commitment
    assert checked(tmp_path, forged(draw), "--commitment", commitment).returncode == 1


def test_a_draw_by_a_seed_that_was_liked_better_is_whole_but_not_the_one_committed_to(
    cast, samples, asks, at_desk, tmp_path
):
    asks(samples)
    draw = bundle(at_desk, cast.organiser, Entrustment.objects.get(), tmp_path)
    second = draw["laboratories"][1]["code"]
    codes = [each["code"] for each in draw["laboratories"]]
    digest = lambda text: sha256(text.encode())  # noqa: E731
    seed = next(
        str(each)
        for each in range(999)
        if min(codes, key=lambda code: digest(f"{each}:{draw['goods']}:{code}").digest()) == second
    )
    liked = draw | {
        "seed": seed,
        "commitment": digest(seed).hexdigest(),
        "drawn": second,
        "commissioned": second,
    }
    assert checked(tmp_path, liked).returncode == 0
    told = checked(tmp_path, liked, "--commitment", draw["commitment"])
    assert told.returncode == 1 and "committed to" in told.stderr


def test_without_a_seed_nobody_can_say_on_whom_lot_would_have_fallen(cast, samples, asks, at_desk, tmp_path):
    Scheme.objects.update(seed="", seed_commitment="")
    assert asks(samples).status_code == 422
    asks(samples, laboratory=cast.laboratory, named_because=WHY)
    draw = bundle(at_desk, cast.organiser, Entrustment.objects.get(), tmp_path)
    assert "No seed was settled" in checked(tmp_path, draw).stderr


def test_those_who_compete_learn_neither_rivals_nor_reasons(cast, samples, asks, post, at_desk, see):
    rival = first(samples[0].purchase.scheme, cast.category.code, cast.laboratory, cast.other_laboratory)
    named = other_than(cast, rival)
    receiver = cast.receiver if named == cast.laboratory else cast.other_receiver
    asks(samples, laboratory=named, named_because=WHY)
    found = Entrustment.objects.get()
    form = {**commission_form(samples, cast), "laboratory": named, "named_because": f"{WHY} So."}
    assert post(cast.organiser, found, "edit", form).status_code == 302
    post(cast.organiser, found, "send")
    page = see(receiver, found.get_absolute_url()).content.decode()
    told = at_desk(receiver).get(f"/api/v1/entrustments/{found.number}/").content.decode()
    assert found.number in page and found.number in told
    assert not [secret for secret in (WHY, str(rival)) for text in (page, told) if secret in text]
    assert at_desk(receiver).get(reverse("draw", args=[found.number])).status_code == 404
