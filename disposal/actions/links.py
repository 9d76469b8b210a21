"""How does a shop or enterprise come in without an account? By a link that expires.

The token is made from a random nonce in the row and the server's key; the row keeps its digest. So nothing
that is stored, neither here nor in the outbox nor in a paper, lets anybody in, and the center can still show
or print a link that it has sent; each such look is written to the trail.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Membership, Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines.clocks import due_day, local_day
from casework.flow import Forbidden, Refused
from casework.work.outbox import promise
from catalogue.models import Enterprise, Shop
from disposal.flow.notices import Channel, ResultNoticeState
from disposal.models.notices import NoticeLink, ResultNotice
from documents.actions import SITE
from trail import verbs
from trail.models import Actor, write

verbs.register("open a link", gettext_lazy("Come in by a link"))
verbs.register("revoke a link", gettext_lazy("Revoke a link"))
verbs.register("send a link", gettext_lazy("Send a link"))
verbs.register("show a link", gettext_lazy("Show a link"))

DAYS, LONGEST = 30, 90
# Characters of a short name, at most.
SHORT = 40
# Sent out by the system itself; the others are handed on by a person.
CARRIED = (Channel.EMAIL, Channel.SMS)
OPEN = (
    ResultNoticeState.SENT,
    ResultNoticeState.SERVED,
    ResultNoticeState.ANSWERED,
    ResultNoticeState.DENIED,
)


def channels() -> list[Channel]:
    """The ways a link can go out here: text messages only where there is a gateway."""
    return [each for each in Channel if each is not Channel.SMS or settings.SMS_GATEWAY_URL]


def least_days(notice: ResultNotice, now: datetime) -> int:
    """For how many days a link made now is valid at least: until the addressee's time to answer is over."""
    end = notice.answerable_until(now)
    return max(1, (local_day(end) - local_day(now)).days) if end else 1


def make_link(
    notice: ResultNotice, *, channel: str, address: str = "", days: int = DAYS, by: Viewer, now: datetime
) -> NoticeLink:
    """A new way in, sent off by its channel; the caller has checked who asks for it."""
    link = NoticeLink(
        notice=notice,
        channel=channel,
        address=address,
        nonce=token_urlsafe(32),
        created_at=now,
        created_by=by.user,
        expires_at=now + timedelta(days=days),
    )
    link.digest = digest(_token(link))
    link.save()
    if link.channel in CARRIED:
        promise("disposal.deliver_link", now, link=link.pk)
    return link


@transaction.atomic
def send_again(
    notice: ResultNotice, *, channel: str, address: str = "", days: int = DAYS, by: Viewer, now: datetime
) -> NoticeLink:
    """Another link to a notice that has been sent: the first was lost or has expired."""
    _only_the_compiler(notice, by)
    if notice.state not in OPEN:
        raise Refused(_("A link is sent only while the notice is open."))
    link = make_link(notice, channel=channel, address=address, days=days, by=by, now=now)
    _tell("send a link", link, by.actor(Role.COMPILER), now)
    return link


@transaction.atomic
def revoke(link: NoticeLink, *, by: Viewer, now: datetime) -> None:
    """Make a link worthless, end the visits of those who came by one, and forget an address they left."""
    _only_the_compiler(link.notice, by)
    locked = NoticeLink.objects.select_for_update().get(pk=link.pk)
    if locked.revoked_at is not None:
        raise Refused(_("This link has been revoked already."))
    locked.revoked_at = now
    locked.save(update_fields=["revoked_at"])
    if link.notice.merchant:
        user = respondent(link.notice.merchant)
        # A session is bound to its user's password: with a new one, unusable as before, all of them end.
        user.set_unusable_password()
        user.email = ""
        user.save(update_fields=["password", "email"])
    _tell("revoke a link", link, by.actor(Role.COMPILER), now)


@transaction.atomic
def show(link: NoticeLink, *, by: Viewer, now: datetime) -> str:
    """The link in clear, for the compiler who hands it on; the look is written down first."""
    _only_the_compiler(link.notice, by)
    if not link.live(now):
        raise Refused(_("This link has expired or was revoked: send a new one."))
    address = address_of(link)
    _tell("show a link", link, by.actor(Role.COMPILER), now)
    return address


def find_link(token: str, now: datetime) -> NoticeLink | None:
    """The link that a token opens, if it still opens anything."""
    found = NoticeLink.objects.select_related("notice__merchant", "notice__center", "notice__regulator")
    link = found.filter(digest=digest(token)).first()
    return link if link and link.live(now) else None


