"""Which work of this stage is done by a worker?"""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from inspection.commissions.actions import expiries
from inspection.instruments import actions as instruments
from inspection.issuing.sealing.actions import reminders as unsealed


@shared_task(name="inspection.warn_of_calibrations", ignore_result=True)
def warn_of_calibrations() -> int:
    """Tell laboratories of calibrations that run out."""
    return instruments.warn(timezone.now())


@shared_task(name="inspection.warn_of_certificates", ignore_result=True)
def warn_of_certificates() -> int:
    """Tell laboratories and centers of certificates that run out."""
    return expiries.warn(timezone.now())


@shared_task(name="inspection.warn_of_unsealed", ignore_result=True)
def warn_of_unsealed() -> int:
    """Tell laboratories and centers of reports that have not come back sealed."""
    return unsealed.warn(timezone.now())
