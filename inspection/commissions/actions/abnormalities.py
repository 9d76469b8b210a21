"""How is an abnormality reported and decided, sample by sample, while the others go on? (6.3-3)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import System, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.holds import hold, release
from catalogue.models import TestItem
from documents.actions import attach, issue
from documents.models import Attachment
from inspection.commissions.actions.commissions import free, let_go, settle
from inspection.commissions.models.abnormalities import Abnormality, AbnormalSample, held_up
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.commissions.papers import EntrustedGoods
from inspection.flow.abnormalities import ABNORMALITY_FLOW, AbnormalityState, Decision
from inspection.flow.commissions import ENTRUSTMENT_FLOW
from inspection.flow.reports import ISSUED
from inspection.flow.vocabulary import Addressee
from sampling.custody.actions.samples import resample
from sampling.purchases.papers import Proof
from sampling.samples.flow.conditions import DECISION
from sampling.schemes.models import Scheme
from trail.models import Event


def _cause(abnormality: Abnormality) -> System:
    """The system, acting on the last event of an abnormality."""
    return System(Event.objects.of("record", abnormality.pk)[0].pk)


@ENTRUSTMENT_FLOW.handles("report_abnormality")
@transaction.atomic
@carries("6.3-3")
def report_abnormality(
    entrustment: Entrustment,
    *,
    samples: Sequence[EntrustedSample],
    proof: Sequence[File[bytes]],
    by: Viewer,
    now: datetime,
    **data: Any,
) -> Abnormality:
    """Report samples of a commission as failed or not to be tested, with proof.

    data: situation, found_at, account, reported_to (an Addressee: the paper goes there). Nothing is reported
    on these samples until it is decided on; those that it does not concern go on, and what is signed stays.
    """
    if not proof:
        raise Refused(_("Attach the proof of what happened."))
    if not samples:
        raise Refused(_("Name the samples concerned."))
    if wrong := entrustment.unless_noticed(data["found_at"], now):
        raise Refused(wrong)
    lock(*(each.sample for each in samples))
    take("report_abnormality", entrustment, by=by, now=now, note=data["account"])
    for entrusted in samples:
        _reportable(entrusted, entrustment)
    abnormality = open_record(
        Abnormality,
        by=by,
        now=now,
        title=entrustment.title,
        entrustment=entrustment,
        laboratory=entrustment.laboratory,
        regulator=entrustment.regulator,
        reported_by=by.user,
        **{name: getattr(entrustment, name) for name in ("center", "province", "city", "county", "category")},
        **data,
    )
    AbnormalSample.objects.bulk_create(
        AbnormalSample(abnormality=abnormality, entrusted=each) for each in samples
    )
    files = [attach(abnormality, file, "abnormality", by=by, now=now) for file in proof]
    with override(settings.LANGUAGE_CODE):
        reason = _("An abnormality of it is not decided on: %(abnormality)s.")
    for each in samples:
        hold(each.sample, DECISION, reason % {"abnormality": abnormality.number}, now)
    with override(settings.LANGUAGE_CODE):
        reason = _(
            "What is to become of a sample is not decided on, another may have to be bought: %(number)s."
        )
    for scheme in _schemes(abnormality):
        hold(scheme, _holding(abnormality), reason % {"number": abnormality.number}, now)
    system = _cause(abnormality)
    if data["reported_to"] == Addressee.REGULATOR:
        take("refer", abnormality, by=system, now=now)
    with override(settings.LANGUAGE_CODE):
        _issue(abnormality, files, by, now)
    abnormality.refresh_from_db()
    settle(entrustment, system, now)
    return abnormality


def _schemes(abnormality: Abnormality) -> set[Scheme]:
    """Those under which its samples were bought, and others may have to be."""
    return {each.entrusted.sample.purchase.scheme for each in abnormality.concerning()}


def _holding(abnormality: Abnormality) -> str:
    return f"abnormality {abnormality.number}"


@carries("6.3-3")
def _issue(abnormality: Abnormality, files: Sequence[Attachment], by: Viewer, now: datetime) -> None:
    """The report of the abnormality (异常情况报告), to whom it is reported: center or department."""
    laboratory, department = abnormality.laboratory, abnormality.regulator
    addressee = department if abnormality.reported_to == Addressee.REGULATOR else abnormality.center
    assert addressee is not None
    goods = (each.entrusted.line(number) for number, each in enumerate(abnormality.concerning(), start=1))
    issue(
        abnormality,
        paper="abnormality_report",
        title=_("Report of an abnormality"),
        content={
            "addressee": addressee.name,
            "abnormality": abnormality.number,
            "entrustment": abnormality.entrustment.number,
            "task_set_by": department.name if department else "",
            "decides": abnormality.holder.name if abnormality.holder else "",
            "situation": abnormality.get_situation_display(),
            "found_at": f"{timezone.localtime(abnormality.found_at):%Y-%m-%d %H:%M}",
            "account": abnormality.account,
            "samples": tuple(EntrustedGoods(**row) for row in goods),
            "proofs": tuple(Proof(shows=file.name, sha256=file.sha256) for file in files),
            "reported_by": str(by.user),
            "reported_on": local_day(now),
            "laboratory_address": laboratory.address,
            "laboratory_phone": laboratory.phone,
        },
        by=by,
        now=now,
        office=laboratory,
        addressee=addressee,
        language=settings.LANGUAGE_CODE,
    )


def _reportable(entrusted: EntrustedSample, entrustment: Entrustment) -> None:
    """Refuse a sample that is not, or no longer, in testing under this commission."""
    entrusted.refresh_from_db()
    known = {"sample": entrusted.sample.number}
    if entrusted.entrustment_id != entrustment.pk or entrusted.released:
        raise Refused(_("%(sample)s is not in testing under this commission.") % known)
    if entrusted.report and entrusted.report.state in ISSUED:
        raise Refused(_("The report on %(sample)s has been issued: its testing is over.") % known)
    if earlier := held_up(entrusted):
        known["abnormality"] = earlier.number
        raise Refused(_("%(abnormality)s on %(sample)s is not decided on yet.") % known)


@ABNORMALITY_FLOW.handles("decide", "decide_above")
@transaction.atomic
@carries("6.3-3", "W-05")
def decide(
    abnormality: Abnormality, *, rows: dict[int, dict[str, Any]], note: str, by: Viewer, now: datetime
) -> None:
    """Decide on every sample of an abnormality; whoever it lies before takes the step.

    rows: by the key of the abnormality's sample: decision, left_out (items; for a test in part alone).
    """
    entrustment, concerned = abnormality.entrustment, list(abnormality.concerning())
    lock(*(each.entrusted.sample for each in concerned))
    lock(entrustment)
    abnormality.refresh_from_db()
    for each in concerned:
        each.entrusted.refresh_from_db()
        _decidable(each, **rows[each.pk])
    verb = "decide_above" if abnormality.state == AbnormalityState.REFERRED else "decide"
    choices = "; ".join(
        f"{each.entrusted.sample.number}: {Decision(rows[each.pk]['decision']).label}" for each in concerned
    )
    said = {"decision": f"{choices}. {note}", "decided_by": by.user}
    system = System(take(verb, abnormality, by=by, now=now, note=note, **said).pk)
    for each in concerned:
        each.decision = rows[each.pk]["decision"]
        each.save(update_fields=["decision"])
        free(each.entrusted, now)
        _carry_out(each, list(rows[each.pk].get("left_out") or ()), system, now, note)
    for scheme in _schemes(abnormality):
        release(scheme, _holding(abnormality), now)
    settle(entrustment, system, now)


def _decidable(row: AbnormalSample, decision: str, left_out: Sequence[TestItem] = ()) -> None:
    """Refuse what cannot be decided on this sample."""
    known = {"sample": row.entrusted.sample.number, "decision": Decision(decision).label}
    if decision not in row.choices():
        raise Refused(_("“%(decision)s” is not possible on %(sample)s.") % known + " " + row.preview())
    if (decision == Decision.IN_PART) != bool(left_out):
        raise Refused(
            _("Name the items left out of %(sample)s where it is tested in part, and only there.") % known
        )
    items = set(row.entrusted.entrustment.items.all())
    if left_out and not set(left_out) < items:
        raise Refused(_("Of %(sample)s at least one item must be left to be tested.") % known)
    report = row.entrusted.report
    entered = report.results.exclude(value="").filter(item__in=left_out) if report else ()
    for result in entered:
        known["item"] = result.name
        raise Refused(_("%(item)s of %(sample)s has been entered already: it cannot be left out.") % known)


def _carry_out(
    row: AbnormalSample, left_out: list[TestItem], system: System, now: datetime, note: str
) -> None:
    """Do what was decided on a sample."""
    entrusted = row.entrusted
    if row.decision == Decision.IN_PART:
        row.left_out.set(left_out)
        for result in entrusted.report.results.filter(item__in=left_out) if entrusted.report else ():
            result.leave_out(row.abnormality)
            result.save()
    elif row.decision == Decision.REPLACE:
        resample(entrusted.sample, by=system, now=now, note=note)
        let_go(entrusted, system, now, note)
    elif row.decision == Decision.END:
        let_go(entrusted, system, now, note)


@ABNORMALITY_FLOW.handles("void")
@transaction.atomic
@carries("W-01")
def withdraw(abnormality: Abnormality, *, by: Viewer, now: datetime, note: str) -> None:
    """Void an abnormality that was reported by mistake: its samples go on."""
    lock(*(each.entrusted.sample for each in abnormality.concerning()))
    lock(abnormality.entrustment)
    system = System(take("void", abnormality, by=by, now=now, note=note).pk)
    for each in abnormality.concerning():
        free(each.entrusted, now)
    for scheme in _schemes(abnormality):
        release(scheme, _holding(abnormality), now)
    settle(abnormality.entrustment, system, now)
