"""What is bought where and by whom, and how did it go?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Step
from casework.models import Filed, RecordQuerySet, facts
from casework.models.facts import Particulars, Said, Sayings, one_of
from catalogue.models import Brand, Enterprise, Shop
from monitoring.plans.models.milestones import part_of_a_plan
from monitoring.plans.models.plans import PlanItem
from sampling.purchases.flow.ends import Cause
from sampling.purchases.flow.purchases import PURCHASE_FLOW, PurchaseState
from sampling.recipients.models.recipients import Identifier, Recipient
from sampling.schemes.models import BESIDES_BUYING, Listing, Scheme
from trail.days import Day, Moment
from trail.keys import to, to_maybe


class WayBack(models.TextChoices):
    """How unsuitable goods go back."""

    NO_REASON = "no_reason", _("Return without a reason within seven days")
    QUALITY = "quality", _("Return for a defect")
    AGREED = "agreed", _("As agreed with the seller")


# Who opens the whole of a purchase's evidence, besides its buyer.
READERS = (Role.VERIFIER, Role.ORGANISER, Role.LEADER)
UNDERTAKE_FIRST = _("Sign the confidentiality undertaking first (%(page)s): buyers and stand-ins do.")


def _yes(label: object) -> models.BooleanField[bool | None, bool | None]:
    return models.BooleanField(label, null=True, blank=True)  # type: ignore[arg-type]


def _money(label: Any) -> Any:
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class Purchase(Filed):
    """One product bought as an ordinary consumer buys it (6.2-2 to 6.2-7; forms 4.4 and 4.5).

    shop, brand and enterprise are the listing's; while it counts no other purchase of the scheme may have
    the same (6.2-3), unless the center's leader allowed an exception. account and payment are sealed under
    the recipient's key, and erased with it.
    """

    flow = PURCHASE_FLOW
    prefix = "PU"
    known_to_center_by = (
        "shop__name_key__icontains",
        "enterprise__name_key__icontains",
        "listing__item_id",
        "order_number",
        "parcels__tracking_number",
    )
    secrets = frozenset(
        {
            *("listing", "shop", "brand", "enterprise", "buyer", "payer", "recipient", "order_number"),
            *("account", "payment", "return_tracking", "licence", "identifiers", "note"),
        }
    )
    opens_from = {"scheme": ("buying",)}
    personal = "buyer"
    overseers = BESIDES_BUYING

    scheme = to(Scheme, _("sampling scheme"), back="purchases")
    plan_item = to(PlanItem, _("product of the plan"))
    listing = to(Listing, _("listing"), back="purchases")
    shop = to(Shop, _("shop"))
    brand = to_maybe(Brand, _("brand"))
    enterprise = to_maybe(Enterprise, _("enterprise"))
    counts = models.BooleanField(default=True, editable=False)
    exception = models.CharField(_("exception"), max_length=300, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitutes",
        verbose_name=_("replaces"),
    )
    buyer = to_maybe(User, _("buyer"), blank=True)
    # Who paid, whoever takes the purchase over afterwards: the money stays theirs.
    payer = to_maybe(User, _("paid by"), editable=False)
    recipient = to_maybe(Recipient, _("recipient"), back="purchases", blank=True)
    # By which of the recipient's identifiers the shop meets them.
    identifiers = models.ManyToManyField(Identifier, blank=True, related_name="purchases", editable=False)
    # Since when the item is known to be the one chosen: before that the buyer learns of no recipient.
    confirmed_at = Moment(_("item confirmed"), null=True, editable=False)
    # the order (form 4.4)
    order_number = models.CharField(_("order number on the platform"), max_length=60, blank=True)
    account = models.TextField(_("buying account"), blank=True)
    payment = models.TextField(_("paid with (method and account)"), blank=True)
    natural_person = _yes(_("the shop is run by a natural person"))
    licence = models.CharField(_("the shop's licence number"), max_length=60, blank=True)
    unit_price = _money(_("unit price"))
    quantity = models.PositiveIntegerField(_("quantity"), null=True, validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    freight = _money(_("freight"))
    amount = _money(_("amount paid"))
    ordered_at = Moment(_("ordered"), null=True)
    paid_at = Moment(_("paid"), null=True)
    # when the last of its parcels came (models.parcels)
    delivered_at = Moment(_("delivered"), null=True)
    # the check on arrival (form 4.6)
    as_ordered = _yes(_("it is what was ordered"))
    packing_sound = _yes(_("the packing is sound"))
    labels_complete = _yes(_("the labels are complete"))
    quantity_right = _yes(_("the quantity is right"))
    in_date = _yes(_("it is within its shelf life"))
    # how it ended otherwise (form 4.5)
    defect = models.TextField(_("why it is rejected"), blank=True)
    way_back = models.CharField(_("way of return"), max_length=12, choices=WayBack, blank=True)
    return_carrier = models.CharField(_("carrier of the return"), max_length=60, blank=True)
    return_tracking = models.CharField(_("tracking number of the return"), max_length=60, blank=True)
    return_freight = _money(_("freight of the return"))
    sent_back_on = Day(_("sent back on"), null=True)
    seller_received_on = Day(_("received by the seller on"), null=True)
    refund_amount = _money(_("amount refunded"))
    refunded_on = Day(_("refunded on"), null=True)
    cause = models.CharField(_("reason"), max_length=20, choices=Cause, blank=True)
    happened = models.TextField(_("account of what happened"), blank=True)

    several = ("parcels",)
    says: ClassVar[Sayings] = {
        "plan_item": Said(_("product of the plan")),
        "legal_mode": Said(_("legal mode")),
        "model": Said(_("model")),
        "item_id": Said(_("product ID")),
        "url": Said(_("address on the web")),
        "price": Said(_("price"), unit="CNY"),
        "attempts": Said(_("Attempts to reach the shop"), each=True),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        indexes = [
            models.Index(fields=["order_number"], name="purchase_order"),
        ]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["scheme", field],
                    condition=Q(counts=True, exception=""),
                    name=f"purchase_one_{field}",
                )
                for field in ("shop", "brand", "enterprise")
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(counts=True), name="purchase_one_substitute"
            ),
            models.UniqueConstraint(
                fields=["scheme", "listing"], condition=Q(counts=True), name="purchase_one_listing"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: None}) | Q(**{f"{field}__gte": 0}), name=f"purchase_{field}"
                )
                for field in ("unit_price", "freight", "amount", "return_freight", "refund_amount")
            ),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gt=0), name="purchase_quantity"),
        ]

    def bought_by(self, viewer: Viewer) -> bool:
        """Whether this is the buyer assigned, or who stands in for them and has promised the same (PV-07)."""
        if Role.BUYER not in viewer.roles or not viewer.acts_for(self.buyer_id, Role.BUYER):
            return False
        undertaken = viewer.user.undertakings.filter(center=self.center_id)
        return viewer.user.pk == self.buyer_id or undertaken.exists()

    def unpromised(self, viewer: Viewer) -> bool:
        """Whether this viewer buys it as soon as they have signed the undertaking."""
        return viewer.acts_for(self.buyer_id, Role.BUYER) and not self.bought_by(viewer)

    @carries("PV-07")
    def unready(self, step: Step, viewer: Viewer) -> str:
        """A stand-in buys nothing before they have promised what the buyer promised."""
        if step.only != "buyer" or not self.unpromised(viewer):
            return ""
        return str(UNDERTAKE_FIRST) % {"page": reverse("undertaking")}

    def opened_by(self, viewer: Viewer) -> Role | None:
        """The buyer assigned, the verifier and those who lead the sampling, of the center alone."""
        if viewer.organisation.pk != self.center_id:
            return None
        readers = (role for role in READERS if role in viewer.roles)
        return Role.BUYER if self.bought_by(viewer) else next(readers, None)

    def key_of(self, person: str) -> bytes:
        """The data key of a recipient."""
        recipient = Recipient.objects.get(pseudonym=person)
        recipient.heed()
        return super().key_of(person) if recipient.erased_at else recipient.key()

    @property
    def done(self) -> bool:
        """Whether the shop may know: the goods are accepted, or nothing is bought any more."""
        return self.state == PurchaseState.ACCEPTED

    def fully_sealed(self) -> bool:
        """Whether a test and a backup sample are left of it, each sealed by two persons."""
        left = self.samples.exclude(state__in=("invalid", "voided"))
        sealed = set(left.filter(witnessed_at__isnull=False).values_list("role", flat=True))
        return len(sealed) == 2 and not left.filter(witnessed_at=None).exists()

    def particulars(self, viewer: Viewer) -> Particulars:
        """The center sees the purchase, and only its people buyer and recipient; a regulator sees the target
        once the purchase is done; nobody else sees purchases at all."""
        product = [self.said("plan_item", self.plan_item), *self.facts("scheme", "replaces")]
        goods: Particulars = [(_("Product"), product)]
        if viewer.kind != Kind.CENTER:
            target = self.facts("shop", "brand", "enterprise") if self.done else []
            return [*goods, (_("Target"), target)] if target else goods
        product.append(self.scheme.mode)
        target = [
            *self.facts("shop", "brand", "enterprise", "exception"),
            self.said("model", self.listing.model),
            self.said("item_id", self.listing.item_id),
            self.said("url", self.listing.url),
            self.said("price", self.listing.price),
        ]
        order = self.facts(
            *("order_number", "natural_person", "licence", "unit_price", "quantity", "unit", "freight"),
            *("amount", "ordered_at", "paid_at"),
        )
        check = self.facts(*CHECKS, "defect", "way_back")
        back = self.facts(
            *("return_carrier", "return_tracking", "return_freight", "sent_back_on", "seller_received_on"),
            *("refund_amount", "refunded_on"),
        )
        groups: Particulars = [
            *goods,
            (_("Target"), target),
            (_("Who does what"), self.facts("buyer", "payer", "recipient")),
            (_("Order"), order),
            *self._entered(),
            *self._otherwise(),
            *self._parcels(),
            (_("Check on arrival"), check),
            (_("Return"), back),
            *self._ended(),
        ]
        return [group for group in groups if group[1]]

    def _entered(self) -> Particulars:
        """What the sampling form says besides (form 4.4)."""
        entry = getattr(self, "entry", None) if self.ordered_at else None
        return [(heading, facts(entry, *names)) for heading, names in SHEET] if entry else []

    def _otherwise(self) -> Particulars:
        """Why it is not what its page showed: in the order, in the goods."""
        entry = getattr(self, "entry", None) if self.ordered_at else None
        return [(_("Otherwise than on its page"), facts(entry, *OTHERWISE))] if entry else []

    def _parcels(self) -> Particulars:
        """Each parcel with how it came."""
        if self.ordered_at is None:
            return []
        parcels = list(self.parcels.all())
        return [
            (
                gettext("Parcel %(n)d") % {"n": place} if len(parcels) > 1 else _("Parcel"),
                one_of("parcels", place, [*facts(one, *PARCEL), *one.last_said()]),
            )
            for place, one in enumerate(parcels, start=1)
        ]

    def _ended(self) -> Particulars:
        """What is stated of an end without a sample, and how the shop was sought."""
        reason = self.facts("cause", "happened")
        if not reason:
            return []
        ending = getattr(self, "ending", None)
        stated = facts(ending, *STATED) if ending else []
        sought = [(timezone.localtime(tried.at), str(tried)) for tried in self.attempts.all()]
        return [
            (_("Why there is no sample"), [*reason, *stated]),
            (_("Attempts to reach the shop"), self.lines("attempts", sought)),
        ]


@part_of_a_plan
def purchases_open(plan: Any) -> models.QuerySet[Purchase]:
    """The purchases of a plan that are under way, or of which something is still owed or to be replaced."""
    found: models.QuerySet[Purchase] = Purchase.objects.filter(scheme__plan=plan).exclude(turn="")
    return found


# What the forms of an end ask for beside reason and account (models.endings.Ending).
STATED = (
    *("sold", "goods_went", "responsible", "contact", "phone", "samplers", "witness", "opinion"),
    "opinion_on",
)
# What is said of its parcels and on its sampling form besides (models.parcels, .entries).
PARCEL = (
    *("carrier", "tracking_number", "shipped_on", "sent_from", "contents", "pieces"),
    *("delivered_at", "taken_in", "packing_state", "missing"),
)
SHOP = ("operator", "credit_code", "permit", "shop_address", "shop_responsible", "shop_contact")
PLATFORM = ("platform_url", "platform_licence", "platform_address", "platform_contact")
ORDER = ("stock_shown", "sampling_fee", "invoice")
PRODUCT = (
    *("grade", "produced_on", "shelf_life", "imported", "origin", "certificate", "certificate_number"),
    *("sample_type", "source"),
)
PRODUCER = (
    *("producer_code", "producer_postcode", "producer_responsible", "producer_contact", "economy", "staff"),
    "turnover",
)
SIGNED = ("confirmed", "remark")
# What the paper of the sampling form does not say.
OTHERWISE = ("order_why", "goods_why")
SHEET = (
    (_("Shop, further"), SHOP),
    (_("Platform, further"), PLATFORM),
    (_("Order, further"), ORDER),
    (_("Product, further"), PRODUCT),
    (_("Producer"), PRODUCER),
    (_("Confirmation"), SIGNED),
)
CHECKS = ("as_ordered", "packing_sound", "labels_complete", "quantity_right", "in_date")
