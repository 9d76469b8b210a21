"""What does the API say of itself to whoever writes a program? Built once a language: that takes seconds."""

from __future__ import annotations

from functools import cache
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

# Who asks while it is being built waits, instead of building it a second time.
building = Lock()


def described(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON, in the language of who asks. It depends on no data."""
    with building:
        description = _built(get_language())
    return HttpResponse(description, content_type=OpenApiJsonRenderer.media_type)


@cache
def _built(language: str) -> bytes:
    """language: the one that is active."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    rendered: bytes = OpenApiJsonRenderer().render(schema, renderer_context={})
    return rendered
