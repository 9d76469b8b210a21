"""Which shops and enterprises were told of a result, by which links, and what did they answer?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines.clocks import instant, last_day, local_day
from casework.flow import Flow
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from catalogue.models import Enterprise, Shop, Verdict
from disposal.flow.notices import (
    COMMENT,
    DENIAL_FLOW,
    RESULT_NOTICE_FLOW,
    Capacity,
    Channel,
    DenialState,
    Reply,
    ResultNoticeState,
    Statement,
)
from disposal.models.answerable import seen_in_clear
from disposal.models.compilations import Compilation, regulator_party
from disposal.models.parties import OF_PARTIES, facts_of_party
from documents.models import Document
from inspection.corrections.models.rested_on import OF_REPORTS_BENEATH, changing
from inspection.reports.models.reports import Report
from trail.days import Day, Moment
from trail.keys import to, to_maybe


def capacity() -> Any:
    """The capacity in which somebody answered by a link; "" on paper, or before it was asked."""
    return models.CharField(_("in the capacity of"), max_length=10, choices=Capacity, blank=True)


def merchant_party(**options: Any) -> Any:
    """The shop or enterprise that a record is the business of, as the organisation that answers for it."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Kind.MERCHANT},
        verbose_name=_("shop or enterprise"),
        **options,
    )


SEEN_IN_CLEAR = _("had seen the link of the answer in clear before")


