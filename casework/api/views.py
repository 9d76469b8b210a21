"""What does a program do with records? The twins of the three shapes of casework.pages.views, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.addresses import code_of
from accounts.gate import Rule, member
from accounts.models import ApiToken, Viewer
from accounts.roles import Role
from casework.actions import may_open, offers, roles_for, whose
from casework.api import serializers as shown
from casework.api.job_seen import JobSeen, seen_job
from casework.api.once import once
from casework.api.parameters import schema, told, type_in
from casework.api.problems import Invalid
from casework.api.schema import Operation, key, legend
from casework.deadlines.duty import veiled
from casework.flow import Forbidden, Refused, Step
from casework.handlers import perform, perform_opening
from casework.models import Filed, Job, Record, kinds
from casework.pages import lists, worklist
from casework.pages.desks import Desk
from casework.pages.filters import DUE, RecordFilter
from casework.work import jobs
from catalogue.models import Category


def viewer_of(request: Request) -> Viewer:
    """For whom a request is made."""
    return cast(Viewer, request._request.viewer)  # type: ignore[attr-defined]


def asking(name: str, of: dict[str, Any], said: Any) -> OpenApiParameter:
    """A parameter in the query."""
    return OpenApiParameter(name, of, OpenApiParameter.QUERY, description=str(said))


class Twin(APIView):
    """A view of the API. desk, step: set by the address. rule: of one that is no twin of a list, record or
    step; subject: the object that the rule let the viewer come to, None where it names none."""

    rule: Rule = member
    subject: Any = None
    desk: Desk | None = None
    step: Step | None = None
    http_method_names = ["get", "post", "head"]

    def describe(self, method: str) -> Operation:
        """What the description of the API says of this operation."""
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.rule.reach(viewer_of(request), self.desk)
        admitted = self.rule.admit(viewer_of(request), str(request.method), kwargs)
        self.subject = next(iter(admitted), None)

    def kind_at(self) -> Desk:
        assert self.desk is not None
        return self.desk

    def step_at(self) -> Step:
        assert self.step is not None
        return self.step


class Records(Twin):
    """A list of records of a kind, newest first, in the viewer's scope."""

    def describe(self, method: str) -> Operation:
        model = self.kind_at().model
        states = model.flow.states.values
        return Operation(
            f"find_{self.kind_at().kind}",
            model._meta.verbose_name_plural or "",
            _("List"),
            answers={200: shown.Page},
            fails=(422,),
            parameters=(
                asking("before", {"type": "string"}, _("The number of the last record of the page before")),
                asking("state", {"type": "string", "enum": states}, _("State")),
                asking("category", {"type": "string"}, _("The code of a product category")),
                asking("title", {"type": "string"}, _("Number, title or name")),
                asking("due", {"type": "string", "enum": [name for name, _label in DUE]}, _("Deadline")),
            ),
        )

    def get(self, request: Request) -> Response:
        desk, viewer = self.kind_at(), viewer_of(request)
        scope = Record.objects.listed(desk.kind, viewer)
        asked = request.query_params.copy()
        if asked.get("category"):  # by its public code; the filter knows it by ours
            category = Category.objects.filter(code=known_number(asked["category"])).first()
            asked["category"] = code_of(category) if category else "0"
        filters = RecordFilter(asked, queryset=scope, desk=desk, viewer=viewer, now=timezone.now())
        errors = {name: list(said) for name, said in filters.errors.items()}
        before = asked.get("before", "")
        if before and not scope.filter(number=known_number(before)).exists():
            errors["before"] = [str(_("No record of this number is in this list."))]
        if errors:
            raise Invalid(errors)
        listed = lists.listing(filters.qs, scope, before)
        query = request.query_params.copy()
        query["before"] = listed.older
        body = {
            "results": [shown.row(record) for record in veiled(listed.records, viewer)],
            "next": f"{request.path}?{query.urlencode()}" if listed.older else None,
            "count": listed.count,
        }
        return Response(shown.Page(body).data)


