"""At which addresses are the twins? Derived from the pages: /reports/ has its twin at /api/v1/reports/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, path

from accounts.roles import Role
from casework.api import views
from casework.api.batch import Batch
from casework.flow import Step
from casework.pages.desks import Desk


def desks(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, Desk]]:
    """The desks among the pages, each with the beginning of its addresses: "reports/"."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from desks(pattern.url_patterns)
            continue
        desk = pattern.default_args.get("desk")
        if isinstance(desk, Desk) and pattern.name == f"{desk.kind}-list":
            yield str(pattern.pattern), desk


def followed(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """The twins of the pages of jobs."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from followed(pattern.url_patterns)
        elif job := getattr(pattern.callback, "job", None):
            rule = pattern.callback.rule  # type: ignore[attr-defined]  # with the job (casework.pages.progress)
            twin = views.OneJob.as_view(job=job, rule=rule)
            yield path(str(pattern.pattern), twin, name=f"api-{pattern.name}")


def steps(desk: Desk) -> Iterator[Step]:
    """The steps that somebody takes: not the opening one, and not those that the system takes alone."""
    for step in desk.model.flow:
        if step.sources and set(step.by) - {Role.SYSTEM}:
            yield step


def twins(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """The addresses of the API for every desk among these pages."""
    found = [
        path("", views.Root.as_view(), name="api-root"),
        path("worklist/", views.Worklist.as_view(), name="api-worklist"),
        path("batch/", Batch.as_view(), name="api-batch"),
        *followed(patterns),
    ]
    for prefix, desk in desks(patterns):
        opens = desk.model.flow.opened_by_form
        listed = views.OpenRecords if opens else views.Records
        found.append(path(prefix, listed.as_view(desk=desk), name=f"api-{desk.kind}-list"))
        one = f"{prefix}<str:number>/"
        found.append(path(one, views.OneRecord.as_view(desk=desk), name=f"api-{desk.kind}"))
        found += [
            path(
                f"{one}{step.name}/",
                views.OneStep.as_view(desk=desk, step=step),
                name=f"api-{desk.kind}-{step.name}",
            )
            for step in steps(desk)
        ]
    return found
