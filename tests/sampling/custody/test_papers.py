"""Which papers does sampling issue, what stands on them, and who may read them? (forms 4.3 to 4.6)"""

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import System
from casework.actions import take
from casework.models import Outbox
from documents import tasks, views
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render
from sampling.custody.actions import samples
from sampling.custody.actions.custody import hand_over, recall_to_store, take_in
from tests.sampling import given, sealing, stated, walks
from tests.sampling import handing as custody
from tests.sampling.walks import post

PEOPLE = (stated.SECRET_NAME, stated.SECRET_PHONE, stated.SECRET_ADDRESS)
ORDER = (stated.SECRET_ACCOUNT, stated.SECRET_ORDER, "wallet-88", "T-1")
OUTSIDERS = ("planner", "nation_officer", "receiver", "tester", "quality_officer", "other_organiser")


def paper_of(record, name):
    return Document.objects.get(record=record.pk, paper=name)


@pytest.fixture
def downloaded(at_desk, monkeypatch):
    """downloaded(viewer, paper): what a viewer gets who asks for the PDF, once the worker has made it."""
    monkeypatch.setattr(tasks, "render", lambda *args, **options: b"%PDF-")
    monkeypatch.setattr(views, "log_read", lambda *args, **options: None)  # it has tests of its own

    def asked(viewer, paper):
        for promise in Outbox.objects.filter(task="documents.render", done_at=None):
            tasks.render_task(promise.pk)
        return at_desk(viewer).get(paper.get_absolute_url())

    return asked


@pytest.mark.clause("6.2-1")
def test_an_approved_scheme_is_issued_with_scope_method_period_and_who_does_what(cast, now, at_desk):
    scheme = given.submitted_scheme(cast, now)
    assert post(at_desk, cast.leader, scheme, "approve", {}).status_code == 302
    paper = paper_of(scheme, "scheme")
    scheme.refresh_from_db()
    said = paper.content
    assert (said["scope"], said["staffing"]) == (scheme.scope, scheme.staffing)
    assert (said["buyers"], said["approved_by"]) == (str(cast.buyer.user), str(cast.leader.user))
    assert (said["listings"], said["listings_digest"]) == (3, scheme.listings_digest)
    assert said["seed_commitment"] == scheme.seed_commitment and scheme.seed_sealed not in str(said)
    assert (paper.office, said["legal_mode"]) == (cast.center, "Risk monitoring")


