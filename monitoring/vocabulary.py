"""Which words do the forms of this stage offer? (data dictionary 4.1 to 4.3 and 4.16)"""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind


class Channel(TextChoices):
    """The five channels of 6.1.2."""

    COMPLAINTS = "a", _("a) complaint and report platforms")
    REGULATORS = "b", _("b) regulators' information platforms")
    PLATFORMS = "c", _("c) platforms' quality management")
    INTERNET = "d", _("d) information platforms on the internet")
    STANDARDS = "e", _("e) information platforms for standards")


class SubChannel(TextChoices):
    """From where within a channel: what 6.1.2 names under each of the letters a to e."""

    HOTLINE_12315 = "hotline_12315", _("12315 hotline and platform")
    HOTLINE_12365 = "hotline_12365", _("12365 hotline")
    WEB_MAILBOX = "web_mailbox", _("Web mailbox")
    NATIONAL_SAMPLING = "national_sampling", _("National database of spot checks")
    PROVINCIAL_SAMPLING = "provincial_sampling", _("Provincial database of spot checks")
    MUNICIPAL_SAMPLING = "municipal_sampling", _("Municipal database of spot checks")
    ALERTS = "alerts", _("Risk monitoring and alert platform")
    PUBLICATION = "publication", _("Publication of a regulator")
    PLATFORM_SAMPLING = "platform_sampling", _("The platform's own spot checks")
    PLATFORM_COMPLAINTS = "platform_complaints", _("The platform's complaint system")
    QUALITY_WEBSITE = "quality_website", _("Website on product quality")
    MAIN_MEDIA = "main_media", _("Main media")
    SOCIAL_MEDIA = "social_media", _("Social media")
    STANDARDS_DATABASE = "standards_database", _("Database of product standards")
    NEW_STANDARD = "new_standard", _("New standard")
    FOREIGN_BODY = "foreign_body", _("Important foreign body")


S = SubChannel
SUB_CHANNELS: dict[Channel, tuple[SubChannel, ...]] = {
    Channel.COMPLAINTS: (S.HOTLINE_12315, S.HOTLINE_12365, S.WEB_MAILBOX),
    Channel.REGULATORS: (
        S.NATIONAL_SAMPLING,
        S.PROVINCIAL_SAMPLING,
        S.MUNICIPAL_SAMPLING,
        S.ALERTS,
        S.PUBLICATION,
    ),
    Channel.PLATFORMS: (S.PLATFORM_SAMPLING, S.PLATFORM_COMPLAINTS),
    Channel.INTERNET: (S.QUALITY_WEBSITE, S.MAIN_MEDIA, S.SOCIAL_MEDIA),
    Channel.STANDARDS: (S.STANDARDS_DATABASE, S.NEW_STANDARD, S.FOREIGN_BODY),
}


class HazardType(TextChoices):
    """The twelve kinds of hazard of the OPSS's PRISM."""

    FIRE_EXPLOSION = "fire_explosion", _("Fire and explosion")
    ELECTRICAL = "electrical", _("Electrical")
    MICROBIOLOGICAL = "microbiological", _("Microbiological")
    CHEMICAL = "chemical", _("Chemical")
    THERMAL = "thermal", _("Thermal")
    MECHANICAL = "mechanical", _("Mechanical")
    SIZE_SHAPE = "size_shape", _("Size and shape")
    ERGONOMIC = "ergonomic", _("Ergonomic")
    NOISE_VIBRATION = "noise_vibration", _("Noise and vibration")
    LACK_OF_PROTECTION = "lack_of_protection", _("Lack of protection")
    FUNCTION = "function", _("Function")
    OTHER = "other", _("Other")


class Scope(TextChoices):
    """How far a risk reaches (6.1.1)."""

    SINGLE_PRODUCT = "single_product", _("A single product")
    SINGLE_SHOP = "single_shop", _("A single shop")
    SEVERAL_SHOPS = "several_shops", _("Several shops")
    SINGLE_PLATFORM = "single_platform", _("A single platform")
    SEVERAL_PLATFORMS = "several_platforms", _("Several platforms")
    REGION = "region", _("A region")
    INDUSTRY = "industry", _("An industry")


