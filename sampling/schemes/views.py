"""How is a scheme met? Its page, to which the parts that carry it out add what they know."""

from __future__ import annotations

from typing import Any

from accounts.models import Viewer
from documents import views as papers
from sampling.schemes.models import Scheme


def about_scheme(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """What of the plan it falls short of, and its papers."""
    return {"shortfall": list(scheme.shortfall.items()), **papers.about(scheme, viewer)}
