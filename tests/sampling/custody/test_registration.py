"""Does a sample enter the store with its registration form, and can its seal be compared afterwards?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from documents.models import Document
from tests.sampling import given, sealing, walks
from tests.sampling.custody.test_papers import paper_of
from tests.sampling.walks import post


def seals_of(sample) -> str:
    return reverse("sample-seals", args=[sample.number])


@pytest.mark.clause("6.2-7-a")
def test_what_is_taken_into_the_store_has_its_registration_form(cast, now, at_desk):
    sample = given.registered_sample(cast, now)
    assert post(at_desk, cast.storekeeper, sample, "store", walks.place(sample, cast)).status_code == 302
    said, purchase = paper_of(sample, "registration").content, sample.purchase
    assert (said["sample"], said["location"], said["conditions"]) == (sample.number, "A-1", "dry")
    assert (said["keeper"], said["checked_by"]) == (str(cast.storekeeper.user), str(cast.verifier.user))
    assert [check["met"] for check in said["checks"]] == [True] * 5
    assert said["shop"] in (purchase.shop.operator, purchase.shop.name)
    sample.refresh_from_db()
    assert (sample.keeper, sample.stored_at) == (cast.storekeeper.user, now)


@pytest.mark.clause("6.2-7-a", "W-04")
def test_the_registration_form_names_the_shop_and_is_the_centers_own(cast, now, at_desk):
    sample = given.commissioned_sample(cast, now)
    paper = paper_of(sample, "registration")
    assert paper.file_number in at_desk(cast.storekeeper).get(sample.get_absolute_url()).text
    for viewer in (cast.receiver, cast.planner, cast.other_storekeeper, cast.quality_officer):
        assert not Document.objects.visible_to(viewer).filter(pk=paper.pk).exists()


@pytest.mark.clause("O18-06", "6.3-1")
def test_the_seal_of_a_supervision_check_is_photographed_again_on_receipt(cast, now, at_desk):
    sample = sealing.handed_over(cast, now)
    page = at_desk(cast.receiver).get(f"{sample.get_absolute_url()}receive/").text
    for photo in sample.attachments.filter(kind__startswith="seal_"):
        assert f'src="{photo.get_absolute_url()}"' in page
    bare = walks.receipt(sample, cast)
    assert post(at_desk, cast.receiver, sample, "receive", bare).status_code == 422
    seen = {"front": given.picture(), "back": given.picture()}
    assert post(at_desk, cast.receiver, sample, "receive", {**bare, **seen}).status_code == 302
    for viewer in (cast.storekeeper, cast.receiver):
        page = at_desk(viewer).get(seals_of(sample)).text
        assert page.count("<figure>") == 4


def test_without_photos_of_a_seal_there_is_nothing_to_compare(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    assert at_desk(cast.storekeeper).get(seals_of(sample)).status_code == 404
    assert "seals/" not in at_desk(cast.storekeeper).get(sample.get_absolute_url()).text
    sealed = sealing.half_sealed(cast, now)
    assert "seals/" in at_desk(cast.storekeeper).get(sealed.get_absolute_url()).text
    assert at_desk(cast.other_storekeeper).get(seals_of(sealed)).status_code == 404
