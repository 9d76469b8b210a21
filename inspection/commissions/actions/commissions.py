"""What can be done with commissions?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from accounts.models import By, Organisation, System, Viewer
from accounts.roles import Role
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.holds import release as lift
from casework.work.notifications import tell
from catalogue.models import TestItem
from documents.actions import issue, serve_awaited
from documents.models import Document
from inspection.commissions.models.abnormalities import undecided
from inspection.commissions.models.by_lot import chosen
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.commissions.models.testing_grounds import ill_founded, left_out, otherwise_planned, rules_for
from inspection.commissions.papers import EntrustedGoods, EntrustedItem
from inspection.flow.commissions import ENTRUSTMENT_FLOW, FREE, EntrustmentState, say
from inspection.flow.reports import ISSUED, UNSIGNED, ReportState
from inspection.laboratories.models import fit
from registers.entries.resting import RESTING, Resting
from sampling.custody.actions.custody import release
from sampling.samples.flow.conditions import DECISION
from sampling.samples.models.samples import Sample
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

LEAVE_OUT = "leave out what was planned"
NAME = "name a laboratory"
verbs.register(NAME, gettext_lazy("Laboratory named although lot did not fall on it"), notification=True)
verbs.register(LEAVE_OUT, gettext_lazy("Items of the plan left out of the commission"), notification=True)

WRITING = (ReportState.ENTERING, ReportState.SUBMITTED, ReportState.REVIEWED, ReportState.SIGNED)


def user_of(by: By) -> Any:
    return by.user if isinstance(by, Viewer) else None


@ENTRUSTMENT_FLOW.handles("open")
@transaction.atomic
def commission(
    *,
    samples: Sequence[Sample],
    items: Sequence[TestItem],
    by: Viewer,
    now: datetime,
    laboratory: Organisation | None = None,
    named_because: str = "",
    **data: Any,
) -> Entrustment:
    """Draft a commission of a laboratory for samples in the center's store (4.2.2-c).

    laboratory: the one that lot draws among the plan's unless another is named, with a reason. Of what the
    plan has them tested for nothing is left out without a reason (data["left_out"]).
    """
    _complete(samples, items, data)
    today = local_day(now)
    if laboratory:
        say(fit(laboratory, list(items), today))
    found = chosen(samples, items, today, named=laboratory, because=named_because)
    say(
        ill_founded(
            items,
            testing=data.get("test_grounds_are", ()),
            judgement=data.get("judgement_grounds_are", ()),
            texts=(data.get("test_grounds", ""), data.get("judgement_grounds", "")),
            on=today,
        )
    )
    say(otherwise_planned(samples, items))
    first = samples[0]
    place = {name: getattr(first, name) for name in ("province", "city", "county", "category")}
    entrustment = open_record(
        Entrustment,
        by=by,
        now=now,
        center=by.organisation,
        regulator=first.purchase.scheme.regulator,
        items=list(items),
        **found,
        title=_title(samples),
        **_by_rules(samples),
        **place,
        **data,
    )
    _put(entrustment, samples)
    return entrustment


@ENTRUSTMENT_FLOW.handles("edit")
@transaction.atomic
def edit(
    entrustment: Entrustment, *, samples: Sequence[Sample], by: Viewer, now: datetime, **data: Any
) -> None:
    """Change a drafted commission; lot is drawn anew for what it holds now, and from the same seed."""
    _complete(samples, data["items"], data)
    named, because = data.pop("laboratory", None), data.pop("named_because", "")
    found = chosen(samples, data["items"], local_day(now), named=named, because=because)
    take("edit", entrustment, by=by, now=now, title=_title(samples), **_by_rules(samples), **found, **data)
    entrustment.entrusted.all().delete()
    _put(entrustment, samples)


def _complete(samples: Sequence[Sample], items: Sequence[TestItem], data: Mapping[str, Any]) -> None:
    lacking = left_out(samples, items)
    if lacking and not data.get("left_out"):
        said = {"items": enumerated(lacking)}
        raise Refused(_("The plan has these goods tested for this too; say why not: %(items)s.") % said)


def _by_rules(samples: Sequence[Sample]) -> dict[str, Any]:
    """The monitoring rules of the plan, and the words in which they have a report conclude."""
    rules = rules_for(samples)
    return {
        "rules": rules,
        "passes": rules.passes if rules else "",
        "fails": rules.fails if rules else "",
    }


def _title(samples: Sequence[Sample]) -> str:
    more = len(samples) - 1
    if not more:
        return samples[0].product
    said = {"product": samples[0].product, "n": more}
    return ngettext("%(product)s and %(n)d more", "%(product)s and %(n)d more", more) % said


def _put(entrustment: Entrustment, samples: Sequence[Sample]) -> None:
    taken = EntrustedSample.objects.filter(sample__in=samples, released=False).select_related("sample")
    say(
        [
            _("%(sample)s is under another commission.") % {"sample": entrusted.sample.number}
            for entrusted in taken
        ]
    )
    EntrustedSample.objects.bulk_create(
        EntrustedSample(entrustment=entrustment, sample=each) for each in samples
    )


@ENTRUSTMENT_FLOW.handles("send")
@transaction.atomic
def send(entrustment: Entrustment, *, by: By, now: datetime) -> None:
    """Send the commission: from now on the laboratory sees it and its samples."""
    lock(*(entrusted.sample for entrusted in entrustment.live()))
    event = take("send", entrustment, by=by, now=now, sent_by=user_of(by))
    _say_what_departs(entrustment, by, now)
    for entrusted in entrustment.live():
        take("commission", entrusted.sample, by=System(event.pk), now=now, laboratory=entrustment.laboratory)
    _print(entrustment, by, now)
    entrustment.refresh_from_db()


@carries("4.2.2-c")
def _say_what_departs(entrustment: Entrustment, by: By, now: datetime) -> None:
    """Who planned the goods reads which of the plan's items are not tested, which laboratory tests them
    although lot did not fall on it, and why."""
    said = {}
    if entrustment.left_out:
        samples = [entrusted.sample for entrusted in entrustment.live()]
        lacking = enumerated(left_out(samples, entrustment.items.all()))
        said[LEAVE_OUT] = f"{lacking}: {entrustment.left_out}"
    if entrustment.named_because:
        said[NAME] = f"{entrustment.laboratory}: {entrustment.named_because}"
    for verb, note in said.items():
        about, actor = ("record", entrustment.pk), by.actor(Role.ORGANISER)
        event = write(verb, about, actor=actor, at=now, clause="4.2.2-c", detail={"note": note})
        if entrustment.regulator_id:
            tell(entrustment, event, entrustment.regulator_id, Role.PLANNER)


@carries("4.2.2-c")
def _print(entrustment: Entrustment, by: By, now: datetime) -> Document:
    """Issue the entrustment (检验委托书) to the laboratory, which has its place to sign and seal on it."""
    content = entrustment.paper(sent_on=local_day(now))
    with override(settings.LANGUAGE_CODE):
        title = _("Entrustment for testing")
    return issue(
        entrustment,
        paper="entrustment",
        title=title,
        content={
            **content,
            "samples": tuple(EntrustedGoods(**row) for row in content["samples"]),
            "items": tuple(EntrustedItem(**row) for row in content["items"]),
        },
        by=by,
        now=now,
        office=entrustment.center or entrustment.laboratory,
        addressee=entrustment.laboratory,
        language=settings.LANGUAGE_CODE,
    )


@ENTRUSTMENT_FLOW.handles("accept")
@transaction.atomic
@carries("6.3-1")
def accept(
    entrustment: Entrustment,
    *,
    rows: dict[int, dict[str, Any]],
    no_interest: bool = False,
    by: Viewer,
    now: datetime,
) -> None:
    """Accept the commission with what was checked on each sample. rows: by the entrusted sample's key.

    no_interest: the laboratory declares that neither it nor those who will test have an interest in the goods
    (RB/T 214-2017, 4.1.4); Refused without.

    Of a sample that was never sealed the report says that it bore no seal, and what was received by the
    system's own record was received on that day, whoever says what of it.
    The client's paper stays the client's: that it was accepted stands on the record, and no second paper
    under another number says so.
    """
    if not no_interest:
        raise Refused(FREE)
    take("accept", entrustment, by=by, now=now, accepted_by=by.user, no_interest=True)
    for entrusted in entrustment.live():
        for name, value in rows[entrusted.pk].items():
            setattr(entrusted, name, value)
        if entrusted.sample.received_at:
            entrusted.received_on = local_day(entrusted.sample.received_at)
        if not entrusted.sample.seal_number:
            with override(settings.LANGUAGE_CODE):
                entrusted.seal = _("It bore no seal")
        entrusted.checked_by = by.user
        entrusted.save()


@ENTRUSTMENT_FLOW.handles("decline")
@transaction.atomic
def decline(entrustment: Entrustment, *, by: By, now: datetime, note: str) -> None:
    """The laboratory declines; samples still in the store may go to another one."""
    lock(*(entrusted.sample for entrusted in entrustment.live()))
    event = take("decline", entrustment, by=by, now=now, note=note)
    for entrusted in entrustment.kept():
        let_go(entrusted, System(event.pk), now, note)


@ENTRUSTMENT_FLOW.handles("start")
@transaction.atomic
def start(entrustment: Entrustment, *, by: By, now: datetime) -> None:
    """Begin testing every sample that has not been begun yet."""
    lock(*(entrusted.sample for entrusted in entrustment.live()))
    take("start", entrustment, by=by, now=now)
    for entrusted in entrustment.live():
        if entrusted.sample.state == "at_lab":  # else the tester has begun it by itself
            take("begin", entrusted.sample, by=by, now=now)


@ENTRUSTMENT_FLOW.handles("cancel")
@transaction.atomic
def cancel(entrustment: Entrustment, *, by: By, now: datetime, note: str) -> None:
    """End the commission: what is signed stays, all other samples become invalid with what was entered."""
    lock(*(entrusted.sample for entrusted in entrustment.kept()))
    system = System(take("cancel", entrustment, by=by, now=now, note=note).pk)
    for abnormality in entrustment.abnormalities.exclude(turn=""):
        take("void", abnormality, by=system, now=now, note=note)
    for entrusted in entrustment.kept():
        free(entrusted, now)
        let_go(entrusted, system, now, note)


@ENTRUSTMENT_FLOW.handles("void")
@transaction.atomic
def void(entrustment: Entrustment, *, by: By, now: datetime, note: str) -> None:
    """Void a commission: samples in the store go back to it, samples at the laboratory become invalid."""
    live = list(entrustment.kept())
    if any(entrusted.report and entrusted.report.state not in UNSIGNED for entrusted in live):
        raise Refused(_("A report has been signed under this entrustment: it can no longer be voided."))
    if any(entrusted.sample.state == "handed_over" for entrusted in live):
        raise Refused(_("A sample is on its way: wait until the laboratory has received or rejected it."))
    lock(*(entrusted.sample for entrusted in live))
    event = take("void", entrustment, by=by, now=now, note=note)
    for entrusted in live:
        let_go(entrusted, System(event.pk), now, note)


def free(entrusted: EntrustedSample, now: datetime) -> None:
    """No abnormality keeps the sample any more."""
    lift(entrusted.sample, DECISION, now)


def let_go(entrusted: EntrustedSample, system: System, now: datetime, note: str) -> None:
    """Let go of a sample and of what was entered on it, unless its report is signed: what is signed stays."""
    report, sample = entrusted.report, entrusted.sample
    if report and report.state not in UNSIGNED:
        return
    if report:
        for correction in report.corrections.exclude(turn="").order_by("pk"):
            take("void", correction, by=system, now=now, note=note)
        take("void", report, by=system, now=now, note=note)
    sample.refresh_from_db()
    if sample.state == "stored" and sample.laboratory_id:
        release(sample, by=system, now=now)
    elif sample.state in ("at_lab", "in_test", "tested"):
        take("invalidate", sample, by=system, now=now, note=note)
    entrusted.report, entrusted.released = None, True
    entrusted.save(update_fields=["report", "released"])


@carries("6.3-3")
def settle(entrustment: Entrustment, system: System, now: datetime) -> None:
    """Bring a commission in testing up to date with its samples.

    It stands still while none of those that wait for their report can go on; it is reported once all that
    are left have one, and ended where none is left.
    """
    entrustment.refresh_from_db()
    if entrustment.state not in (EntrustmentState.IN_PROGRESS, EntrustmentState.SUSPENDED):
        return
    waiting = entrustment.waiting()
    stands = bool(waiting) and not waiting.exclude(pk__in=undecided().values("entrusted")).exists()
    if stands and entrustment.state == EntrustmentState.IN_PROGRESS:
        take("suspend", entrustment, by=system, now=now)
    if not stands and entrustment.state == EntrustmentState.SUSPENDED:
        take("resume", entrustment, by=system, now=now)
    if waiting:
        return
    reported = entrustment.kept().filter(report__state__in=ISSUED)
    take("report" if reported else "cancel", entrustment, by=system, now=now)


ENTRUSTMENT_FLOW.handles("serve")(serve_awaited)


def _see_to_it(entrustment: Entrustment) -> Iterator[tuple[Organisation, Role]]:
    """Who commissioned it, and whose turn it is."""
    if entrustment.center:
        yield entrustment.center, Role.ORGANISER
    if entrustment.holder:
        yield entrustment.holder, Role(entrustment.turn)


RESTING.append(
    Resting(
        at_work=lambda: Entrustment.objects.exclude(turn="").select_related("center", "laboratory"),
        told=_see_to_it,
        items="items",
        rules="rules",
    )
)
