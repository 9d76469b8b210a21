"""How does a report conclude, in the form prescribed? (LB-11, 6.3-6)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from casework.clauses import carries
from catalogue.monitoring_rules import GROUNDS, ITEMS
from inspection.judgement.by_figures import ItemVerdict
from trail.enumerations import enumerated


@dataclass(frozen=True)
class Wording:
    """How the monitoring rules have a report conclude (6.3-6); "" for the words of LB-11."""

    passes: str = ""
    fails: str = ""


USUAL = Wording()


@dataclass(frozen=True)
class Ruled:
    """How an item came out, by each ground.

    required: its verdict by the grounds of judgement (an ItemVerdict); "" where only what the product states
    was judged. stated: its verdict by that; "" where it states nothing of the item.
    """

    item: str
    required: str
    stated: str = ""


OPEN = (ItemVerdict.NOT_TESTED, ItemVerdict.NOT_JUDGED)


@carries("LB-11", "6.3-4", "6.3-6")
def conclusion(found: Sequence[Ruled], grounds: str, wording: Wording = USUAL, labelled: str = "") -> str:
    """The sentences that conclude a report, in the form prescribed, in the installation's language.

    First by the grounds of judgement; then what these leave open; then by what the product states of itself,
    with the standard on its label.
    """
    with override(settings.LANGUAGE_CODE):
        said = [_by_grounds(found, grounds, wording), _left_open(found), *_by_statement(found, labelled)]
        sentences = [sentence for sentence in said if sentence]
        whole = "".join(sentences[:1])
        for sentence in sentences[1:]:
            whole = gettext("%(sentence)s %(next)s") % {"sentence": whole, "next": sentence}
        return whole


def _by_grounds(found: Sequence[Ruled], grounds: str, wording: Wording) -> str:
    """By the grounds of judgement; "" where nothing but the product's own statement was judged."""
    required = {one.required for one in found}
    if any(one.stated for one in found) and not required & {
        ItemVerdict.CONFORMING,
        ItemVerdict.NON_CONFORMING,
    }:
        return ""
    failing = [one.item for one in found if one.required == ItemVerdict.NON_CONFORMING]
    prescribed = wording.fails if failing else wording.passes
    if prescribed:
        return prescribed.replace(GROUNDS, grounds).replace(ITEMS, enumerated(failing))
    if not failing:
        return gettext("Sampled and tested: the items tested meet the requirements of %(grounds)s.") % {
            "grounds": grounds
        }
    return gettext(
        "Sampled and tested: %(items)s does not meet the requirements of %(grounds)s; "
        "the conclusion is non-conforming."
    ) % {"items": enumerated(failing), "grounds": grounds}


def _left_open(found: Sequence[Ruled]) -> str:
    untold = [one.item for one in found if one.required in OPEN]
    said = gettext("This conclusion does not cover: %(items)s (not tested or not judged).")
    return said % {"items": enumerated(untold)} if untold else ""


def _by_statement(found: Sequence[Ruled], labelled: str) -> Iterator[str]:
    """By what the product states of itself: which items break that, and which keep to it."""
    where = {"label": labelled or gettext("no standard on the label")}
    for verdict, form in (
        (
            ItemVerdict.NON_CONFORMING,
            gettext(
                "%(items)s does not meet what the product itself states (%(label)s); "
                "the conclusion is non-conforming."
            ),
        ),
        (ItemVerdict.CONFORMING, gettext("%(items)s meets what the product itself states (%(label)s).")),
    ):
        if items := [one.item for one in found if one.stated == verdict]:
            yield form % {"items": enumerated(items), **where}
