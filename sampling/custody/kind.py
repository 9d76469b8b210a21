"""Where and how are samples met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.desks import Desk, Together
from casework.pages.navigation import Place, Section
from sampling.custody.views import OTHERWISE, RECEIPT, about_sample
from sampling.samples.models.samples import Sample

SAMPLES = Desk(
    Sample,
    at="samples",
    order=70,
    label=_("Samples"),
    menu={
        Kind.CENTER: Place(Section.SAMPLING, 40),
        Kind.LABORATORY: Place(Section.INSPECTION, 20),
    },
    station=stations.SAMPLING,
    about=about_sample,
    beside={"receive": RECEIPT, "reject": RECEIPT, "store": OTHERWISE, "seal": OTHERWISE},
    template="sampling/custody/sample.html",
    together=(Together("labels-ask", _("Labels to print")),),
)
