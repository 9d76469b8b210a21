"""Which values does an installation choose? Each from the environment, with a default that works."""

from __future__ import annotations

import hmac
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from config.operation.log_lines import logging_of

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Shows whoever asks how the system works where it fails; for whoever writes it.
DEBUG = env.bool("DEBUG", False)
# Set by the tests for themselves.
TESTING = env.bool("WANGJIAN_TESTING", False)
# The demo and its commands. Others refuse to start on what is only good for a trial (config/readiness.py).
TRIAL = env.bool("WANGJIAN_TRIAL", False) or TESTING
# A place beside an installation where people practise, with data of its own, all invented (docs/practice.md);
# `./run practice` sets it. In what is no trial it would mark real work as practice.
PRACTICE = env.bool("WANGJIAN_PRACTICE", False)
if PRACTICE and not TRIAL:
    raise ImproperlyConfigured("WANGJIAN_PRACTICE is for `./run practice` alone: leave it out here.")
# Where whoever works here practises; at the place to practise: where the work is done. "" shows no way there.
PRACTICE_URL = env.str("PRACTICE_URL", "")
# Signs sessions, links and tokens, and wraps what lies sealed: long, drawn by lot, and known to nobody.
SECRET_KEY = env.str("SECRET_KEY", "only-for-trials-set-SECRET_KEY")
# Keys a record's number: hexadecimal, 32 bytes. Changing it changes only the numbers of new records.
NUMBER_KEY = bytes.fromhex(env.str("NUMBER_KEY", "00" * 32))
# Keys that volunteers' data are wrapped under, newest first: see sampling/recipients/personal.py.
FIELD_KEYS = env.list("FIELD_KEYS", default=["1:" + "11" * 32])
# By this the database knows who asks for what lies sealed (recipients/people.py); `migrate` tells it.
PROOF = hmac.new(SECRET_KEY.encode(), b"wangjian:sealed", "sha256").hexdigest()
# Printed on papers, so that anybody can check them there.
SITE_URL = env.str("SITE_URL", "http://localhost:8000")


def _range_of_days() -> tuple[date, date]:
    try:
        # The days that a record can name: whatever lies outside was mistyped. After a change of either, run
        # `./run manage range_of_days`: the columns of the database refuse by the range they were made with.
        first = date.fromisoformat(env.str("FIRST_DAY", "2000-01-01"))
        last = date.fromisoformat(env.str("LAST_DAY", "2100-12-31"))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"FIRST_DAY and LAST_DAY are days, written like 2000-01-01: {error}"
        ) from error
    if not date(1900, 1, 1) <= first < last <= date(2999, 12, 31):
        raise ImproperlyConfigured(
            f"FIRST_DAY ({first}) must lie before LAST_DAY ({last}), and both between 1900 and 2999"
        )
    return first, last


FIRST_DAY, LAST_DAY = _range_of_days()
# The hosts under which browsers reach it. Probes of /healthz and /readyz may ask by any other.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# The same as addresses: https://wangjian.example.cn.
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Our packages, from left to right: each imports only what stands to its left, as pyproject.toml says too.
RIVER = (
    *("trail", "accounts", "catalogue", "casework", "documents", "registers"),
    *("monitoring", "sampling", "inspection", "disposal", "sharing"),
    *("portals", "config"),
)
# The stages of the standard among them: whoever adds one names it here.
STAGES = RIVER[RIVER.index("monitoring") : RIVER.index("portals")]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "django_filters",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *RIVER,
    *(["demo"] if TRIAL else []),
]

MIDDLEWARE = [
    "config.room.with_room",
    "config.operation.middleware.NotedMiddleware",
    "config.operation.middleware.WatchedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "casework.middleware.OwnMiddleware",
    "casework.middleware.TextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "casework.middleware.UploadsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "casework.middleware.TypedMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.ViewerMiddleware",
    "portals.middleware.MethodMiddleware",
    "casework.middleware.CapitalsMiddleware",
    "casework.middleware.OnceMiddleware",
    "casework.middleware.ReadOnlyMiddleware",
]

ROOT_URLCONF = "demo.urls" if PRACTICE else "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "context_processors": ["portals.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

