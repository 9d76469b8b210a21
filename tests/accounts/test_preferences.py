"""How does a person choose how they are told?"""

from trail.models import Event

CHOICE = {"email": "buyer@example.org", "mail": "each", "language": "en"}


def test_the_choice_is_kept_and_the_address_is_not_in_the_trail(cast, at_desk):
    assert at_desk(cast.buyer).post("/preferences/", CHOICE).status_code == 302
    user = cast.buyer.user
    user.refresh_from_db()
    assert (user.email, user.mail, user.language) == ("buyer@example.org", "each", "en")
    assert "example.org" not in str(Event.objects.of("user", user.pk)[0].detail)


def test_each_at_once_needs_an_address(cast, at_desk):
    answer = at_desk(cast.buyer).post("/preferences/", CHOICE | {"email": ""})
    assert answer.status_code == 422 and "Enter the address" in answer.content.decode()


def test_what_is_no_address_is_not_kept(cast, at_desk):
    assert at_desk(cast.buyer).post("/preferences/", CHOICE | {"email": "nonsense"}).status_code == 422
    cast.buyer.user.refresh_from_db()
    assert cast.buyer.user.email == ""
