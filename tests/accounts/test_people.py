"""How does an administrator keep the people of an organisation?"""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.addresses import code_of
from accounts.models import Membership, User
from accounts.roles import Role
from tests.cast import PASSWORD
from trail.models import Event

NEW = {"username": "lin", "name": "Lin", "email": "lin@example.org", "roles": [Role.BUYER, Role.VERIFIER]}


@pytest.fixture
def desk(cast, at_desk):
    return at_desk(cast.center_administrator)


def membership(username):
    return Membership.objects.get(user__username=username)


def given_password(answer):
    found = re.search(r"<dt>Password</dt><dd>(\w+)</dd>", answer.content.decode())
    assert found
    return found[1]


def choose(client, old, new):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": new})


def test_the_list_holds_the_own_people_and_no_others(desk):
    page = desk.get("/people/").content.decode()
    assert "/people/buyer/" in page and "/people/other_buyer/" not in page


def test_a_new_person_gets_a_password_that_is_shown_once(desk):
    answer = desk.post("/new-person/", NEW)
    password = given_password(answer)
    assert "no-store" in answer["Cache-Control"]
    assert User.objects.get(username="lin").check_password(password)
    assert password not in desk.get("/people/lin/").content.decode()
    event = Event.objects.of("membership", membership("lin").pk)[0]
    assert event.verb == "add a person" and password not in str(event.detail)


def test_a_given_password_is_changed_before_anything_else(desk):
    first = given_password(desk.post("/new-person/", NEW))
    client = Client()
    client.post("/login/", {"username": "lin", "password": first})
    assert client.get("/purchases/")["Location"] == "/password/"
    assert "given to you" in client.get("/password/").content.decode()
    assert choose(client, first, PASSWORD)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_user_name_that_is_taken_is_refused(desk):
    answer = desk.post("/new-person/", NEW | {"username": "Other_Buyer"})
    assert answer.status_code == 422 and "taken" in answer.content.decode()


def test_only_roles_of_ones_own_kind_are_given(desk):
    assert desk.post("/new-person/", NEW | {"roles": [Role.TESTER]}).status_code == 422
    assert not User.objects.filter(username="lin").exists()


def test_roles_are_changed_and_told_with_what_they_were(desk):
    kept = {"name": "Buyer", "email": "", "roles": [Role.STOREKEEPER]}
    assert desk.post("/people/buyer/", kept).status_code == 302
    assert membership("buyer").roles == ["storekeeper"]
    assert Event.objects.of("membership", membership("buyer").pk)[0].detail["before"]["roles"] == ["buyer"]


def test_the_last_administrator_stays_one(cast, desk):
    asked = {"name": "A", "email": "", "roles": [Role.BUYER]}
    answer = desk.post("/people/center_administrator/", asked)
    assert answer.status_code == 422 and "needs an administrator" in answer.content.decode()
    Membership.objects.filter(user=cast.buyer.user).update(roles=[Role.BUYER, Role.ADMINISTRATOR])
    assert desk.post("/people/center_administrator/", asked).status_code == 302


def test_people_of_other_organisations_are_not_found(desk):
    assert desk.get("/people/other_buyer/").status_code == 404
    assert desk.post("/people/other_buyer/", {"roles": [Role.BUYER]}).status_code == 404
    assert desk.post("/people/other_buyer/password/").status_code == 404


def test_a_new_password_ends_the_old_one_and_the_sessions(cast, desk, at_desk):
    client = at_desk(cast.buyer)
    password = given_password(desk.post("/people/buyer/password/"))
    cast.buyer.user.refresh_from_db()
    assert cast.buyer.user.check_password(password) and cast.buyer.user.password_given
    assert client.get("/").status_code == 302


def test_the_account_of_a_member_of_two_organisations_is_neithers_alone(cast, desk):
    Membership.objects.create(user=cast.buyer.user, organisation=cast.other_center, roles=[Role.BUYER])
    answer = desk.post("/people/buyer/password/", follow=True)
    assert "only they change their password" in answer.content.decode()
    desk.post("/people/buyer/", {"name": "Mallory", "email": "m@example.org", "roles": [Role.BUYER]})
    cast.buyer.user.refresh_from_db()
    assert (cast.buyer.user.name, cast.buyer.user.email) == ("Buyer", "")


def test_who_has_left_acts_no_more_and_can_be_taken_back(cast, desk, at_desk):
    desk.post(f"/hand-over/?leaver={code_of(cast.buyer.user)}", {"ends": "on", "reason": "Retired"})
    assert membership("buyer").left_on and membership("buyer").roles == []
    told = at_desk(cast.buyer).get("/")
    assert told.status_code == 403 and "no organisation at present" in told.text
    assert 'action="/logout/"' in told.text, "and is not kept on a page that leads nowhere"
    assert "left on" in desk.get("/people/").content.decode()
    desk.post("/people/buyer/", {"name": "Buyer", "email": "", "roles": [Role.BUYER]})
    assert at_desk(cast.buyer).get("/").status_code == 200


@pytest.mark.parametrize("address", ["/people/", "/new-person/", "/people/buyer/", "/hand-over/"])
def test_only_an_administrator_keeps_people(address, cast, at_desk):
    assert at_desk(cast.leader).get(address).status_code == 403
    assert at_desk(cast.merchant_administrator).get(address).status_code == 404


def test_the_navigation_leads_to_people_only_who_may_go_there(cast, desk, at_desk):
    assert 'href="/people/"' in desk.get("/").content.decode()
    assert 'href="/people/"' not in at_desk(cast.buyer).get("/").content.decode()


def test_the_last_administrator_who_forgot_the_password_gets_in_again_from_the_server(cast, at_desk):
    before = at_desk(cast.center_administrator)
    said = StringIO()
    call_command("give_password", cast.center_administrator.user.username, stdout=said)
    password = re.findall(r"shown this once: (\S+)", said.getvalue())[0]
    assert before.get("/people/").status_code == 302
    client = Client()
    client.post("/login/", {"username": cast.center_administrator.user.username, "password": password})
    assert client.get("/people/")["Location"] == "/password/"
    event = Event.objects.get(verb="give a password")
    assert event.actor_kind == "system" and password not in str(event.detail)


def test_nobody_is_let_in_who_is_not_known(cast):
    with pytest.raises(CommandError, match="Nobody logs in as nobody"):
        call_command("give_password", "nobody")