# Web, worker and timetable log in as a role that owns nothing (config/rights.py). Who changes tables, and
# nobody else, is given DATABASE_OWNER_URL too, and works by that.
_LOGIN = "postgres://wangjian_app@localhost/wangjian"
APPLICATION_LOGIN = env.db_url("DATABASE_URL", _LOGIN)
AS_OWNER = bool(env.str("DATABASE_OWNER_URL", ""))
DATABASES = {"default": env.db_url("DATABASE_OWNER_URL") if AS_OWNER else {**APPLICATION_LOGIN}}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# What waits to be sorted into a GIN index is read by every search, so it is kept short (in kB); a worker that
# brings much at once lets it grow for as long as that takes.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c gin_pending_list_limit=64"
# The few reads that must be logged write their line here first, outside the read-only request.
DATABASES["log"] = {**DATABASES["default"], "TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The Redis or Valkey of cache, sessions and background work.
REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.Forgetful",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# A session ends after twelve hours, and when nobody did anything in it for so many minutes (0: then not).
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
SESSION_COOKIE_HTTPONLY = True
# By https alone: whoever asks otherwise is sent there, and cookies go no other way nor to another host.
SECURE_COOKIES = env.bool("SECURE_COOKIES", not TRIAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_COOKIES
_OF_THIS_HOST = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OF_THIS_HOST}sessionid", f"{_OF_THIS_HOST}csrftoken"
CSRF_FAILURE_VIEW = "portals.views.stale"


def celery_broker(url: str) -> str:
    """The address of Redis as Celery writes it: a unix socket has a scheme and a parameter of its own."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host={parse_qs(parts.query).get('db', ['0'])[0]}"


# Where text messages are handed over, as JSON {"to", "text"}; left empty, none are offered.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
# How long one reading of a feed may take, in seconds.
FEED_SECONDS = env.float("FEED_SECONDS", 20)
# Through which proxy feeds of the web are read, as http://user:password@host:3128; left empty, none. It then
# resolves names, and has to keep feeds out of private networks itself (connectors/web.py).
FEED_PROXY = env.str("FEED_PROXY", "")
if FEED_PROXY and (urlsplit(FEED_PROXY).scheme, bool(urlsplit(FEED_PROXY).hostname)) != ("http", True):
    raise ImproperlyConfigured("FEED_PROXY is an address such as http://proxy.example:3128")
# Networks of one's own that feeds may be read from all the same, as 10.1.2.0/24; by default none.
FEED_PRIVATE_NETWORKS = [ip_network(one) for one in env.list("FEED_PRIVATE_NETWORKS", default=[])]
# The mailboxes that are read, as JSON: {"name of the center": {"name": "imaps://user:password@host/folder"}}.
FEED_MAILBOXES = env.json("FEED_MAILBOXES", default={})
# What was sent to a worker and is not done after so many seconds is sent again (casework/work/outbox.py).
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", 30)
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# Seconds after which a task is asked to end, and after which its process is ended; no list takes so long.
CELERY_TASK_SOFT_TIME_LIMIT = env.int("TASK_SECONDS", 30 * 60)
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"

# Where e-mails go: "smtp+tls://user:password@host:587"; by default they are printed by the worker. And in
# whose name.
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
if PRACTICE:  # what is practised reaches nobody
    EMAIL_BACKEND, SMS_GATEWAY_URL = "django.core.mail.backends.dummy.EmailBackend", ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "wangjian@localhost")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
# How many proxies of one's own stand before it, each of which adds to X-Forwarded-For whom it answers.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "practice" if PRACTICE else "login"
LOGIN_REDIRECT_URL = "home"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# Whether plans of supervision spot checks can be approved: their parties may object, and objections cannot be
# received here yet.
SUPERVISION_CHECKS = env.bool("SUPERVISION_CHECKS", False)
# How often a token, or a person at the browser, may ask; DRF's notation: 600 a minute.
API_RATE = env.str("API_RATE", "600/min")
# How often anybody may ask from one address whether a paper is genuine.
VERIFY_RATE = env.str("VERIFY_RATE", "60/hour")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.Token",
        "rest_framework.authentication.SessionAuthentication",  # guarded against forgery as the pages are
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.Member"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "casework.api.parsers.Json",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "casework.api.problems.OnlyJson",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.Throttle"],
    "DEFAULT_SCHEMA_CLASS": "casework.api.schema.TwinSchema",
    "EXCEPTION_HANDLER": "casework.api.problems.answer",
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Wangjian 网监",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": _("Every page of a record as JSON: the same scope, roles, steps and sentences."),
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

# The language of whoever has not chosen one: zh-hans or en.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "config.static.AppFiles"]
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where `collectstatic` lays what pages are drawn with, and where uploaded files are kept.
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
# What keeps uploaded files: the disk, at MEDIA_ROOT, or another storage of Django by its dotted path, which
# has to be installed wherever web and workers run; and what it is made with, as JSON.
FILE_STORAGE = env.str("FILE_STORAGE", "documents.whole.Whole")
FILE_STORAGE_OPTIONS = env.json("FILE_STORAGE_OPTIONS", default={})
STORAGES = {
    "default": {"BACKEND": FILE_STORAGE, "OPTIONS": FILE_STORAGE_OPTIONS},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "config.static.Near"
        if TRIAL and not PRACTICE
        else "config.static.Hashed",
        # Whoever installs it collects them, and the account that serves reads them.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# Maps of scripts are looked at by nobody but their makers.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
FILE_UPLOAD_PERMISSIONS = 0o640
# The most bytes of a file: of a picture or table, of a PDF, of a film.
ATTACHMENT_LIMIT = env.int("ATTACHMENT_LIMIT", 20 * 1024 * 1024)
PDF_LIMIT = env.int("PDF_LIMIT", 50 * 1024 * 1024)
VIDEO_LIMIT = env.int("VIDEO_LIMIT", 1024 * 1024 * 1024)
# Films come in chunks (documents/uploads.py): the most bytes of one, of all that a person has not finished
# or used yet, and for how many hours what was not gone on with is kept.
UPLOAD_CHUNK = env.int("UPLOAD_CHUNK", 4 * 1024 * 1024)
UPLOAD_QUOTA = env.int("UPLOAD_QUOTA", 3 * 1024 * 1024 * 1024)
UPLOAD_HOURS = env.int("UPLOAD_HOURS", 24)
# The most bytes that an organisation may send in within so many days, of imports, listings and films that are
# not used yet (documents/quotas.py); and after how many hours a file that no row names is removed.
KEPT_QUOTA = env.int("KEPT_QUOTA", 10 * 1024 * 1024 * 1024)
KEPT_DAYS = env.int("KEPT_DAYS", 30)
ORPHAN_HOURS = env.int("ORPHAN_HOURS", 48)
# Where the parts of films lie that have not come whole: a disk that all web processes share, and the file
# system of MEDIA_ROOT, so that a film that has come is not copied.
UPLOAD_ROOT = env.path("UPLOAD_ROOT", str(Path(MEDIA_ROOT) / "uploads"))
# Who is asked where a parcel is: nobody, sampling.connectors.from_file or .from_web, or a function of one's
# own; the file or address it asks, and for how many seconds it is waited for.
TRACKING = env.str("TRACKING", "")
TRACKING_SOURCE = env.str("TRACKING_SOURCE", "")
TRACKING_TIMEOUT = env.float("TRACKING_TIMEOUT", 10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# How the log is written: json, an object a line, or text for people.
LOG_FORMAT = env.str("LOG_FORMAT", "text" if TRIAL else "json")
if LOG_FORMAT not in ("json", "text"):
    raise ImproperlyConfigured("LOG_FORMAT is json or text")
# From which level on: DEBUG, INFO, WARNING or ERROR. That a request was answered is a line at every level.
LOGGING = logging_of(LOG_FORMAT, env.str("LOG_LEVEL", "WARNING"))
# What /metrics asks for as `Authorization: Bearer …`; left empty, there is no such address.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# Whose clock /readyz compares with ours, by the Date of its answer: https://host/; left empty, nobody's.
CLOCK_SOURCE = env.str("CLOCK_SOURCE", "")
if CLOCK_SOURCE and urlsplit(CLOCK_SOURCE).scheme not in ("http", "https"):
    raise ImproperlyConfigured("CLOCK_SOURCE is an address such as https://clock.example/")
# The service that seals papers for their offices (docs/sealing.md), by which token it knows this installation
# and how many seconds it is waited for; left empty, each office seals its papers itself and returns them.
SEAL_SERVICE = env.str("SEAL_SERVICE", "")
SEAL_SERVICE_TOKEN = env.str("SEAL_SERVICE_TOKEN", "")
SEAL_SERVICE_SECONDS = env.int("SEAL_SERVICE_SECONDS", 20)
if SEAL_SERVICE and urlsplit(SEAL_SERVICE).scheme != "https" and not TRIAL:
    raise ImproperlyConfigured("SEAL_SERVICE is an address such as https://seals.example/sign")
# The Sentry that is told of failures, if the extra `sentry` is installed; left empty, none.
SENTRY_DSN = env.str("SENTRY_DSN", "")
# W021: whether a host is preloaded into browsers is its owner's to ask for.
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "security.W021"]
