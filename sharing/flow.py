"""How does a request for shared information move? Clause 6.5 as a table, and its words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.asking import ASKED, goes_on_without
from casework.flow import Flow, Refused, Step
from casework.lifting import own
from casework.terms.table import term


class ShareRequestState(TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    CLARIFYING = "clarifying", _("Question to the requester")
    ACTIVE = "active", _("Granted, in use")
    REFUSED = "refused", _("Not granted")
    WITHDRAWN = "withdrawn", _("Withdrawn by the requester")
    REVOKED = "revoked", _("Revoked")
    RETURNED = "returned", _("Given back")
    EXPIRED = "expired", _("Expired")
    VOIDED = "voided", _("Voided")


class ResourceState(TextChoices):
    """Where an entry of the catalogue stands. The center takes it into the repository (6.5-3)."""

    OFFERED = "offered", _("Offered to the center")
    ACCEPTED = "accepted", _("In the repository")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Holding(TextChoices):
    """What kind of information a resource holds."""

    FINDINGS = "findings", _("Findings of tests")
    REPORTS = "reports", _("Test reports and compiled reports")
    RISKS = "risks", _("Risk information")
    FIGURES = "figures", _("Statistics")
    LABORATORIES = "laboratories", _("Laboratories and their qualifications")
    STANDARDS = "standards", _("Standards and test items")
    DISPOSALS = "disposals", _("Disposals and enforcement")
    MARKET = "market", _("Shops, enterprises and products")
    OTHER = "other", _("Other information")


class Openness(TextChoices):
    """Who may have it: the secrecy level of a resource."""

    MEMBERS = "members", _("Open to every member")
    REQUEST = "request", _("On request")
    CLOSED = "closed", _("Closed: listed, but not shared")


class Cycle(TextChoices):
    """How often a resource is brought up to date."""

    LIVE = "live", _("At once")
    DAY = "day", _("Daily")
    WEEK = "week", _("Weekly")
    MONTH = "month", _("Monthly")
    QUARTER = "quarter", _("Quarterly")
    YEAR = "year", _("Yearly")
    ONCE = "once", _("Once")


class Heading(TextChoices):
    """Under which heads of the description of risk information (GB/T 30135) its fields fall.

    The standard itself was not at hand, only its title: the heads are those of clause 6.1.1 and of the forms.
    """

    PRODUCT = "product", _("Product")
    PRODUCER = "producer", _("Producer and seller")
    HAZARD = "hazard", _("Hazard")
    SCOPE = "scope", _("Scope concerned")
    DEGREE = "degree", _("Degree of the hazard")
    TEST = "test", _("Test and judgement")
    HANDLING = "handling", _("Handling")
    SOURCE = "source", _("Source")


class Method(TextChoices):
    """How the information is to be used (form 4.14: 方式)."""

    QUERY = "query", _("Query")
    INTERFACE = "interface", _("Interface")
    FILE = "file", _("File")


class Use(TextChoices):
    """In which way shared information was read."""

    PAGE = "page", _("Page")
    DOWNLOAD = "download", _("Download")
    API = "api", _("Interface")


class Answer(TextChoices):
    """What the holder answers (form 4.14: 答复)."""

    WHOLE = "whole", _("Granted in whole")
    PART = "part", _("Granted in part")
    NO = "no", _("Not granted")
    ELSEWHERE = "elsewhere", _("Passed on")


# The ceiling is that of an open information request: 20 working days (政府信息公开条例 art. 33).
ANSWER = term("DL-09")


@own()
def safeguards_are_acknowledged(request: Any, now: datetime) -> None:
    """The requester has acknowledged the safeguards that are in force (6.5-2-d, 6.5-5)."""
    request.resource.check_safeguards(request.requester)


@own()
def the_resource_is_shared(request: Any, now: datetime) -> None:
    """The resource still stands in the repository and is not closed."""
    request.resource.check_shared()


def the_period_is_over(request: Any, now: datetime) -> None:
    if request.in_period(now):
        raise Refused(_("The period of the grant is not over yet."))


S = ShareRequestState
OFFICER = (Role.SHARING_OFFICER,)

SHARE_REQUEST_FLOW = Flow(
    S,
    Step(
        "open",
        _("Ask for this resource"),
        (),
        S.SUBMITTED,
        OFFICER,
        "6.5-1",
        of="requester",
        guards=(the_resource_is_shared, safeguards_are_acknowledged),
        starts=(ANSWER,),
        admits=("requester", "owner", "center"),
    ),
    Step(
        "grant",
        _("Grant"),
        (S.SUBMITTED,),
        S.ACTIVE,
        OFFICER,
        "6.5-2-a",
        of="owner",
        guards=(the_resource_is_shared, safeguards_are_acknowledged),
        meets=(ANSWER,),
        reason="reason",
        equal=True,
    ),
    Step(
        "refuse",
        _("Refuse"),
        (S.SUBMITTED,),
        S.REFUSED,
        OFFICER,
        "6.5-2-b",
        of="owner",
        meets=(ANSWER,),
        reason="reason",
        equal=True,
    ),
    Step(
        "ask",
        _("Ask the requester"),
        (S.SUBMITTED,),
        S.CLARIFYING,
        OFFICER,
        "6.5-2-b",
        of="owner",
        suspends=(ANSWER,),
        reason="question",
        primary=False,
    ),
    Step(
        "pass_on",
        _("Pass on to another holder"),
        (S.SUBMITTED,),
        S.SUBMITTED,
        OFFICER,
        "6.5-2-b",
        of="owner",
        meets=(ANSWER,),
        starts=(ANSWER,),
        admits=("owner", "center"),
        reason="reason",
        primary=False,
    ),
    Step(
        "answer",
        _("Answer the question"),
        (S.CLARIFYING,),
        S.SUBMITTED,
        OFFICER,
        "6.5-1",
        of="requester",
        resumes=(ANSWER,),
    ),
    goes_on_without(S.CLARIFYING, S.SUBMITTED, Role.SHARING_OFFICER, ANSWER, "6.5-2-b", of="owner"),
    Step(
        "withdraw",
        _("Withdraw the request"),
        (S.SUBMITTED, S.CLARIFYING),
        S.WITHDRAWN,
        OFFICER,
        "6.5-1",
        of="requester",
        primary=False,
    ),
    Step(
        "revoke",
        _("Revoke the grant"),
        (S.ACTIVE,),
        S.REVOKED,
        OFFICER,
        "6.5-2-d",
        of="owner",
        reason="ended_why",
        primary=False,
    ),
    Step(
        "give_back",
        _("Give the grant back"),
        (S.ACTIVE,),
        S.RETURNED,
        OFFICER,
        "6.5-2-d",
        of="requester",
        primary=False,
    ),
    Step(
        "expire",
        _("Close: the period is over"),
        (S.ACTIVE,),
        S.EXPIRED,
        (Role.SYSTEM, Role.SHARING_OFFICER),
        "6.5-2-d",
        of="owner",
        guards=(the_period_is_over,),
        primary=False,
    ),
    turns={S.SUBMITTED: Role.SHARING_OFFICER, S.CLARIFYING: Role.SHARING_OFFICER},
    waits={S.CLARIFYING: ASKED},
    main=(S.SUBMITTED, S.ACTIVE, S.EXPIRED),
    voids=(Role.LEADER,),
)
