"""With which settings is the application measured? Its own, with the peers beside it."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as OURS
from config.settings import MIDDLEWARE as STACK
from config.settings import TEMPLATES as ENGINES

INSTALLED_APPS = [*OURS, "django.contrib.admin", "bench"]
MIDDLEWARE = ["bench.counting.CountingMiddleware", *STACK]
ROOT_URLCONF = "bench.urls"
_ADMIN = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [ENGINES[0], {**ENGINES[1], "OPTIONS": {"context_processors": _ADMIN}}]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
