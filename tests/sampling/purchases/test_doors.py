"""Does anything tell who is sampled, who buys or who receives, before the goods are there? By no door (W-04).

In every stage every secret is a word that stands nowhere else (canaries), and whoever looks opens every door
there is (doors). Each kind of door is opened on purpose once, to see that the search would find it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.core.cache import cache
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from casework import mail as post
from casework.models import Outbox, Record, records
from casework.pages import feed
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render, to_pdf
from sampling.purchases.models.purchases import Purchase
from sampling.recipients import personal
from sampling.recipients.actions.recipients import erase
from sampling.recipients.models.recipients import Recipient
from sampling.schemes.models import Scheme
from tests.conftest import NOW
from tests.prepared import forget
from tests.sampling import canaries, doors, given
from tests.sampling.canaries import PERSONS, STAGES, Found, World
from tests.test_access import plain

pytestmark = pytest.mark.django_db(databases=["default", "log"])

# Who is a party of the river, and who is none; both in an organisation that is not the center.
PARTIES = ("province", "laboratory", "platform", "merchant")
STRANGERS = (
    "city",
    "county",
    "other_province",
    "other_county",
    "other_center",
    "other_laboratory",
    "other_platform",
)
INSIDE = ("organiser", "buyer", "verifier", "leader", "everything else", "address_keeper")
MISSING = "XX-000000000"
# The seed of the choice is shown from here on, to whoever may see the scheme.
SHOWN = {("seed", stage) for stage in STAGES[STAGES.index("confirmed") :]}


@pytest.fixture
def world(cast) -> World:
    return canaries.world(cast, NOW)


def told(world: World, client: Client, addresses: Iterable[str]) -> dict[str, set[Found]]:
    """Of which secrets is told where, beyond what stands in the address itself?"""
    found = {}
    for address in addresses:
        secrets = world.found(doors.said(client.get(address))) - world.found(address)
        if secrets:
            found[address] = secrets
    return found


def every_door() -> list[str]:
    return doors.every("scheme", "purchase")


def doors_of_the_secrets() -> list[str]:
    """The doors behind which the secrets lie."""
    listed = [f"/{name}/{end}" for name in ("schemes", "purchases") for end in ("", "list.csv", "list.xlsx")]
    pages = [reverse("home"), reverse("recipients"), *listed, *doors.of_records("scheme", "purchase")]
    return [*pages, *doors.twins(pages)]


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", PARTIES)
def test_no_other_party_is_told_anything(world, at_desk, who, caplog):
    caplog.set_level(logging.INFO)
    found = told(world, at_desk(world.outside[who]), every_door())
    assert not {where: what - SHOWN for where, what in found.items() if what - SHOWN}
    assert not world.found(caplog.text) - world.found(str(every_door()))


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", ["nation", *STRANGERS])
def test_nobody_else_is_told_anything(world, at_desk, who):
    found = told(world, at_desk(world.outside[who]), doors_of_the_secrets())
    assert not {where: what - SHOWN for where, what in found.items() if what - SHOWN}
    assert not found or who == "nation"


def test_who_is_nobody_here_is_told_nothing(world):
    assert not told(world, Client(), [*every_door(), reverse("api-schema"), reverse("api-docs")])


@pytest.mark.clause("W-04", "6.2-6")
@pytest.mark.parametrize("who", INSIDE)
def test_no_page_of_the_center_shows_a_volunteer_or_an_account(world, at_desk, who):
    found = told(world, at_desk(world.inside[who]), doors_of_the_secrets())
    early = {("seed", stage) for stage in STAGES} - SHOWN
    assert found
    assert not {where: what for where, what in found.items() if what & early}
    assert not {where: what for where, what in found.items() if {kind for kind, _stage in what} & PERSONS}


def secrets_of(world: World) -> list[str]:
    """One secret of each kind."""
    kinds = sorted(canaries.TARGETS | canaries.PERSONS | {"order", "tracking"})
    drawn = {kind: secret for secret, (kind, _stage) in world.random.items()}
    return [
        *(canaries.word(kind, "shipped") for kind in kinds),
        canaries.word("buyer", "draft"),
        *drawn.values(),
    ]


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", ["nation", "province", "laboratory", "platform", "other_center"])
def test_a_search_for_a_secret_is_answered_as_one_for_nothing(world, at_desk, who):
    client, nothing = at_desk(world.outside[who]), get_random_string(10, "bcdfghjk")
    blank = [plain(client.get(url).content, nothing) for url in doors.searches(nothing)]
    for secret in secrets_of(world):
        answers = [plain(client.get(url).content, secret) for url in doors.searches(secret)]
        assert answers == blank, secret


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", ["platform", "laboratory", "other_center"])
def test_what_is_secret_and_what_does_not_exist_are_answered_alike(world, at_desk, who):
    client = at_desk(world.outside[who])
    for record in (world.schemes["draft"], world.schemes["chosen"], *world.purchases.values()):
        addresses = [*doors.forms_of(record), reverse(f"api-{record.kind}", args=[record.number])]
        for address in addresses:
            for ask in (client.get, client.post):
                answers = [ask(url) for url in (address, address.replace(record.number, MISSING))]
                bodies = {(one.status_code, plain(one.content, record.number, MISSING)) for one in answers}
                assert len(bodies) == 1, (record, address)
    assert {scheme.state for scheme in Scheme.objects.all()} >= {"draft", "submitted", "approved"}


def printed(paper: Document) -> str:
    """A paper as its PDF has it."""
    form = PAPERS[paper.paper]
    return doors.text(render(form.template, {"paper": paper.content}, language=paper.language))


@pytest.mark.parametrize("who", ["nation", *PARTIES, *STRANGERS])
def test_no_paper_that_anybody_else_gets_names_a_secret(world, who):
    papers = Document.objects.visible_to(world.outside[who]).order_by("pk")
    assert not world.found(str([[paper.title, paper.file_number, paper.content] for paper in papers])) - SHOWN
    under_way = [one.pk for one in (*world.schemes.values(), *world.purchases.values())]
    assert not papers.filter(record__in=under_way).exists()


def test_the_paper_of_a_scheme_names_who_buys_and_neither_targets_nor_volunteers(world):
    paper = Document.objects.filter(paper="scheme").latest("pk")
    assert {kind for kind, _stage in world.found(printed(paper))} <= {"buyer"}


@pytest.mark.clause("W-04")
def test_no_e_mail_tells_anything(world, at_desk):
    assert at_desk(world.inside["buyer"]).get(reverse("notifications")).status_code == 200
    doors.send_everything(NOW)
    assert len(outgoing.outbox) > 5
    assert not world.found(doors.letters())


def test_no_calendar_of_deadlines_tells_anything(world):
    for viewer in (*world.outside.values(), *world.inside.values()):
        if viewer.kind == "merchant":
            continue
        _link, token = feed.make(viewer, NOW)
        answer = Client().get(reverse("due-feed-file", args=[token]))
        assert answer.status_code == 200 and not world.found(doors.said(answer)), viewer


def test_no_number_and_no_name_of_a_file_tells_anything(world):
    numbers = Record.objects.values_list("number", flat=True)
    papers = Document.objects.values_list("file_number", "verify_token", "pdf")
    assert not world.found(f"{list(numbers)}{list(papers)}")
    assert not world.found("\n".join(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*")))


def test_no_work_for_a_worker_names_a_secret(world):
    assert not world.found(str(list(Outbox.objects.values_list("task", "payload", "error"))))


def kept_in_the_cache() -> str:
    """Every key of the store beside the database, and what is kept under it."""
    store = cache._cache.get_client(None)  # type: ignore[attr-defined]
    return "\n".join(
        f"{key!r} {store.get(key)!r}" for key in store.scan_iter() if store.type(key) == b"string"
    )


def test_nothing_secret_is_left_in_the_cache(world, at_desk):
    for who in ("buyer", "address_keeper"):
        told(world, at_desk(world.inside[who]), doors_of_the_secrets())
    assert "session" in kept_in_the_cache()
    assert not world.found(kept_in_the_cache())


def dumped() -> str:
    """The rows of every table, as the owner's dump of the database has them."""
    rows = BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for name in connection.introspection.table_names(cursor):
            cursor.copy_expert(f'COPY "{name}" TO STDOUT', rows)
        cursor.execute("RESET ROLE")
    return rows.getvalue().decode()


