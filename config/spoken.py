"""In which language is a template? What it says by itself is translated as it is compiled, once a language.

The texts and the addresses of static files of a page are asked for hundreds of times a page otherwise, and
are the same each time.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, override
from jinja2 import Environment, Template, nodes
from jinja2.visitor import NodeTransformer


class Spoken(Environment):
    """The environment of all templates, and of each language one beside it with templates of its own."""

    language = ""

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        if self.language:
            return super().get_template(name, parent, globals)
        own = _spoken(self, get_language() or settings.LANGUAGE_CODE)
        return own.get_template(name, parent, globals)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        with override(self.language or None):
            settled = Settled().visit(source) if self.language else source
        return super()._generate(settled, *args, **kwargs)


@cache
def _spoken(environment: Spoken, language: str) -> Spoken:
    own: Any = environment.overlay()
    own.language = language
    return own  # type: ignore[no-any-return]


class Settled(NodeTransformer):
    """Puts what is known before any page is asked for into the template: texts, and addresses of files."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        match node.args:
            case [nodes.Const(value=said)] if called in ("_", "gettext", "static"):
                return self._known(called, said, node)
        return node

    def _known(self, called: str, said: str, node: nodes.Call) -> nodes.Node:
        if called == "static":
            return nodes.Const(static(said))
        text = gettext(said)
        if not node.kwargs:
            return nodes.MarkSafe(nodes.Const(text % {}))
        filled = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
        return nodes.Mod(nodes.MarkSafe(nodes.Const(text)), nodes.Dict(filled))