class OpenRecords(Records):
    """The list, and the opening of a record: what it comes from may be named by its kind and number."""

    def describe(self, method: str) -> Operation:
        if method != "POST":
            return super().describe(method)
        desk = self.kind_at()
        step = desk.model.flow.opening
        asks = schema(desk.model.flow.shapes[step.name])
        for kind in desk.model.opens_from:
            above = {"type": "string", "title": str(kinds()[kind]._meta.verbose_name)}
            asks["properties"].setdefault(kind, above)
        return Operation(
            f"{desk.kind}_{step.name}",
            desk.model._meta.verbose_name_plural or "",
            step.label,
            legend(step),
            asks,
            {201: shown.Detail, 204: None},
            (400, 409, 413, 415, 422),
            (key(),),
        )

    def post(self, request: Request) -> Response:
        desk, viewer, now = self.kind_at(), viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            made = open_one(desk, request.data, viewer, now)
            return 201, _after(desk, made.number, viewer)

        answer = once(request, now, action)
        if answer.data:
            answer["Location"] = answer.data["url"]
        return answer


def open_one(desk: Desk, sent: Any, viewer: Viewer, now: datetime) -> Filed:
    """Open a record by what was sent. Raises Forbidden, Invalid, Refused."""
    if not may_open(desk.model, viewer):
        raise Forbidden(whose(desk.model.flow.opening))
    shape = desk.model.flow.shapes[desk.model.flow.opening.name]
    given, initial = _with_sources(sent, viewer)
    form = type_in(shape, given, initial=initial, viewer=viewer, now=now)
    return perform_opening(desk.model, by=viewer, now=now, **form.cleaned_data)


def _with_sources(sent: Any, viewer: Viewer) -> tuple[Any, dict[str, Any]]:
    """What was sent as plain values, and from it the records upstream that are named by their kind.

    Raises Invalid for one that the viewer may not know of.
    """
    given = plain_body(sent)
    if not isinstance(given, Mapping):
        return given, {}
    initial: dict[str, Any] = {}
    for kind in set(kinds()) & set(given):
        seen = Record.objects.listed(kind, viewer)
        found = seen.filter(number=known_number(given[kind])).values_list("pk", flat=True).first()
        if found is None:
            raise Invalid({kind: [_("There is nothing here that you may know of.")]})
        initial[kind] = found
    return given, initial


def known_number(value: Any) -> str:
    """A record's number as it was sent, or what no record has."""
    text = str(value)
    return text if text.isascii() and text.isprintable() else ""


def plain_body(sent: Any) -> Any:
    """A JSON body as it is; the parts of a form, one value each, or a list where a part comes again."""
    if not hasattr(sent, "getlist"):
        return sent
    parts = {name: sent.getlist(name) for name in sent}
    return {name: values if len(values) > 1 else values[0] for name, values in parts.items()}


def _after(desk: Desk, number: str, viewer: Viewer) -> Any:
    """The record after an action, if its doer may still see it."""
    record = seen(desk, number, viewer)
    return shown.detail(desk, record, viewer, timezone.now()) if record else None


def seen(desk: Desk, number: str, viewer: Viewer) -> Filed | None:
    """The record of this number, if the viewer may know of it."""
    scope = desk.model._default_manager.get_queryset().visible_to(viewer)  # type: ignore[attr-defined]
    return next(iter(scope.filter(number=known_number(number)).order_by()), None)


def find(desk: Desk, number: str, viewer: Viewer) -> Filed:
    """The same; else 404."""
    record = seen(desk, number, viewer)
    if record is None:
        raise Http404
    return record


