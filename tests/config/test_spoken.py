"""Does a template that is compiled once a language say in each what it says?"""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.translation import override
from jinja2 import DictLoader

from config.jinja import environment

TEMPLATES = {
    "base.html": '{{ _("Everything") }}|{% block said %}{% endblock %}|{{ static("bell.js") }}',
    "page.html": '{% extends "base.html" %}{% from "part.html" import named %}{% block said %}'
    "{% trans reason=why %}Sent back: “{{ reason }}”{% endtrans %} {{ named(why) }}{% endblock %}",
    "part.html": '{% macro named(what) %}{{ _("Choose") }} {% trans %}50%{% endtrans %} {{ what }}'
    "{% endmacro %}",
}


@pytest.fixture
def said():
    env = environment(loader=DictLoader(TEMPLATES), auto_reload=False)

    def say(language: str, why: str = "a & b") -> str:
        with override(language):
            return env.get_template("page.html").render(why=why)

    return say


def test_each_language_has_texts_of_its_own_whichever_was_asked_for_first(said):
    for _again in range(2):
        assert said("en").startswith("Everything|Sent back: “a &amp; b” Choose 50% a &amp; b|/static/bell")
        assert said("zh-hans").startswith("全部|已退回：“a &amp; b” 请选择 50% a &amp; b|/static/bell")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_template_of_ours_can_be_compiled(language):
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    with override(language):
        for name in env.list_templates(extensions=["html"]):
            env.get_template(name)


def test_what_is_put_into_a_text_is_escaped_and_no_text_of_its_own(said):
    assert "“&lt;b&gt;%(reason)s{{ why }}”" in said("zh-hans", "<b>%(reason)s{{ why }}")
