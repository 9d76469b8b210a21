"""Is a form outside a desk answered in one way: shown, refused beside what was typed, done and left?"""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from casework.flow import Forbidden, Refused
from casework.pages.submissions import answered, pressed


class Asked(forms.Form):
    word = forms.CharField(label="A word")


def asking(method, **data):
    request = getattr(RequestFactory(), method)("/", data)
    request.session, request.csp_nonce = {}, ""
    request._messages = FallbackStorage(request)
    return request


def answer(request, action, **said):
    form = Asked(request.POST or None)
    said = {"heading": "Say it", "template": "errors/404.html", **said}
    return answered(request, form, action, **said)


def said(request):
    return [str(message) for message in get_messages(request)]


def test_what_is_done_is_said_and_leads_on(db):
    request = asking("post", word="tea")
    response = answer(request, lambda data: f"/{data['word']}/")
    assert (response.status_code, response["Location"]) == (302, "/tea/")
    assert said(request) == ["Done: Say it."]


def test_nothing_is_said_where_the_deed_says_it(db):
    request = asking("post", word="tea")
    answer(request, lambda data: "/", done="")
    assert said(request) == []


@pytest.mark.parametrize(("word", "status"), [("", 422), ("tea", 409)])
def test_a_bad_form_and_a_refused_deed_differ(db, word, status):
    def refuse(data):
        raise Refused("No tea today.")

    request = asking("post", word=word, other="x")
    assert answer(request, refuse).status_code == status
    assert said(request) == (["No tea today."] if word else [])


def test_who_may_not_is_refused_with_403(db):
    def forbid(*data):
        raise Forbidden("Not yours.")

    with pytest.raises(PermissionDenied, match="Not yours"):
        answer(asking("post", word="tea"), forbid)
    with pytest.raises(PermissionDenied, match="Not yours"):
        pressed(asking("post"), forbid, back="/")
