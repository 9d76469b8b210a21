"""At which addresses are the registers, and what is at each?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.urls import URLPattern, path

from accounts.addresses import addressed
from accounts.gate import Request, Rule, member
from registers.entries import api
from registers.entries.register import NOT_YOURS, Register, keeps, reads
from registers.entries.views import pages, register_files

reading = member.to(reads)
keeping = reading.to(keeps, NOT_YOURS)
looking = reading.by("GET")


def _of(register: Register, rule: Rule, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of one register, behind its wall."""

    def shown(request: Request, **named: object) -> HttpResponse:
        return view(request, register=register, **named)

    return rule(shown)


def of(registers: Iterable[Register]) -> list[URLPattern]:
    """The addresses of these registers."""
    found = []
    for register in registers:
        addressed(register.kind)
        name, one = register.name, f"{register.name}/<{register.kind}:pk>/"
        found += [
            path(f"{name}/", _of(register, looking, pages.entries), name=name),
            path(f"{name}/new/", _of(register, keeping, pages.new), name=f"{name}-new"),
            path(f"{name}/files/", _of(register, keeping, register_files.files_of), name=f"{name}-files"),
            path(f"{name}.<str:ending>", _of(register, looking, pages.entry_sheet), name=f"{name}-sheet"),
            path(one, _of(register, looking, pages.one), name=f"{name}-one"),
            path(f"{one}change/", _of(register, keeping, pages.change), name=f"{name}-change"),
            path(f"{one}end/", _of(register, keeping, pages.end), name=f"{name}-end"),
            path(f"{one}resume/", _of(register, keeping, pages.resume), name=f"{name}-resume"),
        ]
    return found


def twins(registers: Iterable[Register]) -> list[URLPattern]:
    """The addresses of these registers in the API."""
    found = []
    for register in registers:
        one = keeping_what_stands(register)
        every = api.Entries.as_view(register=register, rule=reading.to_post(keeps, NOT_YOURS))
        entry = api.AnEntry.as_view(register=register, rule=one)
        found += [
            path(f"{register.name}/", every, name=f"api-{register.name}"),
            path(f"{register.name}/<{register.kind}:pk>/", entry, name=f"api-{register.name}-one"),
        ]
    return found


def keeping_what_stands(register: Register) -> Rule:
    """Anybody reads an entry; its keepers change it while it stands."""
    entry = reading.of(lambda _viewer: register.entries(), "pk")
    return entry.to_post(lambda _entry, viewer: keeps(viewer), NOT_YOURS)


FILES = [
    path("register-files/<str:token>/", register_files.register_file, name="register-file"),
    path(
        "register-files/<str:token>/columns/",
        register_files.register_file_columns,
        name="register-file-columns",
    ),
    path(
        "register-files/<str:token>/refused/",
        register_files.register_file_refused,
        name="register-file-refused",
    ),
    path(
        "register-files/<str:token>/discard/",
        register_files.register_file_discard,
        name="register-file-discard",
    ),
]