@pytest.mark.clause("6.2-7-a", "O18-05")
def test_an_accepted_purchase_has_its_sampling_form_with_the_evidence(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    data = walks.acceptance(purchase, cast)
    assert post(at_desk, cast.verifier, purchase, "accept", data).status_code == 302
    said = paper_of(purchase, "sampling_form").content
    test, backup = purchase.samples.order_by("pk")
    assert [row["number"] for row in said["sets"]] == [test.number, backup.number]
    assert (said["item_id"], said["shop"]) == (purchase.listing.item_id, purchase.shop.name)
    assert {row["sha256"] for row in said["evidence"]} == set(
        purchase.attachments.values_list("sha256", flat=True)
    )
    # Whoever checked the goods did not sample them; whoever bought them is not named.
    assert (said["checked_by"], said["signed"]) == (str(cast.verifier.user), [])


@pytest.mark.clause("O18-06", "O18-07")
def test_in_a_supervision_check_the_form_follows_the_second_seal_and_two_persons_sign(cast, now, at_desk):
    test, backup = sealing.stored_sets(cast, now)
    purchase = test.purchase
    sealing.sealed(test, cast, now)
    sealing.sealed_once(backup, cast, now)
    assert not purchase.documents.exists()
    assert post(at_desk, cast.verifier, backup, "witness", {}).status_code == 302
    paper = paper_of(purchase, "sampling_form")
    assert [row["seal"] for row in paper.content["sets"]] == [test.seal_number, backup.seal_number]
    assert paper.content["signed"] == [str(cast.storekeeper.user), str(cast.verifier.user)]
    assert (paper.title, paper.content["send_by"]) == ("Sampling form", walks.TODAY)


def test_the_form_names_a_pseudonym_and_neither_account_address_nor_order(cast, now):
    purchase = given.accepted_purchase(cast, now)
    said = json.dumps(paper_of(purchase, "sampling_form").content, ensure_ascii=False)
    assert given.receiver(purchase).pseudonym in said
    assert not [secret for secret in (*PEOPLE, *ORDER) if secret in said]
    cast.buyer.user.refresh_from_db()
    assert f'"{cast.buyer.user}"' not in said


@pytest.mark.clause("6.3-1")
@pytest.mark.parametrize("step", ["receive", "reject"])
def test_the_laboratory_and_the_center_keep_what_was_found_at_the_hand_over(
    cast, now, at_desk, downloaded, step
):
    sample = given.handed_over_sample(cast, now)
    data = walks.receipt(sample, cast) if step == "receive" else walks.lab_rejection(sample, cast)
    assert post(at_desk, cast.receiver, sample, step, data).status_code == 302
    paper = paper_of(sample, "hand_over")
    said = paper.content
    assert (paper.office, paper.addressee) == (cast.center, cast.laboratory)
    assert (said["taken"], bool(said["reason"])) == ((True, False) if step == "receive" else (False, True))
    assert (said["handed_over_by"], said["received_by"]) == (
        str(cast.storekeeper.user),
        str(cast.receiver.user),
    )
    assert said["sampling_form"] == paper_of(sample.purchase, "sampling_form").file_number
    assert [row["met"] for row in said["checks"]] == [True] * 4  # it bore no seal
    assert downloaded(cast.receiver, paper).status_code == 200
    assert downloaded(cast.other_receiver, paper).status_code == 404


def test_a_laboratory_learns_nothing_of_the_purchase_from_the_hand_over(cast, now, at_desk):
    sample = given.sample_at_lab(cast, now)
    said = json.dumps(paper_of(sample, "hand_over").content, ensure_ascii=False)
    purchase = sample.purchase
    hidden = (*PEOPLE, *ORDER, purchase.shop.name, purchase.number, purchase.listing.url)
    assert not [secret for secret in hidden if secret in said]
    page = at_desk(cast.receiver).get(sample.get_absolute_url()).text
    assert paper_of(sample, "hand_over").file_number in page


@pytest.mark.clause("O18-15")
def test_a_backup_put_aside_has_its_notice(cast, now, at_desk):
    backup = sealing.set_to_put_aside(cast, now)
    data = {"kept_at": "Cold room 2"}
    assert post(at_desk, cast.storekeeper, backup, "set_aside", data).status_code == 302
    said = paper_of(backup, "seal_notice").content
    assert (said["seal"], said["kept_at"]) == (f"F-{backup.pk}", "Cold room 2")
    assert (said["sealed_by"], said["confirmed_by"]) == (str(cast.storekeeper.user), str(cast.verifier.user))


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", OUTSIDERS)
def test_papers_that_name_buyers_or_a_target_still_to_be_bought_are_the_centers_own(
    cast, now, at_desk, downloaded, who
):
    purchase = given.failed_purchase(cast, now)
    own = [paper_of(purchase.scheme, "scheme"), paper_of(purchase, "not_found")]
    for paper in own:
        assert downloaded(getattr(cast, who), paper).status_code == 404
    assert not Document.objects.visible_to(getattr(cast, who)).filter(pk__in=[p.pk for p in own]).exists()
    page = at_desk(getattr(cast, who)).get(purchase.get_absolute_url())
    assert own[1].file_number not in page.text
    assert downloaded(cast.organiser, own[0]).status_code == 200
    assert own[1].file_number in at_desk(cast.organiser).get(purchase.get_absolute_url()).text


@pytest.mark.clause("W-04", "O18-07")
def test_the_sampling_form_reaches_the_regulator_and_neither_laboratory_nor_platform(cast, now, downloaded):
    sample = given.sample_at_lab(cast, now)
    paper = paper_of(sample.purchase, "sampling_form")
    assert downloaded(cast.planner, paper).status_code == 200
    for who in ("receiver", "quality_officer", "county_officer", "other_planner", "other_organiser"):
        assert downloaded(getattr(cast, who), paper).status_code == 404


@pytest.mark.clause("O18-07")
def test_that_a_shop_was_sent_its_sampling_form_is_noted_on_the_purchase(cast, now, at_desk):
    purchase = sealing.sealed_sets(cast, now)[0].purchase
    paper = paper_of(purchase, "sampling_form")
    client = at_desk(cast.organiser)
    url = reverse("document-service", args=[paper.verify_token])
    assert url in client.get(purchase.get_absolute_url()).text
    data = {"method": "post", "served_on": walks.TODAY, "evidence": given.picture()}
    assert client.post(url, data).status_code == 302
    assert paper.services.get().name == paper.content["shop"] != ""


def test_in_risk_monitoring_the_shop_gets_no_paper_by_which_it_finds_the_order(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    paper = paper_of(purchase, "sampling_form")
    client = at_desk(cast.organiser)
    url = reverse("document-service", args=[paper.verify_token])
    assert url not in client.get(purchase.get_absolute_url()).text
    data = {"method": "post", "served_on": walks.TODAY, "evidence": given.picture()}
    assert client.post(url, data).status_code == 403
    assert not paper.services.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_paper_of_sampling_can_be_printed(cast, now, language):
    backup = sealing.tested_backup(cast, now, "non_conforming")
    test = backup.purchase.samples.get(role="test")
    gone, silent, refused = (
        given.failed_purchase(cast, now, step, rows=[given.row(80 + place)])
        for place, step in enumerate(("not_found", "shop_unreachable", "refuse"))
    )
    for record, name in (
        (backup.purchase.scheme, "scheme"),
        (backup.purchase, "sampling_form"),
        (gone, "not_found"),
        (silent, "unreachable"),
        (refused, "refusal"),
        (test, "registration"),
        (test, "hand_over"),
        (backup, "seal_notice"),
    ):
        paper = paper_of(record, name)
        pdf = render(PAPERS[name].template, {"paper": paper.content}, language=language)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        assert paper.content["number"].split("〔")[0] in text
        assert "built-in" not in text and "None" not in text


def test_a_substitute_laboratory_gets_a_sheet_of_its_own(cast, now):
    sample = given.sample_rejected_by_lab(cast, now)
    recall_to_store(sample, note="Elsewhere.", by=cast.organiser, now=now)
    take_in(sample, step="take_back", by=cast.storekeeper, now=now, **custody.came())
    take("commission", sample, by=System(), now=now, laboratory=cast.other_laboratory)
    hand_over(sample, by=cast.storekeeper, now=now)
    samples.receive(sample, by=cast.other_receiver, now=now, **given.receipt())
    sheets = Document.objects.filter(record=sample.pk, paper="hand_over").order_by("pk")
    assert [sheet.content["taken"] for sheet in sheets] == [False, True]
    assert list(Document.objects.of(sample, cast.other_receiver)) == [sheets[1]]
    assert list(Document.objects.of(sample, cast.receiver)) == [sheets[0]]
