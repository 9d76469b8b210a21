"""How does a program read a register, make an entry and change one? By twins of the pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.addresses import code_of
from casework.api import serializers as shown
from casework.api.once import once
from casework.api.parameters import schema, type_in
from casework.api.schema import Operation, key
from casework.api.views import Twin, asking, plain_body, viewer_of
from casework.pages.further import part
from registers.entries import forms as entry_forms
from registers.entries.actions import entry_changes
from registers.entries.listing import EntriesForm
from registers.entries.register import Register, written

FAILS = (400, 403, 404, 409, 413, 415, 422)


class OneEntry(shown.Out):
    """An entry. code: by which it is named; ended_on: from which day new work names it no longer; content:
    what it says, as a file of the register has it."""

    code = serializers.CharField()
    ended_on = serializers.DateField(allow_null=True)
    content = serializers.DictField(child=serializers.CharField(allow_blank=True))


class EntryPage(shown.Out):
    """Fifty entries by their first field. next: where the further ones are; null for none."""

    results = OneEntry(many=True)
    next = serializers.CharField(allow_null=True)


def told(register: Register, entry: Any) -> dict[str, Any]:
    """An entry as the API has it."""
    content = {name: written(entry, name) for name in register.fields}
    return {"code": code_of(entry), "ended_on": register.ended(entry), "content": content}


class OfRegister(Twin):
    """A twin of a page of a register. register: set by the address."""

    register: Any = None


class Entries(OfRegister):
    """A register: its entries, and a new one."""

    def describe(self, method: str) -> Operation:
        name, title = self.register.name.replace("-", "_"), self.register.title
        if method == "POST":
            asks = schema(entry_forms.asking(self.register, changes=False))
            label = _("Make an entry")
            return Operation(f"make_{name}", title, label, "", asks, {201: OneEntry}, FAILS, (key(),))
        return Operation(
            f"find_{name}",
            title,
            _("List"),
            answers={200: EntryPage},
            fails=(422,),
            parameters=(
                asking("q", {"type": "string"}, _("Looked for")),
                asking("ended", {"type": "boolean"}, _("also what has ended")),
                asking("after", {"type": "string"}, _("The code of the last entry of the page before")),
            ),
        )

    def get(self, request: Request) -> Response:
        form = EntriesForm(request.query_params)
        found = form.of(self.register)
        rows, query = part(found, request.query_params, self.register.listed[0])
        further = f"{request.path}{query}" if query else None
        return Response({"results": [told(self.register, each) for each in rows], "next": further})

    def post(self, request: Request) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            shape = entry_forms.asking(self.register, changes=False)
            form: Any = type_in(shape, plain_body(request.data))
            entry_changes.enter(form, source=form.cleaned_data["source"], by=viewer, now=now)
            return 201, told(self.register, form.instance)

        return once(request, now, action)


class AnEntry(OfRegister):
    """An entry, and its change."""

    def describe(self, method: str) -> Operation:
        name, title = self.register.name.replace("-", "_"), self.register.title
        if method == "POST":
            asks = schema(entry_forms.asking(self.register, changes=True))
            asks["required"] = ["source", "reason"]  # what is not sent stays
            label = _("Change")
            return Operation(f"change_{name}", title, label, "", asks, {200: OneEntry}, FAILS, (key(),))
        return Operation(f"read_{name}", title, _("One entry"), answers={200: OneEntry}, fails=(404,))

    def get(self, request: Request, **_named: Any) -> Response:
        return Response(told(self.register, self.subject))

    def post(self, request: Request, **_named: Any) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            shape = entry_forms.asking(self.register, changes=True)
            form: Any = type_in(shape, plain_body(request.data), instance=self.subject)
            said = {name: form.cleaned_data[name] for name in ("source", "reason", "seen")}
            entry_changes.enter(form, **said, by=viewer, now=now)
            return 200, told(self.register, form.instance)

        return once(request, now, action)
