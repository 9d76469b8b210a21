"""How does a program come to act for an organisation? By a token, issued to it for one purpose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken, Organisation, User, Viewer
from accounts.roles import SIGNING, Kind, Role
from trail import verbs
from trail.models import write

verbs.register("give a token another secret", gettext_lazy("Give a token another secret"))
verbs.register("have a token sign", gettext_lazy("Have a token sign"))
verbs.register("let a token post unsigned", gettext_lazy("Let a token post unsigned"))
verbs.register("issue a token", gettext_lazy("Issue a token"))
verbs.register("revoke a token", gettext_lazy("Revoke a token"))

PREFIX = "wj_"
SHOWN = 10


def roles_for_programs(kind: Kind) -> list[Role]:
    """The roles a program of this kind of organisation may hold: none in which somebody signs."""
    own = [role for role in Role if role.kind == kind or role is Role.SHARING_OFFICER]
    return [role for role in own if role not in SIGNING]


def new_key() -> str:
    """A key of 256 random bits: "wj_…"."""
    return PREFIX + token_urlsafe(32)


@transaction.atomic
def issue(
    *,
    organisation: Organisation,
    purpose: str,
    roles: Iterable[str],
    expires_on: date,
    by: Viewer | None,
    now: datetime,
    key: str = "",
    signs: bool = False,
) -> tuple[ApiToken, str]:
    """Issue a token; returns it with its key, which is kept nowhere. by: None for the demo's own tokens.

    signs: whether all that it posts must be signed (accounts.signatures).

    Raises ValueError for a role in which somebody signs, or of another kind of organisation.
    """
    held = sorted({Role(role) for role in roles})
    if not held or not set(held) <= set(roles_for_programs(Kind(organisation.kind))):
        raise ValueError(f"a program of {organisation} may not hold these roles: {held}")
    key = key or new_key()
    user = User(username=f"program-{token_hex(8)}", name=purpose[:60], program=True)
    user.set_unusable_password()
    user.save()
    token = ApiToken.objects.create(
        organisation=organisation,
        user=user,
        purpose=purpose,
        roles=[str(role) for role in held],
        digest=digest(key),
        start=key[:SHOWN],
        issued_by=by.user if by else None,
        issued_at=now,
        expires_on=expires_on,
        signs=signs,
    )
    if by:
        said = {
            "purpose": purpose,
            "roles": token.roles,
            "until": expires_on.isoformat(),
            "signs": signs,
        }
        write(
            "issue a token",
            ("token", token.pk),
            actor=by.actor(Role.ADMINISTRATOR),
            at=now,
            clause="4.1",
            detail=said,
        )
    return token, key


@transaction.atomic
def revoke(token: ApiToken, *, by: Viewer, now: datetime) -> None:
    """End a token at once; revoking it again changes nothing."""
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    if ended:
        User.objects.filter(pk=token.user_id).update(is_active=False)
        write(
            "revoke a token",
            ("token", token.pk),
            actor=by.actor(Role.ADMINISTRATOR),
            at=now,
            clause="4.1",
            detail={"purpose": token.purpose},
        )


@transaction.atomic
def let_sign(token: ApiToken, on: bool, *, by: Viewer, now: datetime) -> ApiToken:
    """Have all that a token posts signed, with a new secret from now on, or no more; returns the token.

    Switching off what is off changes nothing; switching on what is on gives it another secret.
    """
    found = ApiToken.objects.select_for_update().get(pk=token.pk)
    if not (on or found.signs):
        return found
    verb = "let a token post unsigned"
    if on:
        verb = "give a token another secret" if found.signs else "have a token sign"
        found.secrets += 1
    found.signs = on
    found.save(update_fields=["signs", "secrets"])
    write(
        verb,
        ("token", found.pk),
        actor=by.actor(Role.ADMINISTRATOR),
        at=now,
        clause="4.1",
        detail={"purpose": found.purpose},
    )
    return found


def digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def token_of(key: str, today: date) -> ApiToken | None:
    """The token a key belongs to, if it is good today and its organisation works in the system."""
    good = ApiToken.objects.filter(
        digest=digest(key), revoked_at=None, expires_on__gte=today, organisation__active=True
    )
    return good.select_related("user", "organisation").first()


def viewer_by(token: ApiToken) -> Viewer:
    """As whom a program acts: in the token's roles, without those that have come to be signed in."""
    held = frozenset(map(Role, token.roles)) & frozenset(roles_for_programs(Kind(token.organisation.kind)))
    return Viewer(token.user, token.organisation, held)
