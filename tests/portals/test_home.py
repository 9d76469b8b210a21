"""What does each person find on the first page?"""

from django.test import Client


def test_a_stranger_is_sent_to_the_log_in(db):
    answer = Client().get("/")
    assert answer.status_code == 302 and answer["Location"] == "/login/?next=/"


def test_every_role_has_a_home_page(cast, at_desk):
    for viewer in cast.people.values():
        answer = at_desk(viewer).get("/")
        assert answer.status_code == 200, viewer
        assert str(viewer.organisation) in answer.content.decode()


def test_an_unknown_address_is_not_found(cast, at_desk):
    assert at_desk(cast.buyer).get("/nowhere/").status_code == 404