@transaction.atomic
@carries("1", "T-13")
def enter(link: NoticeLink, *, by: Viewer | None, now: datetime) -> User:
    """Somebody comes in by a link; returns the user as whom they act. by: who is logged in already: somebody
    else's staff is not the addressee, and Forbidden."""
    if by and by.kind is not Kind.MERCHANT:
        raise Forbidden(
            _("You are logged in as %(who)s of %(organisation)s: this link is for the addressee alone.")
            % {"who": by.user, "organisation": by.organisation}
        )
    assert link.notice.merchant is not None
    user = respondent(link.notice.merchant)
    if link.opened_at is None:
        link.opened_at = now
        link.save(update_fields=["opened_at"])
    actor = Actor("user", user.pk, link.notice.merchant.pk, Role.RESPONDENT)
    _tell("open a link", link, actor, now)
    return user


def address_of(link: NoticeLink) -> str:
    """The link in clear. Refused when the server's key is another than the one it was made with."""
    token = _token(link)
    if digest(token) != link.digest:
        raise Refused(_("This link can no longer be shown: send a new one."))
    return f"{SITE}{reverse('merchant-link', args=[token])}"


def wording(link: NoticeLink, now: datetime) -> str:
    """What the message says that carries a link."""
    return _(
        "%(center)s has a notice for %(addressee)s on the test of a product. Read and answer it here: "
        "%(link)s The link is valid at least until %(day)s. Whoever has it can answer for you: do not pass"
        " it on."
    ) % {
        "center": link.notice.center,
        "addressee": link.notice.addressee,
        "link": address_of(link),
        "day": due_day(link.until(now)),
    }


def remind(notice: ResultNotice, now: datetime) -> None:
    """Send the newest living link once more, where the system carries it: there is news."""
    link = notice.links.order_by("-id").first()
    if link and link.live(now) and link.channel in CARRIED:
        promise("disposal.deliver_link", now, link=link.pk)


@transaction.atomic
@carries("4.2.2-e")
def merchant_of(addressee: Shop | Enterprise) -> Organisation:
    """The organisation as which a shop or enterprise answers; attached when it is first told of anything.

    Each has its own, however alike their names or credit codes: whoever sells counterfeits shows the
    licence of somebody else, and must not answer for them.
    """
    known = type(addressee)._default_manager.select_for_update().get(pk=addressee.pk)
    found = known.organisation or _attach(known)
    while found.merged_into:
        found = found.merged_into
    type(addressee)._default_manager.filter(pk=addressee.pk).update(organisation=found)
    addressee.organisation = found
    return found


def _attach(addressee: Shop | Enterprise) -> Organisation:
    """A new organisation with its one user. Names of shops repeat: its group is named by chance."""
    shop = isinstance(addressee, Shop)
    name = (addressee.operator if isinstance(addressee, Shop) else "") or addressee.name
    merchant = Organisation.objects.create(
        kind=Kind.MERCHANT,
        name=name[:120],
        # A name is never cut off: one that is too long to be the short one is not.
        short_name=addressee.name if shop and len(addressee.name) <= SHORT else "",
        credit_code=addressee.credit_code,
        region=addressee.place if isinstance(addressee, Shop) else addressee.region,
        group=Group.objects.create(name=f"{Kind.MERCHANT}:{token_hex(16)}"),
    )
    respondent(merchant)
    return merchant


def respondent(merchant: Organisation) -> User:
    """The one user that acts for a shop or enterprise; nobody can log in with it."""
    roles = [str(Role.RESPONDENT)]
    found = Membership.objects.filter(organisation=merchant, roles__contains=roles, user__is_active=True)
    member = found.select_related("user").order_by("id").first()
    if member:
        return member.user
    user = User(username=f"merchant-{token_hex(16)}", name=str(merchant)[:60])
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, organisation=merchant, roles=roles)
    return user


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _token(link: NoticeLink) -> str:
    """The token: 43 characters that nobody without the server's key can make from the row."""
    made = salted_hmac("disposal.actions.links", link.nonce, algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def _only_the_compiler(notice: ResultNotice, by: By) -> None:
    if not (isinstance(by, Viewer) and may_handle(notice, by)):
        raise Forbidden(_("Only the compiler of the center may see or send this link."))


def may_handle(notice: ResultNotice, viewer: Viewer) -> bool:
    """Whether this viewer sends the notice's links: the compiler of its center."""
    return Role.COMPILER in viewer.roles and viewer.organisation.pk == notice.center_id


def _tell(verb: str, link: NoticeLink, actor: Actor, now: datetime) -> None:
    detail = {"link": link.pk, "channel": link.channel}
    write(verb, ("record", link.notice_id), actor=actor, at=now, clause="4.2.2-e", detail=detail)
