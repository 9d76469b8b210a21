"""Do whole pages hold together, in both languages, under the strict policy?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from portals.dashboards.sample import samples
from portals.deadlines.whatif import sample_weeks
from tests.front.test_parts import Check

TEMPLATES = sorted(settings.BASE_DIR.glob("templates/**/*.html"))
# Papers bring their look along; so does the page on which one is looked at before it is issued.
OURS = [path for path in TEMPLATES if path.parent.name != "papers" and path.name != "foreseen.html"]
INLINE = re.compile(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)[^>]*>|<style')
SAID = [Message(constants.ERROR, "Not now."), Message(constants.SUCCESS, "Done.")]
SHELL = {
    "more": [],
    "portal": "Monitoring center",
    "home": "/",
    "search_url": "/search/",
    "notifications": {"url": "/notifications/", "unread": 120},
    "who": {
        "key": "1-1",
        "name": "Zhou Min",
        "organisation": "Center",
        "roles": ["Assessor"],
        "switch_url": "",
        "password_url": "/password/",
        "logout_url": "/logout/",
    },
    "nav": [
        {
            "title": "Risk",
            "items": [{"label": "Cases", "url": "/", "count": 1001, "late": True, "here": True}],
        }
    ],
    "version": "0.1",
}

pytestmark = pytest.mark.urls("django.conf.urls.i18n")


def page(template: str, **context: Any) -> str:
    context |= {
        "request": RequestFactory().get("/style/"),
        "csrf_input": "",
        "csrf_token": "token",
        "now": timezone.now(),
    }
    return str(engines["jinja2"].env.get_template(template).render(context))  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_the_style_page_shows_every_part_without_anything_inline(code):
    with translation.override(code):
        given = {"charts": samples(), "weeks": sample_weeks(), "said": SAID}
        html = page("style.html", shell=SHELL, form=Check({}), **given)
    assert not INLINE.search(html)
    for part in (
        "wj-steps",
        "wj-facts",
        "wj-trail",
        "wj-river",
        "wj-papers",
        "wj-files",
        "wj-drop",
        "wj-empty",
        "wj-drawing",
        "wj-chart-none",
        "wj-tabs",
        "wj-party",
        "alert alert-danger wj-message",
    ):
        assert f'class="{part}' in html


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_template_has_anything_inline(path):
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_icon_that_a_template_names_is_there(path):
    shapes = engines["jinja2"].env.get_template("parts/icons.html").module.shapes  # type: ignore[attr-defined]
    assert set(re.findall(r'\bicon\("([a-z0-9-]+)"', path.read_text())) <= set(shapes)


def test_the_frame_tells_counts_only_up_to_the_cap():
    html = page("base.html", shell=SHELL)
    assert "1,000+" in html
    assert "99+" in html


def test_nobody_is_offered_an_account_menu_who_is_not_there():
    html = page("base.html", shell=SHELL | {"who": None, "notifications": None, "nav": []})
    assert "Log out" not in html
    assert 'id="nav"' not in html


@pytest.mark.parametrize("code", [400, 403, 404, 409, 500, 503])
def test_an_error_page_needs_no_context_and_says_what_to_do(code):
    html = engines["jinja2"].env.get_template(f"errors/{code}.html").render()  # type: ignore[attr-defined]
    assert f">{code}<" in html
    assert 'class="btn btn-primary" href="/"' in html


def test_a_refusal_is_told_in_its_own_sentence():
    assert "An objection is open." in page("errors/409.html", reason="An objection is open.", back="/x/")
