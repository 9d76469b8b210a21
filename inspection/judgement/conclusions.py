"""How does a report conclude, in the form prescribed? (LB-11, 6.3-6)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from casework.clauses import carries
from catalogue.monitoring_rules import GROUNDS, ITEMS
from trail.enumerations import enumerated


@dataclass(frozen=True)
class Wording:
    """How the monitoring rules have a report conclude (6.3-6); "" for the words of LB-11."""

    passes: str = ""
    fails: str = ""


USUAL = Wording()


@carries("LB-11", "6.3-6")
def conclusion(
    failing: Sequence[str], grounds: str, untold: Sequence[str] = (), wording: Wording = USUAL
) -> str:
    """The sentence that concludes a report, in the form prescribed, in the installation's language.

    untold: items without a verdict (not tested, not judged); a second sentence says that it leaves them open.
    """
    with override(settings.LANGUAGE_CODE):
        prescribed = wording.fails if failing else wording.passes
        if prescribed:
            said = prescribed.replace(GROUNDS, grounds).replace(ITEMS, enumerated(failing))
        elif not failing:
            said = gettext("Sampled and tested: the items tested meet the requirements of %(grounds)s.") % {
                "grounds": grounds
            }
        else:
            said = gettext(
                "Sampled and tested: %(items)s does not meet the requirements of %(grounds)s; "
                "the conclusion is non-conforming."
            ) % {"items": enumerated(failing), "grounds": grounds}
        if not untold:
            return said
        left = gettext("This conclusion does not cover: %(items)s (not tested or not judged).") % {
            "items": enumerated(untold)
        }
        return gettext("%(sentence)s %(next)s") % {"sentence": said, "next": left}
