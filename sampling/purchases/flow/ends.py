"""How may a purchase end without a sample, from where, for which reasons, and on which form? (form 4.5)"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.terms.table import Text


class Cause(TextChoices):
    """Why no sample could be had (the form 未抽到样品情况说明表, with what happens online)."""

    DELISTED = "delisted", _("The product is no longer on offer")
    SHOP_CLOSED = "shop_closed", _("The shop has closed")
    OUT_OF_STOCK = "out_of_stock", _("Out of stock, or too few")
    LIMITED = "limited", _("The shop sells too few to one customer")
    CANCELLED = "cancelled", _("The seller cancelled the order")
    NOT_SHIPPED = "not_shipped", _("Not sent within the time promised")
    WRONG_GOODS = "wrong_goods", _("Other goods than those ordered")
    NO_ANSWER = "no_answer", _("The seller does not answer")
    DECLINED = "declined", _("The seller declines to sell")
    CLOSED_DOWN = "closed_down", _("The enterprise has closed down")
    DEREGISTERED = "deregistered", _("The enterprise is deregistered")
    STOPPED = "stopped", _("Production has stopped")
    CONVERTED = "converted", _("Production has changed to other goods")
    EXPORTED = "exported", _("All of it is exported")
    RECTIFYING = "rectifying", _("The enterprise is under rectification")
    OUT_OF_SCOPE = "out_of_scope", _("The product is not in the scope of this sampling")
    OTHER = "other", _("Another reason")

    @property
    def needs_stamp(self) -> bool:
        """Whether the local authority has to confirm it."""
        return self in (Cause.CLOSED_DOWN, Cause.STOPPED, Cause.CONVERTED)


class Statement(TextChoices):
    """The form on which an end is stated; the value is its name in PAPERS."""

    NOT_FOUND = "not_found", _("Statement on a sample not obtained")
    UNREACHABLE = "unreachable", _("List of sellers who could not be reached")
    REFUSAL = "refusal", _("Finding of a refusal")


@dataclass(frozen=True)
class End:
    """A way to end without a sample. proof: the kind of file that it is proved with, and what that shows.
    goods_came: goods lie at the center, and go back like those that are rejected."""

    step: str
    state: str
    label: Text
    sources: tuple[str, ...]
    causes: tuple[Cause, ...]
    paper: Statement
    proof: tuple[str, Text]
    by: Role = Role.BUYER
    goods_came: bool = False


ENDS = (
    End(
        "not_found",
        "not_found",
        _("The product is not to be had"),
        ("assigned",),
        (
            *(Cause.SHOP_CLOSED, Cause.CLOSED_DOWN, Cause.DEREGISTERED, Cause.STOPPED, Cause.CONVERTED),
            *(Cause.EXPORTED, Cause.RECTIFYING, Cause.OUT_OF_SCOPE, Cause.OTHER),
        ),
        Statement.NOT_FOUND,
        ("shot_search", _("Screenshot of the search")),
    ),
    End(
        "delisted",
        "delisted",
        _("The product was taken off the shelves"),
        ("assigned",),
        (
            *(Cause.DELISTED, Cause.SHOP_CLOSED, Cause.STOPPED, Cause.CONVERTED, Cause.RECTIFYING),
            Cause.OTHER,
        ),
        Statement.NOT_FOUND,
        ("shot_delisted", _("Screenshot of the page of the product that is gone")),
    ),
    End(
        "out_of_stock",
        "out_of_stock",
        _("The product is out of stock"),
        ("assigned", "ordered"),
        (Cause.OUT_OF_STOCK, Cause.LIMITED, Cause.STOPPED, Cause.EXPORTED, Cause.OTHER),
        Statement.NOT_FOUND,
        ("shot_stock", _("Screenshot of the stock")),
    ),
    End(
        "seller_cancelled",
        "seller_cancelled",
        _("The seller cancelled"),
        ("ordered", "shipped"),
        # A seller who declines online is no finding of a refusal, for which the local authority is needed.
        (
            *(Cause.CANCELLED, Cause.DECLINED, Cause.NOT_SHIPPED, Cause.OUT_OF_STOCK, Cause.LIMITED),
            Cause.OTHER,
        ),
        Statement.NOT_FOUND,
        ("shot_cancelled", _("Screenshot of the cancellation")),
    ),
    End(
        "wrong_goods",
        "wrong_goods",
        _("Other goods were sent"),
        ("checking",),
        (Cause.WRONG_GOODS, Cause.OUT_OF_SCOPE, Cause.OTHER),
        Statement.NOT_FOUND,
        ("wrong_goods", _("Photos of the goods that came")),
        by=Role.VERIFIER,
        goods_came=True,
    ),
    End(
        "shop_unreachable",
        "shop_unreachable",
        _("The shop cannot be reached"),
        ("assigned", "ordered", "shipped"),
        (
            *(Cause.NO_ANSWER, Cause.NOT_SHIPPED, Cause.SHOP_CLOSED, Cause.CLOSED_DOWN),
            *(Cause.DEREGISTERED, Cause.OTHER),
        ),
        Statement.UNREACHABLE,
        ("contact", _("Proof of the attempts to reach the shop")),
    ),
    End(
        "refuse",
        "refused",
        _("The seller refuses to sell"),
        ("assigned", "ordered"),
        (Cause.DECLINED, Cause.NOT_SHIPPED, Cause.LIMITED, Cause.OTHER),
        Statement.REFUSAL,
        ("refusal", _("Proof of the refusal")),
    ),
)
SIDE_ENDS = tuple(end.state for end in ENDS)
TO_GO_BACK = tuple(end.state for end in ENDS if end.goods_came)
END = {end.step: end for end in ENDS}
