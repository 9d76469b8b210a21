"""What does a program get that watches? Neither session, language nor host is asked of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from accounts.gate import anybody
from config.operation import measures
from config.operation.probes import READINESS

probed = anybody("a probe has no account, and learns nothing but whether all is well").by_link().by("GET")
measured = anybody("a program that measures has no account: it bears METRICS_TOKEN").by_link().by("GET")


@probed
def alive(request: HttpRequest) -> HttpResponse:
    """That the process answers. Nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@probed
def ready(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here: 200, or 503 with what is not well."""
    faults = READINESS.now()
    well = not any(faults.values())
    checks = {name: fault or "ok" for name, fault in faults.items()}
    return JsonResponse(
        {"ready": well, "checks": checks},
        status=200 if well else 503,
        json_dumps_params={"ensure_ascii": False},
    )


@measured
def metrics(request: HttpRequest) -> HttpResponse:
    """What is measured; where no token is set, there is no such address."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    borne = request.headers.get("Authorization", "")
    if not constant_time_compare(borne, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(measures.text(timezone.now()), content_type=CONTENT_TYPE_PLAIN_0_0_4)
