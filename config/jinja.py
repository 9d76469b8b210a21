"""What do templates know? The Jinja2 environment: translations, addresses, and how values are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext,
    ngettext,
    npgettext,
    pgettext,
    to_locale,
)
from jinja2 import BaseLoader, Environment, StrictUndefined

from accounts.addresses import code_of
from casework.deadlines.chips import Clock
from casework.deadlines.clocks import local as local_time
from casework.deadlines.clocks import local_day
from config.spoken import Spoken
from documents.codes import check_code
from portals.leader.shares import LEAST
from trail.enumerations import enumerated

NOTHING = "—"
CAP = 1000


def environment(*, loader: BaseLoader, auto_reload: bool, **_options: Any) -> Environment:
    """The environment of every template of ours, made by Django's backend; a missing value is an error."""
    env = Spoken(
        loader=loader,
        auto_reload=auto_reload,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {
        "code_of": code_of,
        "language": language,
        "languages": languages,
        "least_batches": LEAST,
        "messages_of": get_messages,
        "practice": practice,
        "static": static,
        "url": url,
    }
    env.filters |= {
        "capped": capped,
        "check_code": check_code,
        "chip": chips(env),
        "day": day,
        "moment": moment,
        "money": money,
        "number": number,
        "shown": shown,
        "size": filesizeformat,
    }
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view: `url("purchase", record.number)`."""
    return reverse(name, args=args, kwargs=kwargs)


def practice() -> dict[str, Any]:
    """on: whether this is a place to practise; url: where it is, or from there where the work is done."""
    return {"on": settings.PRACTICE, "url": settings.PRACTICE_URL}


def language() -> str:
    """The language of the page as HTML writes it: "zh-Hans" or "en"."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


def languages() -> list[dict[str, Any]]:
    """The languages to switch to: code (as Django writes it), tag (as HTML writes it) and own name."""
    return [
        {
            "code": code,
            "tag": to_locale(code).replace("_", "-"),
            "name": get_language_info(code)["name_local"],
            "here": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


def chips(env: Environment) -> Callable[[Clock], str]:
    """How the chip of a clock is written in a table: once for all that are alike, as a list has dozens."""

    def written(clock: Any) -> str:
        macros: Any = env.get_template("parts/clock.html").module
        return macros.clock(clock)  # type: ignore[no-any-return]

    @lru_cache(2000)
    def kept(clock: Clock, _language: str | None) -> str:
        return written(clock)

    # The sheet of styles has examples of its own, which are no clocks.
    return lambda clock: kept(clock, get_language()) if isinstance(clock, Clock) else written(clock)


def number(value: Any) -> str:
    """1216 as "1,216"; None as a dash."""
    return NOTHING if value is None else f"{value:,}"


def money(value: Decimal | str | None) -> str:
    """What stands on a paper as 5000.00 as "5,000.00"; nothing as "/"."""
    return "/" if value in (None, "") else f"{Decimal(str(value)):,}"


def capped(count: int | None) -> str:
    """A count as far as it is counted: "1,000+" above the cap, and for None (more than was counted)."""
    return f"{CAP:,}+" if count is None or count > CAP else f"{count:,}"


def day(value: date | datetime | None) -> SafeString | str:
    """The day as 2026-10-08, in Asia/Shanghai, with the weekday in the tooltip; None as a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = local_day(value)
    return _day(value, get_language())


@lru_cache(2000)
def _day(value: date, _language: str | None) -> SafeString:
    # A list writes the same few days again and again, in few languages.
    iso = value.isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, date_format(value, "l"), iso)


def moment(value: datetime | None) -> SafeString | str:
    """The minute as 2026-10-08 14:05, in Asia/Shanghai, with the weekday in the tooltip; None as a dash."""
    if value is None:
        return NOTHING
    local = local_time(value)
    written, weekday = f"{local:%Y-%m-%d %H:%M}", date_format(local, "l")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), weekday, written)


def shown(value: Any) -> Any:
    """A particular of any type as a person reads it: days, instants, yes and no, lists; nothing as a dash."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return gettext("Yes") if value else gettext("No")
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() | Decimal():
            return number(value)
        case list() | tuple() | set() | frozenset():
            return enumerated(value) or NOTHING
        case _:
            return value