class Degree(TextChoices):
    LOW = "low", _("Slight")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("Severe")


class Trigger(TextChoices):
    """Why something is risk information (6.1.1)."""

    HEALTH_SAFETY = "health_safety", _("A danger to health or safety")
    COMMON_PROBLEM = "common_problem", _("A quality problem of a region or an industry")
    SERIOUS_INCIDENT = "serious_incident", _("It may lead to a serious incident")


class Secrecy(TextChoices):
    OPEN = "open", _("Open to all parties")
    INTERNAL = "internal", _("Internal")
    SECRET = "secret", _("Confidential")


class Mode(TextChoices):
    """How a risk is assessed: by the staff, by specialists, or in a joint session."""

    WORKING = "working", _("By the staff")
    EXPERTS = "experts", _("By specialists: experts")
    TECHNICAL = "technical", _("By specialists: technical tests")
    SURVEY = "survey", _("By specialists: survey")
    JOINT = "joint", _("In a joint session")


# Specialists assess in company (data dictionary 4.2).
PANEL_OF_THREE = frozenset({Mode.EXPERTS, Mode.TECHNICAL, Mode.SURVEY})


class Severity(IntegerChoices):
    SLIGHT = 1, _("1 – first aid, reversible")
    MODERATE = 2, _("2 – may need a doctor, reversible")
    SEVERE = 3, _("3 – hospital, or lasting harm below a tenth")
    VERY_SEVERE = 4, _("4 – death, or lasting harm of a tenth or more")


class Evidence(TextChoices):
    """What a probability rests on."""

    MEASURED = "measured", _("Measured or counted")
    LITERATURE = "literature", _("Literature")
    COMPARISON = "comparison", _("Comparison with a like product")
    ESTIMATE = "estimate", _("Experts' estimate")


class Spread(TextChoices):
    """How common the hazard is: the second axis of 6.1.3."""

    NONE = "none", _("There is no hazard")
    ISOLATED = "isolated", _("Isolated")
    LOCAL = "local", _("Local")
    REGIONAL = "regional", _("Regional")
    SHARED = "shared", _("Shared by the industry")


class Outcome(TextChoices):
    """The three measures of 6.1.3."""

    EXCLUDE = "exclude", _("a) exclude")
    NOTIFY = "notify", _("b) notify the units or regions concerned")
    SAMPLE = "sample", _("c) have it sampled")


class LegalMode(TextChoices):
    """Under which law samples are taken; the second follows SAMR Order 18."""

    RISK_MONITORING = "risk_monitoring", _("Risk monitoring")
    SUPERVISION_CHECK = "supervision_check", _("Supervision spot check")


class TaskType(TextChoices):
    SPOT_CHECK = "spot_check", _("Spot check")
    MONITORING = "monitoring", _("Risk monitoring")
    CAMPAIGN = "campaign", _("Campaign")


class SamplingMethod(TextChoices):
    RANDOM = "random", _("At random")
    TARGETED = "targeted", _("Targeted")
    EXPERTS = "experts", _("Named by experts")


class Judgement(TextChoices):
    """How well a plan did what it was for."""

    REACHED = "reached", _("Its purpose is reached")
    PARTLY = "partly", _("Its purpose is reached in part")
    MISSED = "missed", _("Its purpose is missed")


class OverBudget(TextChoices):
    """What happens to a purchase that would cost more than is left of the budget."""

    REFUSE = "refuse", _("It is refused")
    LEADER = "leader", _("The center's leader may allow it, with a reason")


def title(viewer: Viewer) -> str:
    """What the list of risk information is called on this viewer's pages."""
    return gettext("Risks we found") if viewer.kind == Kind.PLATFORM else gettext("Risk signals")
