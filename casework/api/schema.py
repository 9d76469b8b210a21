"""How does the API describe itself? In OpenAPI, derived from the flow tables and the forms of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from accounts.roles import Role
from casework.api.once import HEADER, LONGEST
from casework.api.problems import PROBLEM, Problem
from casework.flow import Step
from trail.enumerations import enumerated

JSON, PARTS = "application/json", "multipart/form-data"
Schema = dict[str, Any]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A program's token."""

    target_class = "accounts.api.Token"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "wj_…"}


def can_fail(*statuses: int) -> dict[tuple[int, str], Any]:
    """The problems an operation may answer with."""
    return {(status, PROBLEM): Problem for status in statuses}


def key() -> OpenApiParameter:
    return OpenApiParameter(
        HEADER,
        {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$"},
        OpenApiParameter.HEADER,
        required=True,
        description=_(
            "Another one for each action. Sent again with the same request, it brings the first answer again,"
            " and nothing is done twice. It is kept for 30 days. Programs must send one."
        ),
    )


def body(schema: Schema) -> Schema:
    """A request body: JSON; where files are asked for, also the same fields as parts of a form."""
    parts = {name: _as_part(one) for name, one in schema["properties"].items()}
    if parts == schema["properties"]:
        return {JSON: schema}
    return {JSON: schema, PARTS: {**schema, "properties": parts}}


def _as_part(schema: Schema) -> Schema:
    """How a field with a file is sent as it is."""
    if schema.get("type") == "array":
        return {**schema, "items": _as_part(schema["items"])}
    if "content" not in schema.get("properties", {}):
        return schema
    kept: Schema = {name: schema[name] for name in ("title", "description") if name in schema}
    return {"type": "string", "format": "binary", **kept}


def legend(step: Step) -> str:
    """Who may take a step, from where to where, and under which clause."""
    roles = enumerated(str(role.label) for role in step.by if role is not Role.SYSTEM)
    states = enumerated(step.sources) or "–"
    return _("%(roles)s. %(sources)s → %(target)s (%(clause)s).") % {
        "roles": roles,
        "sources": states,
        "target": step.target,
        "clause": step.clause,
    }


@dataclass(frozen=True)
class Operation:
    """What is said of an operation. asks: the schema of the body. answers: serializers by status.
    fails: the problems it may answer with, besides those that all may. raw: the schema of a body that is no
    object, by its type."""

    name: str
    tag: str | Promise
    summary: str | Promise
    description: str | Promise = ""
    asks: Schema | None = None
    answers: Mapping[Any, Any] = field(default_factory=dict)
    fails: tuple[int, ...] = ()
    parameters: tuple[OpenApiParameter, ...] = ()
    raw: Mapping[str, Schema] = field(default_factory=dict)


class TwinSchema(AutoSchema):
    """What a view of the API says of itself by its `describe(method)`."""

    @property
    def operation(self) -> Operation:
        return cast(Operation, self.view.describe(self.method))  # type: ignore[attr-defined]

    def get_operation_id(self) -> str:
        return self.operation.name

    def get_tags(self) -> list[str]:
        return [str(self.operation.tag)]

    def get_summary(self) -> str | None:
        return str(self.operation.summary)

    def get_description(self) -> str:  # type: ignore[override]
        return str(self.operation.description)

    def get_request_serializer(self) -> Any:
        if self.operation.raw:
            return dict(self.operation.raw)
        return body(self.operation.asks) if self.operation.asks is not None else None

    def get_response_serializers(self) -> Any:
        return {**self.operation.answers, **can_fail(401, 403, 429, *self.operation.fails)}

    def get_override_parameters(self) -> list[Any]:
        return list(self.operation.parameters)

    def get_filter_backends(self) -> list[Any]:
        return []
