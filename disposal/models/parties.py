"""Who answers for a tested product where its label and its listing do not agree?

What the verifier read on the goods goes before what a listing said. Where they differ, or the goods name
nobody, a person decides and says why; a decision is never altered, the last one that fits the label counts.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region, User, places
from casework.models.facts import Fact, Facts, Said, Sayings
from catalogue.models import Enterprise
from catalogue.names import key
from disposal.flow.vocabulary import Party
from inspection.reports.models.reports import Report
from trail.days import Moment
from trail.keys import to, to_maybe

# What a record says of who answers for the goods.
OF_PARTIES: Sayings = {
    "on_the_label": Said(_("on the label")),
    "in_the_listing": Said(_("in the listing")),
    "party": Said(_("taken as the party")),
    "party_why": Said(_("reason of the decision")),
    "party_decided_at": Said(_("decided")),
    "party_anew": Said(_("to be decided anew")),
}


class PartyDecision(models.Model):
    """Who was taken as the party, upon which names, by whom, when and why."""

    report = to(Report, _("test report"), back="party_decisions")
    party = models.CharField(_("taken as the party"), max_length=8, choices=Party)
    enterprise = to_maybe(Enterprise, _("enterprise"))
    reason = models.TextField(_("reason of the decision"))
    # The names as they stood when it was decided: a label that is read otherwise later is decided anew.
    label_producer = models.CharField(_("producer on the label"), max_length=200, blank=True)
    label_brand = models.CharField(_("brand on the label"), max_length=200, blank=True)
    listed_producer = models.CharField(_("producer in the listing"), max_length=200, blank=True)
    listed_brand = models.CharField(_("brand in the listing"), max_length=200, blank=True)
    decided_by = to(User, _("decided by"))
    decided_at = Moment(_("decided"))

    class Meta:
        verbose_name = _("decision on the party")
        verbose_name_plural = _("decisions on the party")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(party=Party.UNKNOWN, enterprise=None)
                | (~Q(party=Party.UNKNOWN) & Q(enterprise__isnull=False)),
                name="party_names_whom",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="party_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.enterprise or self.get_party_display())

    def fits(self, report: Report) -> bool:
        """Whether the label still names whom it named when this was decided."""
        now, then = (report.producer, report.brand), (self.label_producer, self.label_brand)
        return [key(name) for name in now] == [key(name) for name in then]

    def where(self) -> str:
        """Where the enterprise is: its region, and its address."""
        if self.enterprise is None:
            return ""
        line = [place.name for place in reversed(places(self.enterprise.region).values())]
        return " · ".join(filter(None, ("".join(line), self.enterprise.address)))

    def account(self) -> str:
        """The decision in a sentence, for papers."""
        return gettext(
            "Label: %(label)s; listing: %(listing)s. Taken as the party: %(party)s. %(reason)s"
        ) % {
            "label": " · ".join(filter(None, (self.label_producer, self.label_brand))) or "/",
            "listing": " · ".join(filter(None, (self.listed_producer, self.listed_brand))) or "/",
            "party": self,
            "reason": self.reason,
        }


def last_decision(report: Report) -> PartyDecision | None:
    """The last decision on a report, whether or not its label still says the same."""
    made = list(report.party_decisions.all())
    return made[-1] if made else None


def decision(report: Report) -> PartyDecision | None:
    """The decision that counts for a report as it is now."""
    last = last_decision(report)
    return last if last and last.fits(report) else None


def in_doubt(report: Report) -> bool:
    """Whether somebody has to say who the party is: label and listing differ, or only the label names one."""
    unlisted = key(report.producer) and report.sample.purchase.enterprise is None
    return bool(unlisted or any(each.of_party for each in report.discrepancies()))


def undecided(report: Report) -> bool:
    """Whether it is in doubt who answers for a product that failed, and nobody has decided."""
    return bool(report.failing) and in_doubt(report) and decision(report) is None


def party_of(report: Report) -> Enterprise | None:
    """The enterprise that answers for the product; None where nobody is known, or nobody has decided."""
    decided = decision(report)
    if decided:
        return decided.enterprise
    return None if in_doubt(report) else report.sample.purchase.enterprise


def agrees(region: Region, address: str) -> bool:
    """Whether an address names no other place than a region: the narrowest that it names holds the region or
    lies in it; one that names no place that is known says nothing against it."""
    known = Region.objects.exclude(level=Level.NATION).select_related("parent__parent")
    named = {place.pk: places(place).values() for place in known if place.name in address}
    wide = {each.pk for pk, line in named.items() for each in line if each.pk != pk}
    around = {place.pk for place in places(region).values()}
    narrowest = [pk for pk in named if pk not in wide]
    inside = [pk for pk in narrowest if pk in around or region in named[pk]]
    return not narrowest or bool(inside)


def names_of(report: Report) -> str:
    """What label and listing say of a report's product, in one line."""
    purchase = report.sample.purchase
    listed = filter(None, (str(purchase.enterprise or ""), str(purchase.brand or "")))
    return gettext("label: %(label)s; listing: %(listing)s") % {
        "label": " · ".join(filter(None, (report.producer, report.brand))) or gettext("nothing"),
        "listing": " · ".join(listed) or gettext("nothing"),
    }


def _said(key: str, value: Any, code: Any = None) -> Fact:
    return OF_PARTIES[key].fact(key, value, code=code)


def facts_of_party(report: Report) -> Facts:
    """What a page says of the decision on a report; nothing where label and listing agree."""
    last = last_decision(report)
    if last is None:
        return []
    label = " · ".join(filter(None, (last.label_producer, last.label_brand)))
    listing = " · ".join(filter(None, (last.listed_producer, last.listed_brand)))
    party = f"{last.get_party_display()} · {last.enterprise or '/'}"
    found: Facts = [
        _said("on_the_label", label),
        _said("in_the_listing", listing),
        _said("party", party, last.party),
        _said("party_why", last.reason),
        _said("party_decided_at", last.decided_at),
    ]
    if last.fits(report):
        return found
    amended = gettext("The report was amended since; it now says: %(names)s.")
    return [*found, _said("party_anew", amended % {"names": names_of(report)})]
