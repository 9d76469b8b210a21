"""May an item have been tested by another laboratory, and by which? (ISO/IEC 17025 7.8.2.1 p, CMA)"""

from __future__ import annotations

import re
from datetime import date

from django.db.models import F, Value
from django.utils.translation import gettext

from accounts.models import Organisation
from accounts.roles import Kind
from catalogue.models import TestItem
from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import not_covered

# What a certificate is known by: digits, or capitals among them.
NUMBER = re.compile(r"(?=[0-9A-Z]{0,16}[0-9]{4})[0-9A-Z]{8}")


def unless_subcontracted(said: str, item: TestItem, entrustment: Entrustment, on: date) -> str:
    """Why an item of a commission cannot have been tested by whom is named; "" if it can, or nobody is.

    on: the day for which a registered laboratory's certificate is asked; of one that is not registered the
    number of its certificate has to stand beside its name.
    """
    if not said:
        return ""
    if not entrustment.subcontracting:
        return gettext(
            "The commission does not allow subcontracting: agree on it with the center, or test the item "
            "yourselves."
        )
    if entrustment.laboratory.name in said:
        return gettext("This is your own laboratory: leave it empty where you test the item yourselves.")
    registered = Organisation.objects.filter(kind=Kind.LABORATORY).alias(said=Value(said))
    if laboratory := registered.filter(said__contains=F("name")).order_by("-active", "name").first():
        return " ".join(not_covered(laboratory, [item], on))
    if not NUMBER.search(said):
        return gettext(
            "Write the laboratory's name as on its certificate, and the number of its CMA certificate beside "
            "it."
        )
    return ""