class OneRecord(Twin):
    """A record: what it is, where it stands, whose turn, what can be done, what happened."""

    def describe(self, method: str) -> Operation:
        meta = self.kind_at().model._meta
        tag, label = meta.verbose_name_plural or "", meta.verbose_name or ""
        return Operation(f"read_{self.kind_at().kind}", tag, label, answers={200: shown.Detail}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        desk, viewer = self.kind_at(), viewer_of(request)
        return Response(shown.detail(desk, find(desk, number, viewer), viewer, timezone.now()))


class OneStep(Twin):
    """A step of a record: what it asks for, and taking it."""

    def describe(self, method: str) -> Operation:
        desk, step = self.kind_at(), self.step_at()
        name, tag = f"{desk.kind}_{step.name}", desk.model._meta.verbose_name_plural or ""
        if method != "POST":
            asks = _("What is asked for: %(step)s") % {"step": step.label}
            return Operation(f"{name}_asks", tag, asks, answers={200: shown.StepAsked}, fails=(404, 409))
        return Operation(
            name,
            tag,
            step.label,
            legend(step),
            schema(desk.form(step)),
            {200: shown.Detail, 202: JobSeen, 204: None},
            (400, 404, 409, 413, 415, 422),
            (key(),),
        )

    def get(self, request: Request, number: str) -> Response:
        desk, step, viewer, now = self.kind_at(), self.step_at(), viewer_of(request), timezone.now()
        record = find(desk, number, viewer)
        allow(step, record, viewer, now)
        asked = told(desk.form(step), instance=record, viewer=viewer, now=now)
        return Response({"step": step.name, "label": str(step.label), "clause": step.clause, **asked})

    def post(self, request: Request, number: str) -> Response:
        desk, step, viewer, now = self.kind_at(), self.step_at(), viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            done = take_one(desk, step, number, request.data, viewer, now)
            if isinstance(done, Job) and done.under_way:
                return 202, JobSeen(seen_job(done)).data
            body = _after(desk, number, viewer)
            return (200, body) if body else (204, None)

        return once(request, now, action)


def take_one(desk: Desk, step: Step, number: str, sent: Any, viewer: Viewer, now: datetime) -> Any:
    """Take a step of a record by what was sent; returns what it made, such as a Job. Raises Http404,
    Forbidden, Invalid, Refused."""
    record = find(desk, number, viewer)
    allow(step, record, viewer, now)
    given, shape = plain_body(sent), desk.form(step)
    if shape is None and given:
        raise Invalid({name: [_("This is not asked for here.")] for name in given})
    about: dict[str, Any] = {"instance": record, "viewer": viewer, "now": now}
    data = type_in(shape, given, **about).cleaned_data if shape else {}
    return perform(step, record, by=viewer, now=now, **data)


def allow(step: Step, record: Filed, viewer: Viewer, now: datetime) -> None:
    """Raise Forbidden if the step is not theirs, Refused if it cannot be taken now."""
    if not roles_for(step, record, viewer):
        raise Forbidden(whose(step))
    offered = {offer.name: reason for offer, reason in offers(record, viewer, now)}
    if step.name not in offered:
        raise Refused(_("This step is not possible in the record's state."))
    if offered[step.name]:
        raise Refused(offered[step.name] or "")


class OneJob(Twin):
    """How far a job is, and stopping it. Address and rule are those of its page."""

    job: type[Job] | None = None

    def describe(self, method: str) -> Operation:
        assert self.job is not None
        name, tag = str(self.job._meta.model_name), self.job._meta.verbose_name_plural or ""
        if method != "POST":
            return Operation(name, tag, _("How far it is"), answers={200: JobSeen}, fails=(403, 404))
        label = _("Stop this work")
        return Operation(f"stop_{name}", tag, label, "", None, {204: None}, (403, 404, 409), (key(),))

    def get(self, request: Request, **named: Any) -> Response:
        return Response(JobSeen(seen_job(self.subject)).data)

    def post(self, request: Request, **named: Any) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, None]:
            jobs.stop(self.subject, by=viewer, now=now)
            return 204, None

        return once(request, now, action)


class Worklist(Twin):
    """What waits for this program, nearest clock first; at most a hundred."""

    def describe(self, method: str) -> Operation:
        return Operation("worklist", "Worklist", _("What waits for you"), answers={200: shown.Row(many=True)})

    def get(self, request: Request) -> Response:
        found = worklist.waiting(viewer_of(request), timezone.now())
        return Response([shown.row(record) for record in found])


class Root(Twin):
    """As whom a program acts, and which lists there are."""

    def describe(self, method: str) -> Operation:
        return Operation("whoami", "Worklist", _("Who am I?"), answers={200: shown.Whoami})

    def get(self, request: Request) -> Response:
        viewer, token = viewer_of(request), request.auth
        until = token.expires_on.isoformat() if isinstance(token, ApiToken) else None
        return Response(
            {
                "organisation": viewer.organisation.name,
                "kind": str(viewer.kind),
                "roles": [shown.named(role, Role(role).label) for role in sorted(viewer.roles)],
                "token_until": until,
                "worklist": reverse("api-worklist"),
                "lists": {kind: url for kind in sorted(kinds()) if (url := shown.list_of(kind))},
            }
        )
