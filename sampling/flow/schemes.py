"""How does a sampling scheme move? Clauses 6.2-1 to 6.2-3 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Flow, Refused, Step


class SchemeState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    SELECTING = "selecting", _("Targets proposed")
    BUYING = "buying", _("Buying")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOIDED = "voided", _("Voided")


def plan_executing(scheme: Any, now: datetime) -> None:
    """The work plan has been issued to the center and is being carried out."""
    if scheme.plan.state != "executing":
        raise Refused(_("The work plan is not being carried out now: wait until it is, and received."))


def has_listings(scheme: Any, now: datetime) -> None:
    """There is something to choose from."""
    if not scheme.listings.exists():
        raise Refused(_("The scheme has no listings yet: add or import what is on offer first."))


def has_buyers(scheme: Any, now: datetime) -> None:
    """It is laid down who buys (6.2-1)."""
    if not scheme.buyers.exists():
        raise Refused(_("Nobody is named to buy: name the buyers of the scheme first."))


def listings_unchanged(scheme: Any, now: datetime) -> None:
    """What is chosen from is what was approved."""
    if scheme.listings_digest != scheme.digest():
        raise Refused(
            _("The listings are not those that were approved: withdraw the scheme and make a new one.")
        )


def nothing_open(scheme: Any, now: datetime) -> None:
    """No purchase of the scheme is under way."""
    if scheme.purchases.exclude(turn="").exists():
        raise Refused(_("Purchases of this scheme are still under way: finish or void them first."))


SCHEME_FLOW = Flow(
    SchemeState,
    Step(
        "open", _("Make a sampling scheme"), (), "draft", (Role.ORGANISER,), "6.2-1", guards=(plan_executing,)
    ),
    Step("edit", _("Change the scheme"), ("draft",), "draft", (Role.ORGANISER,), "6.2-1", primary=False),
    Step("unlist", _("Remove listings"), ("draft",), "draft", (Role.ORGANISER,), "6.2-1", primary=False),
    Step(
        "list",
        _("Add a listing"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    Step(
        "import",
        _("Import listings"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for approval"),
        ("draft",),
        "submitted",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(has_listings, has_buyers),
    ),
    Step(
        "approve",
        _("Approve the scheme"),
        ("submitted",),
        "approved",
        (Role.LEADER,),
        "6.2-1",
        differs=("open", "edit", "list", "import", "unlist", "submit"),
    ),
    Step("return", _("Return for revision"), ("submitted",), "draft", (Role.LEADER,), "6.2-1", primary=False),
    Step(
        "select",
        _("Propose the targets"),
        ("approved",),
        "selecting",
        (Role.ORGANISER,),
        "6.2-3",
        guards=(listings_unchanged,),
    ),
    Step(
        "confirm",
        _("Confirm the targets"),
        ("selecting",),
        "buying",
        (Role.ORGANISER,),
        "6.2-2",
        guards=(plan_executing, listings_unchanged),
    ),
    Step(
        "allow",
        _("Allow an exception"),
        ("buying",),
        "buying",
        (Role.LEADER,),
        "6.2-3",
        differs=("open", "confirm"),
        primary=False,
    ),
    Step(
        "add",
        _("Add a target"),
        ("buying",),
        "buying",
        (Role.ORGANISER,),
        "6.2-2",
        guards=(plan_executing,),
        primary=False,
    ),
    Step(
        "complete",
        _("Complete the scheme"),
        ("buying",),
        "completed",
        (Role.ORGANISER, Role.SYSTEM),
        "6.2-1",
        guards=(nothing_open,),
    ),
    Step(
        "withdraw",
        _("Withdraw the scheme"),
        ("draft", "submitted", "approved", "selecting"),
        "withdrawn",
        (Role.ORGANISER,),
        "6.2-1",
        primary=False,
    ),
    turns={
        "draft": Role.ORGANISER,
        "submitted": Role.LEADER,
        "approved": Role.ORGANISER,
        "selecting": Role.ORGANISER,
        "buying": Role.ORGANISER,
    },
    main=("draft", "submitted", "approved", "selecting", "buying", "completed"),
    voids=(Role.LEADER,),
)
