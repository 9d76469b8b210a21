"""Who comes to what proves a purchase: on its page and as a program?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from sampling.evidence.actions import capsules
from sampling.purchases.models.purchases import Purchase

of_purchase = member.of(Purchase.objects.visible_to, "number")
opener = of_purchase.where(
    capsules.may_open, _("Only the buyer, the verifier and those who lead the sampling may do this.")
)