class ResultNotice(Filed):
    """The result of one test, for the shop that offered the goods or for their stated producer (form 4.9).

    It keeps what it tells as it was when the result was passed on, and nothing of the purchase.
    """

    flow: ClassVar[Flow] = RESULT_NOTICE_FLOW
    prefix = "RN"
    distinguished_by = ("report_number", "batch")
    unsent = (ResultNoticeState.PREPARED,)
    writers = frozenset({Kind.CENTER})
    closed_to = frozenset({Role.BUYER})
    known_by = ("item_id", "shop__name_key__icontains", "enterprise__name_key__icontains")

    compilation = to(Compilation, _("compiled report"), back="notices")
    report = to(Report, _("test report"), back="notices")
    regulator = regulator_party(_("regulator of the place"))
    merchant = merchant_party(null=True)
    shop = to_maybe(Shop, _("shop"))
    enterprise = to_maybe(Enterprise, _("enterprise"))
    supervision = models.BooleanField(_("supervision spot check"), default=False)
    product = models.CharField(_("product"), max_length=200)
    brand = models.CharField(_("brand"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=120, blank=True)
    producer = models.CharField(_("stated producer"), max_length=200, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60)
    offered_in = models.CharField(_("offered in the shop"), max_length=200)
    report_number = models.CharField(_("report number"), max_length=160)
    grounds = models.CharField(_("grounds of judgement"), max_length=1000)
    # Rows of {item, unit, limit_low, limit_high, measured}, as the report states them.
    failing = models.JSONField(default=list, editable=False)
    conclusion = models.TextField(_("conclusion"))
    without_photos = models.CharField(
        _("why it was sent without photos that nobody had looked at"), max_length=200, blank=True
    )
    served_on = Day(_("day of service"), null=True)
    signed_by = models.CharField(_("signed for by"), max_length=60, blank=True)
    signed_as = capacity()
    posted_on = Day(_("posted on"), null=True)
    reply = models.CharField(_("receipt"), max_length=10, choices=Reply, blank=True)
    replied_by = models.CharField(_("reply signed by"), max_length=60, blank=True)
    replied_as = capacity()
    comment = models.TextField(_("comments"), blank=True)
    answer = models.TextField(_("answer to the comments"), blank=True)
    answered_on = Day(_("answered on"), null=True, editable=False)
    voided_on = Day(_("voided on"), null=True, editable=False)

    says: ClassVar[Sayings] = {
        **OF_REPORTS_BENEATH,
        **OF_PARTIES,
        "addressee": Said(_("to")),
        "failing": Said(_("items that failed")),
        "verdict": Said(_("verdict"), Verdict),
        "receipt": Said(_("receipt")),
        "still_open": Said(_("although you have no comments")),
        "had_seen_the_link": Said(SEEN_IN_CLEAR, each=True),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("result notice")
        verbose_name_plural = _("result notices")
        indexes = [
            models.Index(fields=["item_id"], name="result_notice_item"),
            models.Index(fields=["report_number"], name="result_notice_report"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(shop=None, enterprise__isnull=False) | Q(shop__isnull=False, enterprise=None),
                name="result_notice_to_one",
            ),
            models.UniqueConstraint(
                fields=["report", "shop"],
                condition=Q(enterprise=None, voided_on=None),
                name="result_notice_shop_once",
            ),
            models.UniqueConstraint(
                fields=["report", "enterprise"],
                condition=Q(shop=None, voided_on=None),
                name="result_notice_producer_once",
            ),
        ]

    @property
    def addressee(self) -> Shop | Enterprise:
        """The shop or the enterprise that is told."""
        found = self.shop or self.enterprise
        assert found is not None
        return found

    @property
    def failed(self) -> bool:
        return self.outcome == Verdict.NON_CONFORMING

    def how_far(self) -> str:
        """Its number, how far it has come, and what its receipt says of the result."""
        parts = self.number, self.get_state_display(), self.receipt()
        return " · ".join(part for part in parts if part)

    def receipt(self) -> str:
        """What its receipt says, whether that was followed by what it announces, and whether the center has
        answered."""
        said = {"said": self.get_reply_display(), "day": self.answered_on}
        if self.announces_in_vain():
            return gettext("%(said)s (none were entered)") % said
        if self.answer:
            return gettext("%(said)s (answered by the center on %(day)s)") % said
        if self.comment:
            return gettext("%(said)s (not answered by the center yet)") % said
        return str(self.get_reply_display())

    def exchange(self) -> list[tuple[Any, Any]]:
        """How far it has come, what its addressee said of the result, and what the center answered."""
        return [(f"{self.addressee}", self.how_far()), *self.facts("comment", "answer")]

    def announces_in_vain(self) -> bool:
        """Whether comments were announced on the receipt, and can be entered no more."""
        may_enter = self.state in (ResultNoticeState.SENT, ResultNoticeState.SERVED)
        return self.reply == Reply.COMMENTS and not self.comment and not may_enter

    def instead(self) -> ResultNotice | None:
        """The other notice that tells the same addressee of the same result, if one stands."""
        same = ResultNotice.objects.filter(
            report=self.report_id, shop=self.shop_id, enterprise=self.enterprise_id, voided_on=None
        )
        return same.exclude(pk=self.pk).first()

    def paper(self) -> Document | None:
        """The notice as it was issued."""
        return self.documents.filter(paper="result_notice").order_by("-id").first()

    def answerable_until(self, now: datetime) -> datetime | None:
        """When the time to comment is over; before the notice is served, as if it were served today. None
        where that time does not run."""
        if self.state in (ResultNoticeState.PREPARED, ResultNoticeState.SENT):
            return instant(last_day(COMMENT, local_day(now)) + timedelta(days=1))
        clock = self.deadlines.filter(term=COMMENT.code, dropped_at=None).last()
        return clock.due_at if clock else None

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """Who was told too late, and who did not answer in time, are the center's to follow up."""
        return [(self.center, str(Role.COMPILER))] if self.center else []

    def seen_by(self, viewer: Viewer) -> list[tuple[Any, Any]]:
        """Who could have answered in the addressee's place, for those who decide on the answer."""
        looks = seen_in_clear(self) if viewer.kind in (Kind.CENTER, Kind.REGULATOR) else []
        return [self.said("had_seen_the_link", looks)] if looks else []

    def _still_open_to(self, viewer: Viewer) -> list[tuple[Any, Any]]:
        """What the addressee may say although it has no comments on the result: whose the goods are is
        another matter."""
        agreed = self.state == ResultNoticeState.ANSWERED and self.reply == Reply.AGREES
        if not agreed or viewer.kind is not Kind.MERCHANT:
            return []
        said = _("Until the notice is closed you may still deny, with proof, that the goods are yours.")
        return [self.said("still_open", said)]

    @carries("W-04")
    def particulars(self, viewer: Viewer) -> Particulars:
        """Goods, place of the offer and result: of order, buyer and parcel there is nothing to hide here."""
        goods = ("product", "brand", "model", "batch", "producer", "item_id", "offered_in", "platform")
        failed = [row["item"] for row in self.failing]
        failing = [self.said("failing", failed)] if failed else []
        verdict = [self.said("verdict", self.outcome)]
        party = facts_of_party(self.report) if viewer.kind in (Kind.CENTER, Kind.REGULATOR) else []
        groups: Particulars = [
            *changing([self.report], self.opened_at, viewer, waits=bool(self.turn)),
            (
                _("The notice"),
                [
                    self.said("addressee", self.addressee),
                    *self.facts("center", "regulator", "supervision"),
                ],
            ),
            (_("Goods"), self.facts(*goods)),
            (_("Label and listing"), party),
            (
                _("Result"),
                [*self.facts("report_number", "grounds"), *failing, *verdict, *self.facts("conclusion")],
            ),
            (
                _("Reply of the addressee"),
                [
                    *self.facts("served_on", "signed_by", "signed_as", "posted_on"),
                    *([self.said("receipt", self.receipt())] if self.reply else []),
                    *self.facts("replied_by", "replied_as", "comment"),
                    *self._still_open_to(viewer),
                    *self.seen_by(viewer),
                ],
            ),
            (_("Answer of the center"), self.facts("answer", "answered_on")),
        ]
        return [group for group in groups if group[1]]


class NoticeLink(models.Model):
    """A way in for a shop or enterprise: whoever holds its token answers the notice (actions.links).

    Only a digest of the token is kept. address: where it was sent; nobody but the center reads it.
    """

    notice = to(ResultNotice, back="links")
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel)
    address = models.CharField(_("sent to"), max_length=200, blank=True)
    nonce = models.CharField(max_length=43, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = Moment(_("made"))
    created_by = to(User)
    expires_at = Moment(_("valid until"))
    sent_at = Moment(_("sent"), null=True)
    opened_at = Moment(_("first opened"), null=True)
    revoked_at = Moment(_("revoked"), null=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.notice.number} · {self.get_channel_display()}"

    def until(self, now: datetime) -> datetime:
        """Until when it leads anywhere: as long as it was made for, never less than the time to answer."""
        end = self.notice.answerable_until(now)
        return max(self.expires_at, end) if end else self.expires_at

    def live(self, now: datetime) -> bool:
        """Whether it still leads anywhere."""
        return self.revoked_at is None and now < self.until(now)


class Denial(Filed):
    """A shop or enterprise says that the goods are not its own, with proof; the regulator decides (否认)."""

    flow: ClassVar[Flow] = DENIAL_FLOW
    prefix = "DN"
    distinguished_by = ("statement", "notice__report_number")
    closed_to = frozenset({Role.BUYER})
    told_with = ("withdrawn_by", "withdrawn_as")

    notice = to(ResultNotice, _("result notice"), back="denials")
    merchant = merchant_party()
    regulator = regulator_party(_("regulator of the place"))
    statement = models.CharField(_("what is denied"), max_length=12, choices=Statement)
    grounds = models.TextField(pgettext_lazy("denial", "grounds"))
    signed_by = models.CharField(_("signed by"), max_length=60)
    signed_as = capacity()
    phone = models.CharField(_("telephone"), max_length=40)
    asked = models.TextField(_("proof asked for"), blank=True)
    supplement = models.TextField(_("what was added"), blank=True)
    reason = models.TextField(_("reason of the decision"), blank=True)
    decided_on = Day(pgettext_lazy("of a denial", "decided on"), null=True, editable=False)
    withdrawn_by = models.CharField(_("taken back by"), max_length=60, blank=True)
    withdrawn_as = capacity()

    says: ClassVar[Sayings] = {
        "product": Said(_("product")),
        "report_number": Said(_("report number")),
        "had_seen_the_link": Said(SEEN_IN_CLEAR, each=True),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("denial")
        verbose_name_plural = _("denials")

    def path(self) -> tuple[str, ...]:
        """A rejected denial ends its own way."""
        if self.state == DenialState.REJECTED:
            return (str(DenialState.FILED), str(DenialState.REJECTED))
        return self.flow.main

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """A regulator that is late is made known to the one above it and to the center."""
        above = [(self.regulator.parent, str(Role.CASE_OFFICER))] if self.regulator.parent else []
        center = [(self.center, str(Role.COMPILER))] if self.center else []
        return [*above, *center]

    def taken_back_heading(self) -> str:
        """What a withdrawal by the link is worth: it counts once the regulator has confirmed it."""
        waits = self.state == DenialState.WITHDRAWING
        return gettext("Said to be taken back, not confirmed yet") if waits else gettext("Taken back")

    def taken_back(self, viewer: Viewer) -> list[tuple[Any, Any]]:
        """By whom, in which capacity, and who had seen the link; empty while nobody took it back."""
        if not self.withdrawn_by:
            return []
        return [*self.facts("withdrawn_by", "withdrawn_as"), *self.notice.seen_by(viewer)]

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: its party, the regulator of the place and the center alone see the record."""
        notice = self.notice
        said = ("statement", "grounds", "signed_by", "signed_as", "phone", "asked", "supplement")
        goods = [
            self.said("product", notice.product),
            self.said("report_number", notice.report_number),
        ]
        groups: Particulars = [
            (_("Matter"), [*self.facts("merchant", "regulator"), *goods, *self.facts("platform")]),
            (_("Denial"), self.facts(*said)),
            (self.taken_back_heading(), self.taken_back(viewer)),
            (_("Decision"), self.facts("reason", "decided_on")),
        ]
        return [group for group in groups if group[1]]
