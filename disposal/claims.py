"""Does what a compilation says contradict what its test reports found?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext

_ALL_CONFORM = re.compile(
    r"(?<![未非不])(?:全部|全都|均|都|皆)(?:为)?(?:符合|合格)|(?:未发现|未检出|没有|无)(?:不合格|不符合)|"
    r"\ball\b[^.;]{0,40}\bconform|\b(?:no|none)\b[^.;]{0,40}\b(?:fail|non-conform)",
    re.IGNORECASE,
)
_FAILED = re.compile(r"不合格|不符合|\bfail|non-conform", re.IGNORECASE)
_NOTHING_TO_DO = re.compile(
    r"(?:无需|无须|不需要?|不必)(?:作出?|进行|采取)?(?:任何)?(?:处理|处置|措施)|"
    r"\bno (?:action|measure)s?\b|\bnothing (?:is )?to (?:do|be done)\b",
    re.IGNORECASE,
)


def contradictions(failed: Sequence[str], *, summary: str = "", platform_advice: str = "") -> dict[str, str]:
    """What these texts claim that is not so beside reports that failed, in sentences by the field.

    failed: the numbers of those reports. A summary that tells of a failure besides may say of the others that
    they conform.
    """
    found: dict[str, str] = {}
    if not failed:
        return found
    numbers = ", ".join(failed)
    claim = _ALL_CONFORM.search(summary)
    if claim and not _FAILED.search(_ALL_CONFORM.sub("", summary)):
        said = gettext("The summary says “%(claim)s”, but these reports found non-conformity: %(numbers)s.")
        found["summary"] = said % {"claim": claim[0], "numbers": numbers}
    if nothing := _NOTHING_TO_DO.search(platform_advice):
        said = gettext(
            "The advice to platforms says “%(claim)s”, which contradicts the least measure asked for on the "
            "products that failed: %(numbers)s."
        )
        found["platform_advice"] = said % {"claim": nothing[0], "numbers": numbers}
    return found
