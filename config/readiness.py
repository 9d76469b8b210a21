"""May this installation go to work? What must be chosen before anybody relies on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InvalidStorageError, storages
from django.db import OperationalError, connection
from django.http.request import validate_host

MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"
# A key of FIELD_KEYS, whatever its id, that is written whole and not the trial's.
FIELD_KEY = re.compile(r"[^:]{1,40}:(?!(?:11){32})[0-9a-fA-F]{64}")
# A host, or with a dot before it all below it; not a whole country, nor what the tests call themselves.
HOST = re.compile(r"(?!testserver$)(\[[0-9a-fA-F:.]+\]|\.?[\w-]+(\.[\w-]+)+|localhost)")
# Whether a key is one that somebody drew: not the trial's, and long enough.
DRAWN: dict[str, Callable[[Any], bool]] = {
    "SECRET_KEY": lambda key: key != "only-for-trials-set-SECRET_KEY" and len(key) >= 32,
    "NUMBER_KEY": lambda key: key != bytes(32) and len(key) == 32,
    "FIELD_KEYS": lambda keys: bool(keys) and all(map(FIELD_KEY.fullmatch, keys)),
}


def _files_can_be_kept() -> bool:
    try:
        return hasattr(storages["default"], "save")
    except (InvalidStorageError, ImportError, TypeError, ValueError, ImproperlyConfigured):
        return False


def _site_is_reached_by_https() -> bool:
    parts = urlsplit(settings.SITE_URL)
    return parts.scheme == "https" and validate_host(parts.hostname or "", settings.ALLOWED_HOSTS)


# What must hold, and what to do where it does not.
RULES: dict[str, tuple[Callable[[], bool], str]] = {
    **{
        name: (
            lambda name=name: DRAWN[name](getattr(settings, name)),  # type: ignore[misc]
            f"{name} is the key of the trial, which everybody knows, or not written whole: draw your own, as"
            " .env.example says.",
        )
        for name in DRAWN
    },
    "DEBUG": (lambda: not settings.DEBUG, "DEBUG shows strangers how the system works: leave it out."),
    "ALLOWED_HOSTS": (
        lambda: bool(settings.ALLOWED_HOSTS) and all(map(HOST.fullmatch, settings.ALLOWED_HOSTS)),
        "ALLOWED_HOSTS must name the hosts under which browsers reach it, and no others.",
    ),
    "SECURE_COOKIES": (
        lambda: settings.SECURE_COOKIES,
        "SECURE_COOKIES=False sends passwords and sessions in clear: put a web server with TLS before it.",
    ),
    "TRUSTED_PROXIES": (
        lambda: settings.TRUSTED_PROXIES > 0,
        "TRUSTED_PROXIES counts the web servers before it that it believes: the one with TLS makes it 1.",
    ),
    "DATABASE_OWNER_URL": (
        lambda: not settings.AS_OWNER,
        "DATABASE_OWNER_URL is for `migrate` alone: whoever serves must not be able to log in as the owner.",
    ),
    "SITE_URL": (
        _site_is_reached_by_https,
        "SITE_URL is printed on papers and sent in links: set it to https:// and a host of ALLOWED_HOSTS.",
    ),
    "FILE_STORAGE": (
        _files_can_be_kept,
        "FILE_STORAGE names nothing that keeps files, or FILE_STORAGE_OPTIONS are not what it takes: leave"
        " both out to keep them in MEDIA_ROOT, or install what it names.",
    ),
    "EMAIL_URL": (
        lambda: settings.EMAIL_BACKEND == MAIL_SERVER,
        "EMAIL_URL is missing: the links of shops and the notifications would go to the log. Name a server.",
    ),
}


# Who logs in, to whom it must not happen that they own a table or can become somebody else.
LOGIN = """
    SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication,
           EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relpersistence <> 't')
             OR EXISTS (SELECT 1 FROM pg_database WHERE datdba = r.oid),
           EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid)
    FROM pg_roles r WHERE rolname = session_user
"""
FAULTS = (
    ("superuser", "DATABASE_URL logs in as a superuser, or as one who makes roles or databases."),
    ("owner", "DATABASE_URL logs in as an owner of tables, who could switch off what guards them."),
    ("member", "DATABASE_URL logs in as a member of another role, and could act as that one."),
)
LOG_IN_AS = "Let it log in as wangjian_app, and give DATABASE_OWNER_URL to `migrate` alone."


def log_in(**_options: Any) -> list[Error]:
    """The errors of `check --database default`: the log-in can do more than the application needs."""
    if settings.TRIAL or settings.AS_OWNER:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOGIN)
            found = cursor.fetchone() or ()
    except OperationalError:  # without a database nothing can be done, and everybody is told so
        return []
    finally:
        connection.close()
    return [
        Error(f"{text} {LOG_IN_AS}", id=f"wangjian.{name}")
        for holds, (name, text) in zip(found, FAULTS, strict=True)
        if holds
    ]


def sound(**_options: Any) -> list[Error]:
    """The errors of `check --deploy`, which asks no server; the trial may do as it likes."""
    if settings.TRIAL:
        return []
    return [Error(text, id=f"wangjian.{name}") for name, (holds, text) in RULES.items() if not holds()]


def refuse_unless_sound() -> None:
    """Raise ImproperlyConfigured, with all its sentences, where an installation must not go to work."""
    if errors := sound() + log_in():
        raise ImproperlyConfigured("\n".join(["This installation is not ready:", *(e.msg for e in errors)]))
