"""Which laboratory does lot fall on for these samples, among whom, and who can check that? (4.2.2-c)

The scheme's seed decides, whose digest was made known before its listing was frozen and which has been shown
since the targets were confirmed: nobody draws again, whatever samples are put together or apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation
from casework.clauses import carries
from casework.flow import Refused
from catalogue.models import TestItem
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.commissions import EntrustmentState
from inspection.laboratories.models import fit
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Scheme

CONTRACT = 1


@carries("4.2.2-c")
def drawn(samples: Iterable[Sample], items: Sequence[TestItem], on: date) -> dict[str, Any]:
    """The draw among the laboratories of the plan, as check_draw.py reads it, in the installation's language.

    laboratories: in the order in which the seed has them, each with what it lacks on this day. drawn: the
    code of the first that lacks nothing, "" where there is none or where no seed was settled. Raises Refused
    where the samples are of several schemes.
    """
    scheme, goods = _of_one_scheme(samples)
    with override(settings.LANGUAGE_CODE):
        asked: list[dict[str, Any]] = [
            {"code": code_of(each), "name": each.name, "lacks": _lacks(each, scheme, items, on)}
            for each in scheme.plan.laboratories.order_by("pk")
        ]
    ranked = sorted(asked, key=lambda one: rank(scheme.seed, goods, one["code"]))
    fitting = [one["code"] for one in ranked if not one["lacks"]]
    settled = scheme.seed or len(fitting) == 1
    return {
        "contract": CONTRACT,
        "scheme": scheme.number,
        "goods": goods,
        "on": on.isoformat(),
        "seed": scheme.seed,
        "commitment": scheme.seed_commitment,
        "laboratories": ranked,
        "drawn": fitting[0] if fitting and settled else "",
    }


def chosen(
    samples: Sequence[Sample],
    items: Sequence[TestItem],
    on: date,
    *,
    named: Organisation | None,
    because: str = "",
) -> dict[str, Any]:
    """What a commission holds of its laboratory: laboratory, lot, named_because.

    named: None where lot decides. because: why another is named than lot falls on. Raises Refused where lot
    falls on nobody, or another is named without a reason.
    """
    lot = drawn(samples, items, on)
    by_lot = _on_whom(lot, samples)
    if named is None and by_lot is None:
        lacks = [f"{one['name']}: {' '.join(one['lacks'])}" for one in lot["laboratories"] if one["lacks"]]
        raise Refused(" ".join([_("Lot falls on no laboratory of the plan: name one."), *lacks]))
    if named is None or named == by_lot:
        return {"laboratory": by_lot, "lot": lot, "named_because": ""}
    if not because and by_lot:
        said = _("Lot falls on %(laboratory)s: choose “Drawn by lot”, or say why another is to test this.")
        raise Refused(said % {"laboratory": by_lot})
    if not because:
        raise Refused(_("Lot does not fall on this laboratory: say why it is to test this."))
    return {"laboratory": named, "lot": lot, "named_because": because}


def _on_whom(lot: dict[str, Any], samples: Sequence[Sample]) -> Organisation | None:
    asked = samples[0].purchase.scheme.plan.laboratories.all()
    return next((each for each in asked if code_of(each) == lot["drawn"]), None)


def rank(seed: str, goods: str, code: str) -> bytes:
    """The place of a laboratory in the draw."""
    return sha256(f"{seed}:{goods}:{code}".encode()).digest()


def code_of(laboratory: Organisation) -> str:
    """By what the draw knows a laboratory: its unified social credit code, or else its name."""
    return laboratory.credit_code or laboratory.name


def _of_one_scheme(samples: Iterable[Sample]) -> tuple[Scheme, str]:
    found = {sample.purchase.scheme_id: sample for sample in samples}
    if len(found) > 1:
        raise Refused(_("These samples were bought under several schemes: commission each scheme's apart."))
    (sample,) = found.values()
    return sample.purchase.scheme, sample.category.code


def _lacks(laboratory: Organisation, scheme: Scheme, items: Sequence[TestItem], on: date) -> list[str]:
    """Why lot cannot fall on a laboratory: it may not test all this, or it has declined."""
    declined = Entrustment.objects.filter(
        laboratory=laboratory,
        state=EntrustmentState.DECLINED,
        entrusted__sample__purchase__scheme=scheme,
        category__in=[item.category_id for item in items],
    ).distinct()
    return fit(laboratory, items, on) + [
        _("It declined the commission %(number)s.") % {"number": each.number}
        for each in declined.order_by("pk")
    ]
