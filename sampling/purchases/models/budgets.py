"""How much more than its budget may a plan cost, and who allowed it?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalogue.money import yuan
from monitoring.plans.models.plans import WorkPlan
from trail.days import Moment


class Overrun(models.Model):
    """More than the budget of a plan, allowed by the leader for a reason."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="overruns")
    amount = yuan(_("above the budget, yuan"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = Moment(_("allowed"))

    class Meta:
        verbose_name = _("overrun")
        verbose_name_plural = _("overruns")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="overrun_amount")]
