"""What do the legal reviewer and the head read beside the form by which they pass or decide a proposal?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from disposal.flow.vocabulary import Penalty
from disposal.models.cases import EnforcementCase
from disposal.models.hearing import entries
from disposal.models.notices import ResultNotice
from disposal.views.matter import what_it_is_about
from documents import views as papers
from documents.models import Attachment
from trail.models import Event

# By the Product Quality Law the highest fine for what fails is three times the value of the goods (art. 49);
# where another law allows more, whoever passes it sees that it does.
FAR = 3


def out_of_proportion(case: EnforcementCase) -> str:
    """What is to be said of an amount far above the value of the goods; "" where it is not, or no value is
    on record."""
    amount, value = case.amount, case.goods_value
    if amount is None or value is None or amount <= FAR * value:
        return ""
    said = {"amount": f"{amount:,}", "value": f"{value:,}"}
    if not value:
        return _("The goods are entered as worth nothing, and %(amount)s yuan are to be paid.") % said
    times = f"{amount / value:,.1f}".removesuffix(".0")
    return _(
        "The fine is %(times)s times the value of the goods"
        " (%(amount)s yuan to be paid, goods of %(value)s yuan)."
    ) % {**said, "times": times}


def _said(case: EnforcementCase, viewer: Viewer) -> Facts:
    """What the party said: to the result, and to what was proposed."""
    replies = ResultNotice.objects.filter(pk__in=case.notices()).visible_to(viewer).order_by("pk")
    return [
        *(row for notice in replies.select_related("shop", "enterprise") for row in notice.exchange()),
        *case.facts("told_on", *(("waived",) if case.waived else ())),
        *(entries(case, viewer) or case.facts("statement", "considered")),
    ]


def signed(case: EnforcementCase, viewer: Viewer) -> list[dict[str, Any]]:
    """The files in which the party states something, or waives the rest of its time: of what is proposed now,
    not of what was proposed before."""
    proposed = Event.objects.of("record", case.pk).filter(verb="propose_decision").first()
    if proposed is None:
        return []
    files = Attachment.objects.of(case, viewer).filter(kind="statement", at__gte=proposed.at)
    return [papers.shown(file) for file in files]


def what_is_proposed(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """The proposal from its ground to its amount, what the party said of it, and what stands out; then what
    the case is about."""
    penalties = [str(Penalty(kind).label) for kind in case.penalties]
    value = case._meta.get_field("goods_value").verbose_name
    proposed = [
        (_("Party concerned"), case.party_concerned),
        *case.facts("violation", "own_ground", "provision"),
        *([(_("penalties"), penalties)] if penalties else []),
        *case.facts("amount", "pay_to", "reconsidered_by", "court"),
        (value, case.goods_value),
        *case.facts("cause", "cause_detail", "not_penalised_why", "review_opinion"),
    ]
    groups = [("", proposed), (_("What the party said"), _said(case, viewer))]
    found = [Card(_("What is proposed"), groups, warning=out_of_proportion(case))]
    if files := signed(case, viewer):
        found.append(
            Card(_("Signed by the party: its statement, or that it waives the rest of its time"), files=files)
        )
    return [*found, *what_it_is_about(case, viewer)]


def what_was_said(case: EnforcementCase, viewer: Viewer) -> list[Card]:
    """All that the party said so far, and what it signed: what is entered now is added to that."""
    said = _said(case, viewer) or [(_("What the party said"), _("nothing was entered yet"))]
    return [Card(_("What the party said"), [("", said)], files=signed(case, viewer))]


SAID = cards(what_was_said)
PROPOSED = cards(what_is_proposed)
