"""How does a sampling scheme move? Clauses 6.2-1 to 6.2-3 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.flow import Flow, Refused, Step, Wait, With
from casework.lifting import own, wait
from casework.terms.table import term


class SchemeState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    SELECTING = "selecting", _("Targets proposed")
    ASKING = "asking", _("Exceptions asked for")
    BUYING = "buying", _("Buying")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOIDED = "voided", _("Voided")


# What was bought under such a scheme counts for nothing.
GIVEN_UP = (SchemeState.WITHDRAWN, SchemeState.VOIDED)


@wait
def plan_executing(scheme: Any, now: datetime) -> None:
    """The work plan has been issued to the center and is being carried out."""
    if scheme.plan.state != "executing":
        raise Refused(_("The work plan is not being carried out now: wait until it is, and received."))


@own("import", "list")
def has_listings(scheme: Any, now: datetime) -> None:
    """There is something to choose from."""
    if not scheme.listings.exists():
        raise Refused(_("The scheme has no listings yet: add or import what is on offer first."))


@own("unlist", "edit")
def within_scope(scheme: Any, now: datetime) -> None:
    """Nothing is on offer from a platform on which the scheme does not sample."""
    if beyond := scheme.beyond_scope():
        raise Refused(
            gettext(
                "Products of %(platforms)s are listed, where this scheme does not sample: take them off a "
                "draft, or withdraw what is submitted and draw up another."
            )
            % {"platforms": beyond}
        )


@own("edit")
def has_buyers(scheme: Any, now: datetime) -> None:
    """It is laid down who buys (6.2-1)."""
    if not scheme.buyers.exists():
        raise Refused(_("Nobody is named to buy: name the buyers of the scheme first."))


@own("commit")
def seed_settled(scheme: Any, now: datetime) -> None:
    """The seed was settled before the listing was, so that nobody can draw until they like the result."""
    if not scheme.seed_commitment:
        raise Refused(_("No seed is settled yet: settle one before the listing is frozen."))


def no_seed_yet(scheme: Any, now: datetime) -> None:
    """A seed is settled once."""
    if scheme.seed_commitment:
        raise Refused(_("The seed of this scheme is settled already: its digest is in the trail."))


@wait
def nothing_coming_in(scheme: Any, now: datetime) -> None:
    """The listing is whole: no file is being taken in."""
    if scheme.files.under_way().exists():
        raise Refused(_("A file of listings is being taken in: wait for it, or stop it."))


@wait
def nothing_being_chosen(scheme: Any, now: datetime) -> None:
    """One choice runs at a time."""
    if scheme.choosings.under_way().exists():
        raise Refused(_("A choice for this scheme is under way: wait for it, or stop it."))


@wait
def nothing_being_read(scheme: Any, now: datetime) -> None:
    """No step waits until the listing is read to its end."""
    if scheme.perusals.under_way().exists():
        raise Refused(_("The listing is being read to its end: wait for it, or stop it."))


def exceptions_found(scheme: Any, now: datetime) -> None:
    """Repeats would fill what the choice left open."""
    if not scheme.exceptions_missing():
        raise Refused(_("No exception would bring another target: the choice names none."))


@wait
def nothing_open(scheme: Any, now: datetime) -> None:
    """No purchase of the scheme is under way."""
    if scheme.purchases.exclude(turn="").exists():
        raise Refused(
            gettext(
                "Purchases of this scheme are still under way: finish them, or have them voided (%(who)s)"
                " first."
            )
            % {"who": scheme.purchases.model.flow.voided_by}
        )


# What an organiser does to a scheme before it is approved, and before its exceptions are allowed.
DREW_UP = ("open", "edit", "list", "import", "unlist", "commit", "submit")
CHOSE = ("choose", "ask", "confirm")

REVISE = term("W-22")
DECIDE, GO_ON = term("W-21"), term("W-20")

SCHEME_FLOW = Flow(
    SchemeState,
    Step(
        "open",
        _("Make a sampling scheme"),
        (),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(plan_executing,),
        at_once=True,
    ),
    Step("edit", _("Change the scheme"), ("draft",), "draft", (Role.ORGANISER,), "6.2-1", primary=False),
    Step(
        "unlist",
        _("Remove listings"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(nothing_being_read,),
        primary=False,
    ),
    Step(
        "list",
        _("Add a listing"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(nothing_coming_in, nothing_being_read),
        primary=False,
    ),
    Step(
        "import",
        _("Import listings"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(nothing_being_read,),
        primary=False,
        at_once=True,
    ),
    Step(
        "commit",
        _("Settle the seed"),
        ("draft",),
        "draft",
        (Role.ORGANISER,),
        "6.2-3",
        guards=(has_listings, no_seed_yet),
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for approval"),
        ("draft",),
        "submitted",
        (Role.ORGANISER,),
        "6.2-1",
        guards=(nothing_coming_in, nothing_being_read, has_listings, within_scope, has_buyers, seed_settled),
        meets=(REVISE,),
    ),
    Step(
        "approve",
        _("Approve the scheme"),
        ("submitted",),
        "approved",
        (Role.LEADER,),
        "6.2-1",
        differs=DREW_UP,
        prepared=True,
    ),
    Step(
        "return",
        _("Return for revision"),
        ("submitted",),
        "draft",
        (Role.LEADER,),
        "6.2-1",
        starts=(REVISE,),
        primary=False,
    ),
    Step(
        "choose",
        _("Choose the targets"),
        ("approved", "selecting"),
        "approved",
        (Role.ORGANISER,),
        "6.2-3",
        guards=(within_scope, nothing_being_chosen, nothing_being_read),
    ),
    Step("select", _("Propose the targets"), ("approved",), "selecting", (Role.SYSTEM,), "6.2-3"),
    Step(
        "confirm",
        _("Confirm the targets"),
        ("selecting",),
        "buying",
        (Role.ORGANISER,),
        "6.2-2",
        guards=(plan_executing, within_scope, nothing_being_read),
    ),
    Step(
        "ask",
        _("Ask for exceptions"),
        ("selecting",),
        "asking",
        (Role.ORGANISER,),
        "6.2-3",
        guards=(exceptions_found,),
        primary=False,
    ),
    Step(
        "grant",
        _("Allow the exceptions"),
        ("asking",),
        "approved",
        (Role.LEADER,),
        "6.2-3",
        differs=(*DREW_UP, *CHOSE),
    ),
    Step(
        "deny",
        _("Refuse the exceptions"),
        ("asking",),
        "selecting",
        (Role.LEADER,),
        "6.2-3",
        primary=False,
    ),
    Step(
        "allow",
        _("Allow an exception"),
        ("buying",),
        "buying",
        (Role.LEADER,),
        "6.2-3",
        differs=(*DREW_UP, *CHOSE, "add"),
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
        heeds_holds=True,
    ),
    Step(
        "reopen",
        _("Go on with buying"),
        ("completed",),
        "buying",
        (Role.SYSTEM,),
        "6.3-3",
        primary=False,
    ),
    Step(
        "withdraw",
        _("Withdraw the scheme"),
        ("draft", "submitted", "approved", "selecting", "asking"),
        "withdrawn",
        (Role.ORGANISER,),
        "6.2-1",
        drops=(GO_ON, DECIDE, REVISE),
        primary=False,
    ),
    turns={
        "draft": Role.ORGANISER,
        "submitted": Role.LEADER,
        "approved": Role.ORGANISER,
        "selecting": Role.ORGANISER,
        "asking": Role.LEADER,
        "buying": Role.ORGANISER,
    },
    main=("draft", "submitted", "approved", "selecting", "buying", "completed"),
    waits={
        # The organiser's own, unless it was returned.
        "draft": Wait.FREE,
        **dict.fromkeys(("submitted", "asking"), DECIDE),
        **dict.fromkeys(("approved", "selecting"), GO_ON),
        "buying": With("purchase", then="workplan"),
    },
    voids=(Role.LEADER,),
)