@pytest.mark.clause("6.2-6", "PV-01")
def test_a_dump_of_the_database_holds_no_volunteer_and_no_account_in_clear(world, at_desk):
    assert at_desk(world.inside["address_keeper"]).get(reverse("recipients")).status_code == 200
    found = world.found(dumped())
    assert ("shop", "ordered") in found
    assert not {kind for kind, _stage in found} & PERSONS
    assert not found & {("seed", stage) for stage in ("approved", "chosen")}


@pytest.mark.clause("6.2-6", "PV-01")
def test_whoever_is_erased_can_be_read_by_nobody_and_the_others_still_can(world, cast, at_desk):
    at_desk(cast.address_keeper).get(reverse("recipients"))
    gone, stays = (given_recipient(cast, name) for name in ("gone", "stays"))
    erase(gone, by=cast.address_keeper, now=NOW, note="Asked to be forgotten.")
    gone.refresh_from_db()
    with pytest.raises(personal.Unreadable):
        gone.read()
    assert stays.read()["name"] == "stays" and gone.pseudonym in dumped()


def given_recipient(cast, name: str) -> Recipient:
    more = {"name": name, "phone": f"1380001{len(name):04}", "address": f"{name} road 1"}
    return given.recipient(cast, NOW, **more)


# Does the search find what an open door lets out?

