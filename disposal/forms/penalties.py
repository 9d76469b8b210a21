"""What is proposed against the party of a case, and what does the paper of it have to say?"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.pages.forms import as_last_time, needed_when, put_forward
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.vocabulary import Penalty
from disposal.forms.cases import CaseForm
from disposal.models.cases import EnforcementCase
from trail.boxes import Several
from trail.reasons import says_why

# What the paper of a penalty cannot do without.
ON_PAPER = ("provision", "reconsidered_by", "court", "contact", "contact_phone")
# Where the party pays, and to whom it may turn: each is named.
OFFICES = ("pay_to", "reconsidered_by", "court")
MONEY = {Penalty.FINE, Penalty.GAINS}
SHORTEST_NAME = 4
# A hotline of the authorities has five.
FEWEST_DIGITS = 5
# 产品质量法, but neither 本法 nor 违法; what stands in title marks is a law's name by itself.
_LAW = re.compile(
    r"《[^》]{2,60}》|[\u4e00-\u9fff](?<![本该此违合非执依])(?:法|条例|规定|办法|规则|细则|决定|标准)"
    r"|\b(?:law|act|code|regulations?|rules?|measures|provisions|standard)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"第\s{0,3}[〇零一二三四五六七八九十百千0-9０-９]{1,9}\s{0,3}条|\b(?:article|art\.?)\s{0,3}\d{1,5}",
    re.IGNORECASE,
)


def validate_provision(text: str) -> None:
    """Refuse, beside its field, a legal basis that names no law, or no article of it."""
    if not _LAW.search(text) or not _ARTICLE.search(text):
        raise ValidationError(
            _("Name the law and its article, as in “Product Quality Law, Article 49”: the party looks it up.")
        )


def validate_office(text: str) -> None:
    """Refuse, beside its field, what names no office, court or bank: "x"."""
    signs = [sign for sign in text if sign.isalnum()]
    if len(signs) < SHORTEST_NAME or not says_why(text):
        raise ValidationError(_("Enter the full name, as the party has to find it: the paper says it."))


def validate_telephone(text: str) -> None:
    """Refuse, beside its field, what nobody can be called by."""
    if sum(sign.isdigit() for sign in text) < FEWEST_DIGITS:
        raise ValidationError(_("This is no telephone number: enter it with all its digits."))


@ENFORCEMENT_CASE_FLOW.asks("propose_decision")
class ProposeDecisionForm(CaseForm):
    """The decision as it is proposed: its penalties, or why there is none; and what its paper has to say."""

    penalties = Several(label=_("Penalties"), choices=Penalty, required=False)

    class Meta:
        model = EnforcementCase
        fields = ("penalties", "amount", "provision", "pay_to", *ON_PAPER[1:], "not_penalised_why")
        widgets = {"provision": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "provision": _("Law, article and paragraph: what was violated, and what follows from it."),
            "pay_to": _("Bank, account and the number to give; asked for where there is something to pay."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin_as_before()
        for name in ON_PAPER:
            needed_when(self.fields[name], _("mandatory for a penalty"))
        for name in ("amount", "pay_to"):
            needed_when(self.fields[name], _("mandatory for a fine or a confiscation of gains"))
        needed_when(self.fields["not_penalised_why"], _("mandatory where there is no penalty"))
        self.fields["provision"].validators.append(validate_provision)
        self.fields["contact_phone"].validators.append(validate_telephone)
        for name in OFFICES:
            self.fields[name].validators.append(validate_office)

    def _begin_as_before(self) -> None:
        """With whom the office's decisions are contested and where they are paid is the same in each case;
        under which number an officer is called, in each case of that officer."""
        officer, office = str(self.viewer.user), self.instance.regulator
        others = EnforcementCase.objects.visible_to(self.viewer).filter(regulator=office).order_by("-pk")
        put_forward(self, contact=officer, contact_phone=office.phone)
        as_last_time(self, others, *OFFICES)
        as_last_time(self, others.filter(contact=officer), "contact_phone")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        penalties = data.get("penalties")
        money = MONEY & set(penalties or [])
        if not penalties and not data.get("not_penalised_why"):
            self.add_error("not_penalised_why", _("Choose the penalties, or say why there is none."))
        if penalties and data.get("not_penalised_why"):
            self.add_error("not_penalised_why", _("A penalty is chosen: it needs no reason for having none."))
        for name in (*(ON_PAPER if penalties else ()), *(("pay_to",) if money else ())):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("The notice and the decision say this to the party: fill it in."))
        if "amount" not in self.errors:
            self._clean_amount(data.get("amount"), bool(money))
        return data

    def _clean_amount(self, amount: Any, money: bool) -> None:
        """What takes money takes more than none; what takes none has no amount."""
        if money and amount is None:
            self.add_error("amount", _("Enter the amount of the fine and of what was confiscated."))
        elif money and amount == 0:
            none = _("A fine or a confiscation of nothing is none: enter more than 0, or do not choose it.")
            self.add_error("amount", none)
        elif not money and amount is not None:
            self.add_error("amount", _("Only a fine or a confiscation of gains has an amount."))
