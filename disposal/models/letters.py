"""What was a platform asked about one of its shops, and what did it answer?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Region, Viewer
from accounts.roles import Kind, Role
from casework.flow import Flow
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from catalogue.models import Shop, check_credit_code
from disposal.flow.letters import ASSISTANCE_FLOW
from disposal.flow.vocabulary import Question
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import regulator_party
from trail.days import Day, Moment
from trail.keys import to, to_maybe

# What each question asks to be filled in; of telephone and e-mail one is enough.
ASKED: dict[str, tuple[str, ...]] = {
    Question.IDENTITY: ("operator",),
    Question.ADDRESS: ("address", "region"),
    Question.SALES: ("sold", "amount", "sold_from", "sold_to"),
    Question.COMPLAINTS: ("complaints",),
}


class Assistance(Filed):
    """A regulator asks a platform who is behind a shop, where, and how much it sold (协查函, EC-09)."""

    flow: ClassVar[Flow] = ASSISTANCE_FLOW
    prefix = "AL"
    distinguished_by = ("item_id", "case__number")
    closed_to = frozenset({Role.BUYER})
    known_by = ("item_id", "shop__name_key__icontains")
    secrets = frozenset({"phone", "email", "address"})
    opens_from = {"enforcementcase": ("referred", "received", "inspecting")}

    case = to(EnforcementCase, _("enforcement case"), back="letters")
    regulator = regulator_party(_("asked by"))
    shop = to(Shop, _("shop"))
    product = models.CharField(_("product"), max_length=200)
    item_id = models.CharField(_("product ID"), max_length=60)
    asked = ArrayField(models.CharField(max_length=10, choices=Question), verbose_name=_("what is asked"))
    request = models.TextField(_("in detail"), blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=300)
    contact = models.CharField(_("officer to ask"), max_length=60)
    contact_phone = models.CharField(_("telephone of the officer"), max_length=40)
    again = models.TextField(_("what is still missing"), blank=True)
    delivered_on = Day(_("delivered on"), null=True, editable=False)
    received_at = Moment(_("received by the platform"), null=True, editable=False)

    operator = models.CharField(_("operator"), max_length=200, blank=True)
    natural_person = models.BooleanField(_("run by a natural person"), default=False)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    region = to_maybe(Region, _("actual place of business"), blank=True)
    address = models.CharField(_("actual address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone of the operator"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail of the operator"), blank=True)
    sold = models.PositiveIntegerField(_("pieces sold"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount of the sales, yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    sold_from = Day(_("sales from"), null=True, blank=True)
    sold_to = Day(_("sales until"), null=True, blank=True)
    complaints = models.TextField(_("complaints and returns"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=60, blank=True)
    answered_on = Day(_("answered on"), null=True, editable=False)
    cannot_why = models.TextField(_("why it cannot be answered"), blank=True)

    says: ClassVar[Sayings] = {"asked": Said(_("what is asked"), Question)}

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("assistance letter")
        verbose_name_plural = _("assistance letters")
        indexes = [
            models.Index(fields=["item_id"], name="assistance_item"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sold_from=None) | Q(sold_to=None) | Q(sold_to__gte=F("sold_from")),
                name="assistance_period",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="assistance_amount_not_negative"
            ),
        ]

    def unless_answered(self, data: Mapping[str, Any], today: date) -> dict[str, str]:
        """What an answer lacks of what was asked, or cannot be right: {field: sentence}."""
        missing = gettext("The regulator asked for this: fill it in, or say why it cannot be answered.")
        must = [name for question in self.asked for name in ASKED.get(question, ())]
        found = {name: missing for name in must if data.get(name) in (None, "")}
        if Question.IDENTITY in self.asked and not (data.get("natural_person") or data.get("credit_code")):
            found["credit_code"] = gettext("Enter the code, or say that a natural person runs the shop.")
        if Question.CONTACT in self.asked and not (data.get("phone") or data.get("email")):
            found["phone"] = missing
        first, last = data.get("sold_from"), data.get("sold_to")
        if last and last > today:
            found["sold_to"] = gettext("This lies in the future: enter when it happened.")
        elif first and last and last < first:
            found["sold_to"] = gettext("The period ends before it begins.")
        return found

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """A platform that is late is made known to who asked, to the regulator above, and to the center."""
        told = [(self.regulator, str(Role.CASE_OFFICER))]
        if self.regulator.parent:
            told.append((self.regulator.parent, str(Role.CASE_OFFICER)))
        if self.center:
            told.append((self.center, str(Role.COMPILER)))
        return told

    def discloses_to(self, viewer: Viewer) -> bool:
        """Whether the viewer may read how to reach the operator: who asked or answered, who has the case."""
        if viewer.kind == Kind.REGULATOR:
            return viewer.organisation.pk in (self.regulator_id, self.case.regulator_id)
        return viewer.kind == Kind.PLATFORM and viewer.organisation.pk == self.platform_id

    def particulars(self, viewer: Viewer) -> Particulars:
        """The letter and its answer; how to reach the operator, only to those concerned."""
        reach = ("address", "phone", "email") if self.discloses_to(viewer) else ()
        asked = [self.said("asked", self.asked)]
        letter = (
            "request",
            "legal_ground",
            "contact",
            "contact_phone",
            "delivered_on",
            "received_at",
            "again",
        )
        who = ("operator", "credit_code", "natural_person") if self.operator else ("credit_code",)
        sales = ("sold", "amount", "sold_from", "sold_to", "complaints")
        ended = ("remark", "cannot_why", "answered_by", "answered_on")
        groups: Particulars = [
            (_("Shop and product"), self.facts("platform", "shop", "product", "item_id")),
            (_("Letter"), [*self.facts("regulator"), *asked, *self.facts(*letter)]),
            (_("Answer"), self.facts(*who, "region", *reach, *sales, *ended)),
        ]
        return [group for group in groups if group[1]]
