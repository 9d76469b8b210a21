"""Which roles are there, in which kind of organisation, and what does each do?"""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds of organisation that work in the system (clauses 1, 4.1)."""

    REGULATOR = "regulator", _("Regulator")
    CENTER = "center", _("Monitoring center")
    LABORATORY = "laboratory", _("Laboratory")
    PLATFORM = "platform", _("E-commerce platform")
    MERCHANT = "merchant", _("Shop or enterprise")


class Role(models.TextChoices):
    """What a member of an organisation is trusted with. A person may hold several."""

    # regulator
    PLANNER = "planner", _("Planner")
    APPROVER = "approver", _("Approver")
    CASE_OFFICER = "case_officer", _("Case officer")
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer")
    # center
    COLLECTOR = "collector", _("Risk information officer")
    ASSESSOR = "assessor", _("Assessor")
    CHAIR = "chair", _("Panel chair")
    LEADER = "leader", _("Center leader")
    ORGANISER = "organiser", _("Sampling and testing organiser")
    BUYER = "buyer", _("Buyer")
    VERIFIER = "verifier", _("Sample verifier")
    STOREKEEPER = "storekeeper", _("Storekeeper")
    ADDRESS_KEEPER = "address_keeper", _("Keeper of recipients and addresses")
    COMPILER = "compiler", _("Report compiler")
    # laboratory
    RECEIVER = "receiver", _("Sample receiver")
    TESTER = "tester", _("Tester")
    REVIEWER = "reviewer", _("Reviewer")
    SIGNATORY = "signatory", _("Authorised signatory")
    # platform
    QUALITY_OFFICER = "quality_officer", _("Platform quality officer")
    # shop or enterprise, through a signed link
    RESPONDENT = "respondent", _("Who answers for the shop or enterprise")
    # every kind
    SHARING_OFFICER = "sharing_officer", _("Information sharing officer")
    ADMINISTRATOR = "administrator", _("Administrator of the organisation")
    # nobody: the system itself, acting on an event
    SYSTEM = "system", _("The system")

    @property
    def kind(self) -> Kind | None:
        """The kind of organisation a role belongs to; None for those that every kind has, and the system."""
        return KIND_OF.get(self)


KIND_OF: dict[Role, Kind] = {
    Role.PLANNER: Kind.REGULATOR,
    Role.APPROVER: Kind.REGULATOR,
    Role.CASE_OFFICER: Kind.REGULATOR,
    Role.LEGAL_REVIEWER: Kind.REGULATOR,
    Role.COLLECTOR: Kind.CENTER,
    Role.ASSESSOR: Kind.CENTER,
    Role.CHAIR: Kind.CENTER,
    Role.LEADER: Kind.CENTER,
    Role.ORGANISER: Kind.CENTER,
    Role.BUYER: Kind.CENTER,
    Role.VERIFIER: Kind.CENTER,
    Role.STOREKEEPER: Kind.CENTER,
    Role.ADDRESS_KEEPER: Kind.CENTER,
    Role.COMPILER: Kind.CENTER,
    Role.RECEIVER: Kind.LABORATORY,
    Role.TESTER: Kind.LABORATORY,
    Role.REVIEWER: Kind.LABORATORY,
    Role.SIGNATORY: Kind.LABORATORY,
    Role.QUALITY_OFFICER: Kind.PLATFORM,
    Role.RESPONDENT: Kind.MERCHANT,
}

# What only a person may do: a program that acts by a token holds none of these.
SIGNING: frozenset[Role] = frozenset(
    {
        Role.APPROVER,
        Role.LEGAL_REVIEWER,
        Role.CHAIR,
        Role.LEADER,
        Role.REVIEWER,
        Role.SIGNATORY,
        Role.ADMINISTRATOR,
    }
)

DUTIES: dict[Role, Promise] = {
    Role.PLANNER: _("Makes the work plan: products, batches, items, standards and grounds (4.2.1)."),
    Role.APPROVER: _("Approves plans, files and decides cases, and voids what the regulator holds."),
    Role.CASE_OFFICER: _("Inspects enterprises, keeps cases and reports them (6.4-3, 6.4-5)."),
    Role.LEGAL_REVIEWER: _("Reviews the decision of a case before the party is told of it."),
    Role.COLLECTOR: _("Collects and registers risk information over every channel (6.1.2)."),
    Role.ASSESSOR: _("Scores the risk of a case on its panel (6.1.3)."),
    Role.CHAIR: _("Leads a panel to a proposed outcome (6.1.3)."),
    Role.LEADER: _("Approves assessments, schemes and reports of the center; voids its records."),
    Role.ORGANISER: _(
        "Drafts sampling schemes, commissions laboratories and keeps the registers (6.2-1, 4.2.2-c)."
    ),
    Role.BUYER: _("Buys the samples as an ordinary consumer (6.2-4)."),
    Role.VERIFIER: _("Checks a sample when it arrives (6.2-7)."),
    Role.STOREKEEPER: _("Stores samples and hands them over."),
    Role.ADDRESS_KEEPER: _("Keeps the database of recipients and addresses (6.2-6)."),
    Role.COMPILER: _("Compiles results and follows up what platforms and regulators do (6.4)."),
    Role.RECEIVER: _("Checks and accepts samples at the laboratory (6.3-1)."),
    Role.TESTER: _("Tests and enters results (4.2.3-b)."),
    Role.REVIEWER: _("Reviews what the tester entered."),
    Role.SIGNATORY: _("Signs reports and confirms corrections (6.3-5, 6.3-6)."),
    Role.QUALITY_OFFICER: _("Acts on monitoring reports and reports back (4.2.4)."),
    Role.RESPONDENT: _("Reads, acknowledges, comments on or denies what a notice says (4.2.2-e)."),
    Role.SHARING_OFFICER: _("Provides, asks for and grants shared information (6.5)."),
    Role.ADMINISTRATOR: _("Manages the users of the own organisation."),
    Role.SYSTEM: _("Acts on an event, never on its own judgement."),
}
