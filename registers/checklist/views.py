"""What does the checklist of a province that begins show?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from registers.checklist import needs

ONLY = gettext_lazy("This is for those of a provincial bureau and of its center who see to it.")


@member.to(needs.province_of, ONLY)
def checklist(request: Request) -> HttpResponse:
    """What the province still needs, who sees to it, and where."""
    province = needs.province_of(request.viewer)
    assert province is not None  # as the rule asks
    found = needs.asked(province, timezone.localdate())
    context = {
        "province": province,
        "found": found,
        "left": sum(not met.done for _need, met in found),
        "heading": _("How far %(province)s is") % {"province": province},
    }
    return render(request, "registers/checklist/checklist.html", context, using="jinja2")
