"""Which matrices came with the system? That of the EU, filled in, and an empty one for GB/T 22760.

The matrix of GB/T 22760-2020 is not ours to print: whoever has the standard fills it in.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

DEFAULT = "eu-2019-417"
EMPTY = "gbt-22760-2020"
EU_BANDS = [
    ["1/2", ["high", "serious", "serious", "serious"]],
    ["1/10", ["medium", "serious", "serious", "serious"]],
    ["1/100", ["medium", "serious", "serious", "serious"]],
    ["1/1000", ["low", "high", "serious", "serious"]],
    ["1/10000", ["low", "medium", "high", "serious"]],
    ["1/100000", ["low", "low", "medium", "high"]],
    ["1/1000000", ["low", "low", "low", "medium"]],
]
EU_REST = ["low", "low", "low", "low"]
RAISES = [
    [100_000, {"low": "medium", "medium": "high"}],
    [500_000, {"low": "medium", "medium": "high", "high": "serious"}],
    [1_000_000, {"low": "high", "medium": "serious", "high": "serious"}],
]

# The values of monitoring.criteria.models.Criteria.
PUBLISHED: tuple[dict[str, Any], ...] = (
    {
        "version": DEFAULT,
        "name": "EU matrix of 2019",
        "source": "Decision (EU) 2019/417",
        "bands": EU_BANDS,
        "rest": EU_REST,
    },
    {
        "version": "eu-2019-417-units",
        "name": "EU matrix of 2019, raised by the items in use",
        "source": "Decision (EU) 2019/417; OPSS PRISM",
        "bands": EU_BANDS,
        "rest": EU_REST,
        "raises": RAISES,
    },
    {"version": EMPTY, "name": "Matrix of GB/T 22760-2020", "source": "GB/T 22760-2020"},
)
# Their names in the reader's language; those of the others are as they were typed.
LABELS = {
    DEFAULT: _("EU matrix of 2019"),
    "eu-2019-417-units": _("EU matrix of 2019, raised by the items in use"),
    EMPTY: _("Matrix of GB/T 22760-2020"),
}
