"""When may a step be taken with a sample? Each condition raises Refused with the reason why not now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.flow import Refused
from casework.lifting import own, wait

# The code of a hold on a sample while somebody is to decide what becomes of it.
DECISION = "decision"


def purchase_accepted(sample: Any, now: datetime) -> None:
    """No sample without an accepted purchase."""
    if sample.purchase.state != "accepted":
        raise Refused(_("The purchase has not been accepted: a sample comes from an accepted purchase only."))


@wait
def has_laboratory(sample: Any, now: datetime) -> None:
    """A laboratory has been commissioned to test it."""
    if sample.laboratory_id is None:
        raise Refused(
            _("No laboratory is commissioned to test this sample yet: it is the organiser's to do.")
        )


def without_laboratory(sample: Any, now: datetime) -> None:
    """No other laboratory has been commissioned to test it."""
    if sample.laboratory_id is not None:
        raise Refused(_("A laboratory is commissioned to test this sample already."))


@wait
def taken_on(sample: Any, now: datetime) -> None:
    """Nothing is tested before the laboratory has accepted the commission (6.3-1)."""
    if sample.commission_accepted() is False:
        raise Refused(
            _("The commission of this sample has not been accepted yet: accept or decline it first.")
        )


@wait
def not_taken_on(sample: Any, now: datetime) -> None:
    """The laboratory has not accepted its commission: from then on it tests, or reports what came in the
    way."""
    if sample.commission_accepted() is not False:
        raise Refused(
            _("No commission waits to be accepted: test it, or report an abnormality if it cannot be tested.")
        )


@wait
def for_testing(sample: Any, now: datetime) -> None:
    """A backup sample is kept for a second test: it never goes to the first laboratory."""
    if sample.is_backup:
        raise Refused(_("A backup sample stays in the store: it is kept for a second test."))


@wait
def for_backup(sample: Any, now: datetime) -> None:
    """Only what is kept for a second test is put aside under seal."""
    if not sample.is_backup:
        raise Refused(_("This is the test sample: only a backup sample is kept under seal."))


@wait
def nothing_awaited(sample: Any, now: datetime) -> None:
    """Nobody is to decide first what becomes of it (6.3-3)."""
    if reason := sample.awaited(now):
        raise Refused(reason)


@wait
def results_entered(sample: Any, now: datetime) -> None:
    """Every item that a laboratory was commissioned to test has its result, or was left out by a decision."""
    if missing := sample.results_missing():
        raise Refused(missing)


def backup_or_returned(sample: Any, now: datetime) -> None:
    """The center disposes of backup samples, and of test samples that came back after the test."""
    if not sample.is_backup and sample.state not in ("returned", "discarding"):
        raise Refused(_("This is the test sample: it is tested first, and given back or disposed of then."))


def seal_open(sample: Any, now: datetime) -> None:
    """The seal has not been confirmed by a second person yet."""
    if sample.sealed:
        raise Refused(_("Two persons have sealed this sample already."))


def seal_entered(sample: Any, now: datetime) -> None:
    """A first person has sealed it."""
    if not sample.seal_number:
        raise Refused(_("Nobody has sealed this sample yet: enter the seal first."))


@own("seal", "witness")
def under_seal(sample: Any, now: datetime) -> None:
    """Two persons have sealed it."""
    if not sample.sealed:
        raise Refused(_("This sample is not sealed yet: two persons seal it, one after the other."))


@own("seal", "witness")
def all_sealed(sample: Any, now: datetime) -> None:
    """In a supervision check nothing is handed over before both sets are sealed (O18-06)."""
    if sample.supervised and not sample.purchase.fully_sealed():
        raise Refused(
            _("In a supervision check both sets are sealed, by two persons each, before one is handed over.")
        )


def seal_unbroken(sample: Any, now: datetime) -> None:
    """In a supervision check a sample whose seal was found broken is of no more use."""
    if sample.supervised and sample.seal_intact is False:
        raise Refused(_("Its seal was broken: a supervision check needs another sample, buy a substitute."))


@wait
def no_longer_needed(sample: Any, now: datetime) -> None:
    """Nobody may still ask for a second test (O18-15)."""
    reason = sample.still_needed(now)
    if reason:
        raise Refused(reason)
