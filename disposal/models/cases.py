"""What did the regulator of the place do about a non-conforming product, and when?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Region, Viewer
from accounts.prepared import Prepared
from accounts.roles import Role
from casework.deadlines.clocks import local_day
from casework.flow import LAPSED, NOTHING, VOIDED, Flow
from casework.models import Deadline, Filed, RecordQuerySet
from casework.models.facts import Particulars
from catalogue.models import Enterprise, Shop, Verdict
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.grounds import DEFEND
from disposal.flow.notices import COMMENT, DenialState
from disposal.flow.vocabulary import Cause, Control, EnforcementCaseState, OwnEvidence, Penalty
from disposal.models.competence import located, others, superiors
from disposal.models.compilations import Compilation, regulator_party
from disposal.models.hearing import OF_CASES, entries
from disposal.models.notices import Denial, ResultNotice
from disposal.models.numbering import NUMBERED, unless_numbered
from disposal.models.parties import facts_of_party
from disposal.models.pieces import unless_counted
from disposal.models.shapes import money, passing, quantity
from documents.models import Attachment
from inspection.corrections.models.rested_on import changing, now_conforming
from inspection.reports.models.reports import Report
from trail.days import Day
from trail.keys import to, to_maybe
from trail.models import Event

# The days of a case in the order in which they can lie.
DAYS = (
    "transferred_on",
    "assigned_on",
    "received_on",
    "started_on",
    "filed_on",
    "told_on",
    "decided_on",
    "decision_served_on",
    "executed_on",
    "closed_on",
)

# What a case that passes to another regulator, or begins anew, starts without.
REPORTED = ("account", "reported_by", "confirmed_by", "fed_back_on", "returned_on")
BEGUN: dict[str, Any] = {
    **dict.fromkeys(("received_on", "started_on", "served_on")),
    **dict.fromkeys(("notice_number", "not_filed_why"), ""),
}


class EnforcementCase(Filed):
    """One non-conforming product, referred to the regulator of its place (6.4-3, 6.4-5, form 4.12)."""

    flow: ClassVar[Flow] = ENFORCEMENT_CASE_FLOW
    prefix = "EC"
    distinguished_by = ("case_number", "report__number")
    closed_to = frozenset({Role.BUYER})
    passed, says = True, OF_CASES
    known_by = ("shop__name_key__icontains", "enterprise__name_key__icontains", *NUMBERED)

    compilation = to(Compilation, _("compiled report"), back="cases")
    report = to(Report, _("test report"), back="cases")
    regulator = regulator_party(_("regulator"))
    product = models.CharField(_("product"), max_length=200)
    enterprise = to_maybe(Enterprise, _("enterprise"))
    shop = to_maybe(Shop, _("shop"))
    received_on = Day(_("delivered on"), null=True)
    started_on = Day(_("inspection begun on"), null=True)
    notice_number = models.CharField(_("number of the inspection notice"), max_length=60, blank=True)
    jurisdiction = models.CharField(_("grounds of jurisdiction"), max_length=200)
    served_on = Day(_("enterprise informed on"), null=True, blank=True)
    sender = passing(_("passed on by"))
    transferred_from = passing(_("transferred by"))
    transferred_on = Day(_("transferred on"), null=True, editable=False)
    materials = models.TextField(_("papers and evidence handed over"), blank=True)
    handed_over = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("what is handed over"),
        default=list,
        blank=True,
    )
    disputed_by = passing(_("jurisdiction disputed by"))
    disputed_on = Day(_("disputed on"), null=True, editable=False)
    dispute_reason = models.TextField(_("why another regulator is competent"), blank=True)
    assigned_by = passing(_("assigned by"))
    assigned_on = Day(_("assigned on"), null=True, editable=False)
    assignment_reason = models.TextField(_("reason of the decision"), blank=True)
    control = models.CharField(_("control of the products"), max_length=10, choices=Control, blank=True)
    made = quantity(_("pieces made or bought in"))
    goods_value = money(_("value of the goods, yuan"))
    sold = quantity(_("pieces sold"))
    stock = quantity(_("pieces in stock"))
    sealed = quantity(_("pieces sealed up"))
    recalled = quantity(_("pieces recalled"))
    not_recalled_why = models.TextField(_("why not all were recalled"), blank=True)
    under_control = models.BooleanField(_("the products are under control"), default=False)
    not_controlled_why = models.TextField(_("why the products are not under control"), blank=True)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause, blank=True)
    cause_detail = models.TextField(_("details of the cause"), blank=True)
    filed_on = Day(_("case filed on"), null=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    own_ground = models.TextField(_("upon what it goes on since the report turned"), blank=True)
    violation = models.TextField(_("violation and its grounds"), blank=True)
    not_filed_why = models.TextField(_("why no case was filed"), blank=True)
    decided_on = Day(_("decided on"), null=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    penalties = ArrayField(
        models.CharField(max_length=12, choices=Penalty),
        verbose_name=_("penalties"),
        default=list,
        blank=True,
    )
    amount = money(_("fine and confiscation, yuan"))
    provision = models.TextField(_("provisions on which it rests"), blank=True)
    pay_to = models.CharField(_("where and how it is paid"), max_length=300, blank=True)
    reconsidered_by = models.CharField(_("who reconsiders it"), max_length=120, blank=True)
    court = models.CharField(_("court with which it is contested"), max_length=120, blank=True)
    contact = models.CharField(_("whom to ask"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone for questions"), max_length=40, blank=True)
    not_penalised_why = models.TextField(_("why no penalty was imposed"), blank=True)
    review_opinion = models.TextField(_("opinion of the legal review"), blank=True)
    told_on = Day(_("party told of the proposed penalty on"), null=True)
    statement = models.TextField(_("what the party states in its defence"), blank=True)
    waived = models.BooleanField(_("the party waives the rest of its time in writing"), default=False)
    considered = models.TextField(_("how that was considered"), blank=True)
    decision_served_on = Day(_("decision served on"), null=True)
    executed_on = Day(_("executed on"), null=True)
    execution = models.TextField(_("how it was executed"), blank=True)
    closed_on = Day(_("case closed on"), null=True)
    published_on = Day(_("published on"), null=True, blank=True)
    account = models.TextField(_("handling as a whole"), blank=True)
    reported_by = models.CharField(_("reported by"), max_length=60, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=60, blank=True)
    fed_back_on = Day(_("reported on"), null=True, editable=False)
    returned_on = Day(_("return delivered on"), null=True, editable=False)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("enforcement case")
        verbose_name_plural = _("enforcement cases")
        constraints = [
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gte=0)) & (Q(goods_value=None) | Q(goods_value__gte=0)),
                name="enforcement_amounts",
            )
        ]
        indexes = [
            models.Index(fields=["case_number"], name="case_number", condition=~Q(case_number="")),
            models.Index(fields=["decision_number"], name="case_decision", condition=~Q(decision_number="")),
        ]

    @property
    def party_concerned(self) -> str:
        """Who is to be inspected: the enterprise, or the shop where no enterprise is known."""
        return str(self.enterprise or self.shop or self.product)

    @property
    def superior_id(self) -> int | None:
        """The regulator above the one that has the case."""
        return self.regulator.parent_id  # type: ignore[no-any-return]

    @property
    def place(self) -> Region | None:
        """Where the enterprise is, else where the shop really does business: jurisdiction follows (EC-10)."""
        return next(iter(located(self.enterprise, self.shop)), None)

    @property
    def places(self) -> list[Region]:
        """The places that make a regulator competent: of the enterprise, of the shop's actual business, and
        of the platform, whose regulator may take over (EC-10)."""
        return located(self.enterprise, self.shop, self.platform)

    def others_competent(self) -> list[Organisation]:
        """The regulators that the case may be transferred to."""
        return others(self.regulator, self.places)

    def may_be_handed_to(self) -> models.QuerySet[Organisation]:
        """The regulators that a case that was taken back may go to: who had it, and whom its places make
        competent."""
        those = (self.regulator, *self.others_competent())
        return Organisation.objects.filter(pk__in=[each.pk for each in those])

    @property
    def ground_is_gone(self) -> bool:
        """Whether the test report no longer says that the product does not conform."""
        return self.report.outcome != Verdict.NON_CONFORMING or self.report.state == VOIDED

    def stands(self, paper: str) -> bool:
        """A decision that was revoked holds no more; the letter that ends a case holds when nothing else
        does."""
        revoked = paper == "penalty_decision" and self.decided_on is None
        return (super().stands(paper) and not revoked) or (paper == "end_letter" and self.state == LAPSED)

    def own_evidence(self) -> models.QuerySet[Attachment]:
        """What the regulator that has the case found itself: records of inspections, tests of own samples."""
        return self.attachments.filter(kind__in=OwnEvidence.values, organisation__in=self.regulator.selves())

    def notices(self) -> models.QuerySet[ResultNotice]:
        """The notices of the result to the party concerned."""
        return ResultNotice.objects.filter(report=self.report_id, **self._party())

    def replies(self, viewer: Viewer) -> list[tuple[Any, Any]]:
        """How far each notice of the result has come, what was said, and who else had had the link."""
        told = _told(viewer, self.report_id)
        return [row for each in told for row in [*each.exchange(), *each.seen_by(viewer)]]

    def denials(self) -> models.QuerySet[Denial]:
        """What the party concerned said of the product: that it is not its own."""
        return Denial.objects.filter(notice__in=self.notices()).order_by("id")

    def upheld_denial(self) -> Denial | None:
        """The denial that stands in the way of this case, if any."""
        return next((each for each in self.denied() if each.state == DenialState.UPHELD), None)

    def denied(self) -> list[Denial]:
        """The denials of its party, the oldest first."""
        [(party, who)] = self._party().items()
        return list(_denied(self.report_id, who, party=party))

    def _party(self) -> dict[str, int | None]:
        return {"enterprise": self.enterprise_id} if self.enterprise_id else {"shop": self.shop_id}

    def against_the_shop(self) -> EnforcementCase | None:
        """The other case about these goods that is held against the shop, if there is one."""
        same = EnforcementCase.objects.filter(report=self.report_id, enterprise=None, shop=self.shop_id)
        return same.exclude(pk=self.pk).exclude(state__in=NOTHING).first()

    def rejected_since_review(self) -> Denial | None:
        """The denial that was rejected after the legal review of what is proposed now, if any."""
        state = EnforcementCaseState
        review = Event.objects.of("record", self.pk).filter(verb="review").first()
        rejected = self.denials().filter(state=DenialState.REJECTED)
        if review is None or self.state not in (state.REVIEWED, state.NOTICED, state.TOLD, state.HEARD):
            return None
        since = Event.objects.filter(verb="reject", pk__gt=review.pk, subject_kind="record")
        return rejected.filter(pk__in=since.values("subject_id")).first()

    def arbiter(self) -> Organisation | None:
        """Who decides whether the regulator is competent: the lowest one above it and above who transferred
        the case to it; where it came from the center, the one above it. None where there is none."""
        above, sender = superiors(self.regulator), self.transferred_from
        common = [superior for superior in above if not sender or superior in superiors(sender)]
        return next((each for each in common if each.active and each.merged_into_id is None), None)

    def may_defend_until(self) -> date | None:
        """The last day on which the party may state, defend and ask for a hearing; None: it was not told."""
        clock = self.deadlines.filter(term=DEFEND.code, dropped_at=None).order_by("-id").first()
        return clock.end if clock and self.told_on else None

    def may_comment_until(self) -> date | None:
        """The last day on which the party may comment on the result; None where it has, or was not told."""
        clocks = Deadline.objects.filter(record__in=self.notices().exclude(state=VOIDED), term=COMMENT.code)
        silent = Q(met_at=None) | Q(met_at__gte=F("due_at"))
        last: date | None = clocks.filter(silent, dropped_at=None).aggregate(last=Max("end"))["last"]
        return last

    def _last_day_to_answer(self) -> date | None:
        """The last day of the time that the party has, and did not give up, before it is punished."""
        ends = (None if self.waived else self.may_defend_until(), self.may_comment_until())
        return max((end for end in ends if end), default=None) if self.penalties else None

    def unless_in_order(self, data: Mapping[str, Any], today: date) -> dict[str, str]:
        """Why the days, figures and numbers of a step cannot be right: {field: sentence}."""
        known = local_day(self.opened_at), *(getattr(self, name) for name in DAYS if name not in data)
        earlier = max(day for day in known if day)
        last = self._last_day_to_answer() if "decided_on" in data else None
        found = {}
        for name, value in data.items():
            if not isinstance(value, date):
                continue
            if value > today:
                found[name] = gettext("This lies in the future: enter when it happened.")
            elif name == "made_on" and self.received_on and value < self.received_on:
                found[name] = gettext("This lies before the case was delivered (%(day)s).") % {
                    "day": self.received_on
                }
            elif name == "decided_on" and last and value <= last:
                found[name] = gettext(
                    "The party could answer until %(day)s: no decision was made before."
                ) % {"day": last}
            elif name in DAYS and value < earlier:
                found[name] = gettext("This lies before the step that precedes it (%(day)s).") % {
                    "day": earlier
                }
        return found | unless_counted(data) | unless_numbered(self, data)

    def unless_controlled(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Why a case cannot be closed, or its report amended, as to the products: {field: sentence}."""
        controlled = data.get("under_control", self.under_control)
        why = data.get("not_controlled_why", self.not_controlled_why)
        if not controlled and not why:
            return {"not_controlled_why": gettext("The products are not under control: say why.")}
        if controlled and data.get("not_controlled_why"):
            return {"not_controlled_why": gettext("The products are under control: leave this empty.")}
        return {}

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """A regulator that is late is made known to the one above it and to the center."""
        above = [(self.regulator.parent, str(Role.CASE_OFFICER))] if self.regulator.parent else []
        center = [(self.center, str(Role.COMPILER))] if self.center else []
        return [*above, *center]

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: regulators of the place and the center alone see the record."""
        products = (
            "control",
            "made",
            "goods_value",
            "sold",
            "stock",
            "sealed",
            "recalled",
            "not_recalled_why",
        )
        case = (
            "filed_on",
            "case_number",
            "own_ground",
            "violation",
            # What was proposed and returned waits in the form for whoever proposes it again.
            *(() if self.state == EnforcementCaseState.INSPECTING else ("not_filed_why",)),
            "decided_on",
            "decision_number",
        )
        due = ("amount", "provision", "pay_to", "reconsidered_by", "court", "contact", "contact_phone")
        penalties = [self.said("penalties", self.penalties)] if self.penalties else []
        passed = (
            "transferred_from",
            "transferred_on",
            "handed_over",
            "materials",
            "disputed_by",
            "disputed_on",
            "dispute_reason",
            "assigned_by",
            "assigned_on",
            "assignment_reason",
        )
        told = ("review_opinion", "told_on", *(("waived",) if self.waived else ()))
        said = self.lines("heard", entries(self, viewer)) or self.facts("statement", "considered")
        ended = ("decision_served_on", "executed_on", "execution", "closed_on", "published_on")
        cause = self.facts("cause", "cause_detail")
        # Of everybody told of this result: a shop's denial, too, says something of whose the goods are.
        denied = [
            (f"{denial.notice.addressee}", f"{denial.get_statement_display()} · {denial.get_state_display()}")
            for denial in _denials(viewer, self.report_id)
        ]
        under_control = self.facts("under_control", "not_controlled_why") if self.control else []
        groups: Particulars = [
            (_("What it rests on"), self.lines("now_conforming", now_conforming([self.report]))),
            *changing([self.report], self.opened_at, viewer),
            (_("Matter"), self.facts("product", "enterprise", "shop", "regulator", "center", "report")),
            (_("Label and listing"), facts_of_party(self.report)),
            (
                _("Inspection of the enterprise"),
                self.facts("received_on", "started_on", "notice_number", "jurisdiction", "served_on"),
            ),
            (_("Jurisdiction"), self.facts(*passed)),
            (_("Result notices and replies"), self.lines("replies", self.replies(viewer))),
            (_("Denials of the product"), self.lines("denials", denied)),
            (_("Products and cause"), [*self.facts(*products), *under_control, *cause]),
            (_("Case"), [*self.facts(*case), *penalties, *self.facts(*due, "not_penalised_why")]),
            (_("Review, hearing and execution"), [*self.facts(*told), *said, *self.facts(*ended)]),
            (_("Report to the center"), self.facts(*REPORTED)),
        ]
        return [group for group in groups if group[1]]


@Prepared
def _told(viewer: Viewer, report: int) -> models.QuerySet[ResultNotice]:
    told = ResultNotice.objects.filter(report=report).visible_to(viewer).order_by("pk")
    return told.select_related("shop", "enterprise")


@Prepared
def _denied(report: int, who: int | None, *, party: str) -> models.QuerySet[Denial]:
    return Denial.objects.filter(**{"notice__report": report, f"notice__{party}": who}).order_by("id")


@Prepared
def _denials(viewer: Viewer, report: int) -> models.QuerySet[Denial]:
    found = Denial.objects.filter(notice__report=report).visible_to(viewer).order_by("id")
    return found.select_related("notice__shop", "notice__enterprise")
