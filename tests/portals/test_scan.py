"""Does a code lead to its record, and to nobody's else?"""

from __future__ import annotations

import pytest
from django.conf import settings

from sampling.samples.models.samples import Sample
from tests.sampling import given, sealing


def leads(client, code: str) -> str:
    """The address that a code leads to; "" for none."""
    answer = client.get("/scan/", {"code": code})
    assert answer.status_code in (302, 404)
    return str(answer.get("Location", ""))


def test_a_number_and_the_address_of_a_page_lead_to_their_record(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    url = sample.get_absolute_url()
    desk = at_desk(cast.storekeeper)
    assert leads(desk, f" {sample.number.lower()} ") == url
    assert leads(desk, f"{settings.SITE_URL}{url}") == url
    assert leads(desk, sample.purchase.number) == sample.purchase.get_absolute_url()


def test_the_code_of_a_paper_leads_to_the_record_that_it_is_of(cast, now, at_desk):
    sample = given.sample_at_lab(cast, now)
    paper = sample.documents.get(paper="hand_over")
    for viewer in (cast.storekeeper, cast.receiver):
        assert leads(at_desk(viewer), paper.content["qr"]) == sample.get_absolute_url()
    assert leads(at_desk(cast.other_receiver), paper.content["qr"]) == ""


def test_a_seal_leads_to_its_sample(cast, now, at_desk):
    sample = sealing.half_sealed(cast, now)
    assert leads(at_desk(cast.verifier), sample.seal_number) == sample.get_absolute_url()
    assert leads(at_desk(cast.other_verifier), sample.seal_number) == ""


def test_a_parcel_leads_to_its_purchase_within_the_center_alone(cast, now, at_desk):
    purchase = given.shipped_purchase(cast, now)
    assert leads(at_desk(cast.buyer), purchase.parcels.get().tracking_number) == purchase.get_absolute_url()
    for stranger in (cast.receiver, cast.other_buyer):
        assert leads(at_desk(stranger), purchase.parcels.get().tracking_number) == ""


@pytest.mark.parametrize("code", ["SA-000000000", "//[", "https://[x/", "很长" * 300])
def test_what_does_not_exist_and_what_is_not_ours_look_the_same(code, cast, now, at_desk):
    number = given.stored_sample(cast, now).number
    desk = at_desk(cast.other_storekeeper)
    bodies = [desk.get("/scan/", {"code": one}).content.decode().replace(one, "") for one in (number, code)]
    assert Sample.objects.filter(number=number).exists()
    assert bodies[0].split("<main")[1] == bodies[1].split("<main")[1]
