"""How often is an item determined, and how do the readings give its result?"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.attribute_plans import AttributePlan
from catalogue.numerals import Unreadable, plain

MOST = 20  # determinations of one item
FORMULA = 200  # characters at most
POWER = 9  # the highest


class Taken(TextChoices):
    """What is held against the limit where an item is determined several times."""

    SINGLE = "single", _("One determination")
    MEAN = "mean", _("Mean of the determinations")
    MEDIAN = "median", _("Median of the determinations")
    WORST = "worst", _("Each determination: the worst decides")


@dataclass(frozen=True)
class Formula:
    """How readings give a result. names: of the readings, in the order in which the formula has them."""

    text: str
    names: tuple[str, ...]

    def of(self, readings: Mapping[str, Decimal]) -> Fraction:
        """The exact result. Raises Unreadable where it divides by zero."""
        try:
            return _worth(_parsed(self.text), {name: Fraction(one) for name, one in readings.items()})
        except ZeroDivisionError as error:
            raise Unreadable(_("The formula divides by zero: check the readings.")) from error


@dataclass(frozen=True)
class Determinations:
    """count: exactly as many are entered. formula: by which readings give each; None for figures as such."""

    taken: str = Taken.SINGLE
    count: int = 1
    formula: Formula | None = None


ONCE = Determinations()


def determined_by(plan: AttributePlan | None, taken: str, count: int, formula: str) -> Determinations:
    """How an item is determined; each portion of a sampling plan is held against it by itself.

    Raises Unreadable for a formula that cannot be read.
    """
    found = read_formula(formula)
    return Determinations(Taken.WORST, plan.portions, found) if plan else Determinations(taken, count, found)


def read_formula(text: str) -> Formula | None:
    """A formula of readings: "(V - V0) × c × 0.1 / m", powers as ^2; None for "". Raises Unreadable.

    Readings have names of letters and digits; +, -, ×, /, brackets and whole powers of one reading or sum.
    """
    if not text.strip():
        return None
    names = dict.fromkeys(node.id for node in _allowed(text) if isinstance(node, ast.Name))
    if not names:
        raise Unreadable(_("A formula needs the name of at least one reading: (V - V0) * c / m."))
    return Formula(text.strip(), tuple(sorted(names, key=plain(text).index)))


_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "[": "(", "]": ")"})
_TWO: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_KNOWN = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.UAdd, ast.USub, ast.Name, ast.Load, ast.Constant, *_TWO)


@lru_cache(maxsize=500)
def _parsed(text: str) -> ast.Expression:
    return ast.parse(plain(text.translate(_SIGNS)).replace("^", "**"), mode="eval")


def _allowed(text: str) -> list[ast.AST]:
    """Each part of a formula. Raises Unreadable for what is none."""
    refused = Unreadable(
        _("“%(text)s” is no formula that can be read. Write it as (V - V0) * c * 0.1 / m, powers as ^2.")
        % {"text": text.strip()}
    )
    try:
        nodes = list(ast.walk(_parsed(text)))
    except (SyntaxError, ValueError) as error:
        raise refused from error
    powers = [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]
    if not all(isinstance(node, _KNOWN) for node in nodes) or not all(_modest(node) for node in powers):
        raise refused
    figures = (node.value for node in nodes if isinstance(node, ast.Constant))
    if not all(type(figure) in (int, float) for figure in figures):
        raise refused
    return nodes


def _modest(power: ast.BinOp) -> bool:
    """Whether a power is a whole one of something without powers: what it gives can be written down."""
    raised = power.right.value if isinstance(power.right, ast.Constant) else None
    inner = (node for node in ast.walk(power.left) if isinstance(node, ast.Pow))
    return type(raised) is int and 0 < raised <= POWER and not any(inner)


def _worth(node: Any, readings: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Expression(body=body):
            return _worth(body, readings)
        case ast.Name(id=name):
            return readings[name]
        case ast.Constant(value=value):
            return Fraction(str(value))
        case ast.UnaryOp(op=sign, operand=operand):
            found = _worth(operand, readings)
            return -found if isinstance(sign, ast.USub) else found
        case ast.BinOp(left=left, op=op, right=right):
            return Fraction(_TWO[type(op)](_worth(left, readings), _worth(right, readings)))
    raise AssertionError(node)
