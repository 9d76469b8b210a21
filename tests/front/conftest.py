"""How does a test draw a part of a page? In English, from its template, without a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

Draw = Callable[..., str]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def draw() -> Draw:
    """draw("parts/badge.html", "badge(text)", text="late"): the HTML of a macro called so."""

    def drawn(template: str, call: str, **context: Any) -> str:
        name = call.partition("(")[0]
        source = f'{{% from "{template}" import {name} %}}{{{{ {call} }}}}'
        return str(engines["jinja2"].env.from_string(source).render(context))  # type: ignore[attr-defined]

    return drawn
