"""Who may come to an address, by which methods, and to which of its objects? Each address names its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Level, Viewer
from accounts.roles import Kind, Role

View = Callable[..., HttpResponse]
Scope = Callable[[Viewer], QuerySet[Any]]
# Asked about (viewer), or about (object, viewer) where the address names an object; and what is said if not:
# "" where the address is then as if it were not there (404).
Condition = tuple[Callable[..., object], str | Promise]

NOT_YOURS = gettext_lazy("This step is not yours to take.")


class Request(HttpRequest):
    """A request of somebody who acts for an organisation."""

    viewer: Viewer


class Entry(Enum):
    """How far somebody must be known before anything else is asked."""

    ANYBODY = auto()
    ACCOUNT = auto()
    MEMBER = auto()


@dataclass(frozen=True)
class Rule:
    """The wall around an address that is no list, record or step of a kind. It decorates the address's view.

    Asked in this order: the method (405); who comes (a stranger is led to the log-in, anybody else without
    the role gets 403, whether or not there is such an object); the object, within what the viewer may see
    (404), which the view gets in place of the arguments that name it, None where the address names none; and
    what the object asks of the viewer (403).

    because: why anybody may come. who: asked about the viewer alone. posting: asked of a POST, where more may
    look than may act. names: (argument of the address, field by which the object is looked up).
    linked: also for whoever came by a link, and has no account: they reach the pages of their portal and no
    other (404).
    """

    entry: Entry = Entry.MEMBER
    because: str = ""
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")
    who: tuple[Condition, ...] = ()
    scope: Scope | None = None
    names: tuple[tuple[str, str], ...] = ()
    linked: bool = False
    asks: tuple[Condition, ...] = ()
    posting: tuple[Condition, ...] = ()

    def to(self, who: Callable[[Viewer], object], refusal: str | Promise = NOT_YOURS) -> Rule:
        """The rule for those viewers alone."""
        return replace(self, who=(*self.who, (who, refusal)))

    def by_link(self) -> Rule:
        """The rule of a page that also stands in the portal of those who come by a link."""
        return replace(self, linked=True)

    def by(self, *methods: str) -> Rule:
        """The rule for these methods alone; who may GET may also ask for the HEAD."""
        return replace(self, methods=(*methods, "HEAD") if "GET" in methods else methods)

    def of(self, scope: Scope, *names: str | tuple[str, str]) -> Rule:
        """The rule for one object of a scope. names: the arguments of the address that name it, each with
        the field that it is, where that is called otherwise."""
        pairs = ((name, name) if isinstance(name, str) else name for name in names)
        return replace(self, scope=scope, names=tuple(pairs))

    def where(self, asks: Callable[..., object], refusal: str | Promise = NOT_YOURS) -> Rule:
        """The rule for objects that answer yes, asked as asks(object, viewer)."""
        return replace(self, asks=(*self.asks, (asks, refusal)))

    def to_post(self, who: Callable[..., object], refusal: str | Promise = NOT_YOURS) -> Rule:
        """The rule with a narrower gate for what changes anything: who(viewer), or who(object, viewer)."""
        return replace(self, posting=(*self.posting, (who, refusal)))

    def __call__(self, view: View) -> View:
        @require_http_methods([*self.methods])
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            self.reach(getattr(request, "viewer", None), kwargs.get("desk"))
            if self.entry is Entry.ANYBODY:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if self.entry is Entry.ACCOUNT:
                return view(request, *args, **kwargs)
            viewer: Viewer | None = getattr(request, "viewer", None)
            if viewer is None:
                raise PermissionDenied(
                    _("You work in no organisation at present: ask its administrator if you should.")
                )
            return view(request, *self.admit(viewer, str(request.method), kwargs), *args, **kwargs)

        guarded.rule = self  # type: ignore[attr-defined]
        return guarded

    def reach(self, viewer: Viewer | None, desk: Any = None) -> None:
        """Raise Http404 for whoever came by a link where this is no page of their portal. desk: of the kind
        of record that the address is of, if it is of one."""
        by_link = viewer is not None and viewer.kind is Kind.MERCHANT
        if by_link and not (self.linked or getattr(desk, "linked", False)):
            raise Http404

    def admit(self, viewer: Viewer, method: str, named: dict[str, Any]) -> tuple[Any, ...]:
        """(the object,) if the viewer may come to it, () where the rule has none; the arguments that name it
        are taken out of `named`. Raises PermissionDenied and Http404."""
        _hold(self.who, viewer)
        subject = () if self.scope is None else (self._found(self.scope(viewer), named),)
        _hold(self.asks, *subject, viewer)
        if method == "POST":
            _hold(self.posting, *subject, viewer)
        return subject

    def _found(self, seen: QuerySet[Any], named: dict[str, Any]) -> Any:
        lookups = {lookup: named.pop(name) for name, lookup in self.names if name in named}
        if any("\0" in str(value) for value in lookups.values()):  # what no database keeps
            raise Http404
        return get_object_or_404(seen, **lookups) if lookups else None


def _hold(conditions: tuple[Condition, ...], *asked: Any) -> None:
    for condition, refusal in conditions:
        if not condition(*asked):
            raise PermissionDenied(_said(condition, refusal)) if refusal else Http404


def _said(condition: Callable[..., object], refusal: str | Promise) -> str:
    """What is said to whoever a condition keeps out: where it asks for roles, which."""
    roles: tuple[Role, ...] = getattr(condition, "roles", ())
    if refusal is not NOT_YOURS or not roles:
        return str(refusal)
    names = " / ".join(str(role.label) for role in roles)
    return _("Only this role of the organisation concerned may do this: %(roles)s.") % {"roles": names}


def anybody(because: str) -> Rule:
    """The rule of an address that is open to the world, with the reason."""
    return Rule(Entry.ANYBODY, because)


def holds(*roles: Role) -> Callable[[Viewer], bool]:
    """Whether a viewer has one of these roles."""

    def held(viewer: Viewer) -> bool:
        return bool(viewer.roles & {*roles})

    held.roles = roles  # type: ignore[attr-defined]
    return held


def works_in(*kinds: Kind) -> Callable[[Viewer], bool]:
    """Whether a viewer acts for an organisation of one of these kinds."""
    return lambda viewer: viewer.kind in kinds


def administers(viewer: Viewer) -> bool:
    """Whether somebody keeps the people of their organisation; shops and enterprises keep none here."""
    return Role.ADMINISTRATOR in viewer.roles and viewer.kind is not Kind.MERCHANT


def keeps_organisations(viewer: Viewer) -> bool:
    """Whether somebody renames and merges organisations: the administrator of a nation or province."""
    high = viewer.organisation.level in (Level.NATION, Level.PROVINCE)
    return administers(viewer) and viewer.kind is Kind.REGULATOR and high


account = Rule(Entry.ACCOUNT)
member = Rule()
# Also who answers for a shop and came by a link.
linked = member.by_link()
administrator = member.to(
    administers, gettext_lazy("Only the administrator of your organisation may do this.")
)
KEEPERS = gettext_lazy("Only the administrator of the national or a provincial regulator may do this.")
keeper = administrator.to(keeps_organisations, KEEPERS)
