"""How are buyers assigned to many purchases at once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from accounts.coded import OneOf
from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Role
from casework.pages import several
from casework.pages.submissions import answered
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.forms import assignable
from sampling.purchases.models.purchases import Purchase

ASSIGN = PURCHASE_FLOW["assign"]
# What a field is called before the number of its purchase.
FIELD = "buyer "


class AssignManyForm(forms.Form):
    """Who buys each: proposed is whoever has the fewest purchases in hand."""

    # That the page was filled in, and not only asked for.
    filled = forms.CharField(widget=forms.HiddenInput, initial="on")

    def __init__(self, *args: Any, purchases: Sequence[Purchase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_hand = Counter(Purchase.objects.exclude(turn="").values_list("buyer_id", flat=True))
        able = {each.scheme_id: list(assignable(each.scheme)) for each in purchases}
        for purchase in purchases:
            people = able[purchase.scheme_id]
            field = OneOf(assignable(purchase.scheme), label=f"{purchase.title} · {purchase.shop}")
            # Asked once a scheme: each field by itself would ask again.
            field.choices = [(code_of(person), str(person)) for person in people]
            if people:
                least = min(people, key=lambda person: (in_hand[person.pk], person.pk))
                field.initial = least.pk
                in_hand[least.pk] += 1
            self.fields[FIELD + purchase.number] = field


def _organises(viewer: Viewer) -> bool:
    return Role.ORGANISER in viewer.roles


@member.to(_organises, _("Only those who organise the sampling assign buyers.")).by("POST")
def assign_many(request: Request) -> HttpResponse:
    """Assign a buyer to each of the purchases chosen, as far as they wait for one: one that is refused stops
    none of the others."""
    listed, now = reverse("purchase-list"), timezone.now()
    asked = [key.removeprefix(FIELD) for key in request.POST if key.startswith(FIELD)]
    numbers = [*request.POST.getlist("number"), *asked][: several.MOST]
    own = Purchase.objects.visible_to(request.viewer).filter(center=request.viewer.organisation)
    found = own.filter(number__in=numbers, state="planned").select_related("shop", "scheme").order_by("pk")
    purchases = list(found)
    if not purchases:
        messages.error(request, _("Choose purchases to which no buyer is assigned yet."))
        return redirect(listed)

    def action(data: dict[str, Any]) -> str:
        taken = several.take_each(
            purchases, ASSIGN, request.viewer, now, lambda each: {"buyer": data[FIELD + each.number]}
        )
        several.tell(request, ASSIGN, taken)
        return f"{listed}?state=planned" if taken.refused else listed

    entered = "filled" in request.POST
    return answered(
        request,
        AssignManyForm(request.POST if entered else None, purchases=purchases),
        action,
        heading=ASSIGN.label,
        path=[(_("Purchases"), listed)],
        text=_("The recipient of each is drawn: the least exposed of those whom its shop does not know."),
        done="",
        draft="",
        entered=entered,
    )