LEAK = ("shop", "ordered")


def opened_titles(world: World) -> None:
    """As if a title named the shop."""
    secret = canaries.word(*LEAK)
    Record.objects.filter(pk=world.purchases["ordered"].pk).update(title=secret)


@pytest.mark.parametrize(
    "door", ["/purchases/", "/purchases/list.csv", "/purchases/list.xlsx", "/api/v1/purchases/"]
)
def test_a_title_that_names_the_shop_is_found_in_lists_files_and_api(world, at_desk, door):
    client = at_desk(world.outside["province"])
    assert not told(world, client, [door])
    opened_titles(world)
    assert told(world, client, [door]) == {door: {LEAK}}
    assert door in {address.partition("?")[0] for address in every_door()}


def test_particulars_that_name_the_target_are_found_on_the_page_and_in_its_twin(world, at_desk, monkeypatch):
    monkeypatch.setattr(
        Purchase, "particulars", lambda purchase, viewer: [("Target", purchase.facts("shop", "buyer"))]
    )
    address = world.purchases["ordered"].get_absolute_url()
    client = at_desk(world.outside["province"])
    for door in (address, f"/api/v1{address}"):
        assert LEAK in told(world, client, [door])[door]
        assert door in every_door()


def test_a_scope_that_lets_everybody_in_is_found(world, at_desk, forgotten, monkeypatch):
    opened_titles(world)
    assert not told(world, at_desk(world.outside["platform"]), doors_of_the_secrets())
    monkeypatch.setattr(records, "_scope", lambda viewer: Q())
    forget()
    found = told(world, at_desk(world.outside["platform"]), ["/", "/purchases/", "/api/v1/purchases/"])
    assert set(found) >= {"/purchases/", "/api/v1/purchases/"}


def test_a_search_that_knows_more_than_its_reader_is_found(world, at_desk, monkeypatch):
    client, secret = at_desk(world.outside["province"]), canaries.word(*LEAK)
    address = f"{reverse('purchase-list')}?title={secret}"
    before = plain(client.get(address).content, secret)
    monkeypatch.setattr(Purchase, "known_by", ("shop__name_key__icontains",))
    assert plain(client.get(address).content, secret) != before


def test_what_is_packed_folded_or_printed_is_read(world):
    secret = canaries.word(*LEAK)
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("xl/sharedStrings.xml", f"<t>{secret}</t>")
    folded = f"SUMMARY:{secret[:9]}\r\n {secret[9:]}".encode()
    paper = to_pdf(f'<html lang="en"><title>A</title><p>{secret}</p></html>')
    for body in (packed.getvalue(), folded, paper, f'{{"shop": "{secret}"}}'.encode()):
        assert world.found(doors.text(body)) == {LEAK}


def test_an_e_mail_that_named_the_record_is_found(world, monkeypatch):
    opened_titles(world)
    monkeypatch.setattr(
        post, "_body", lambda notes: "".join(note.record.title for note in notes if note.record)
    )
    doors.send_everything(NOW)
    assert LEAK in world.found(doors.letters())


def test_what_is_kept_aside_is_found(world, caplog):
    secret = canaries.word(*LEAK)
    cache.set("a", {"shop": secret})
    logging.getLogger("sampling").warning("bought at %s", secret)
    Outbox.objects.create(task="casework.mail", payload={"shop": secret}, created_at=NOW)
    payloads = str(list(Outbox.objects.values_list("payload", flat=True)))
    for text in (kept_in_the_cache(), caplog.text, payloads):
        assert LEAK in world.found(text)
    cache.delete("a")
