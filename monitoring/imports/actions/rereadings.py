"""Which lines of a file were taken in before, its columns read otherwise, and what becomes of them?"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import Kind
from catalogue.models import Finding, Verdict
from catalogue.names import key
from monitoring.followups.models import FollowUp
from monitoring.importers.notice_reader import Row
from monitoring.origins.actions.lines import Source, place
from monitoring.risks.actions.matters import footprint
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal, SignalFile
from trail import verbs
from trail.models import Event, write

IMPORT = "import signals"

verbs.register(IMPORT, gettext_lazy("Import signals"))
verbs.register("read a finding anew", gettext_lazy("Read a finding anew"))
verbs.register("read a signal anew", gettext_lazy("Read a signal anew"))
# What a later reading says anew of a signal; who took it in, when and from where stays.
READ = (
    *("product", "category", "brand", "model", "platform", "shop", "enterprise", "standard_ref"),
    *("hazard_item", "hazard_type", "scope", "degree", "trigger", "derived", "fingerprint"),
)


@dataclass(frozen=True)
class Earlier:
    """What earlier readings of the same file made, by (sheet, line)."""

    findings: dict[tuple[str, int], Finding] = field(default_factory=dict)
    signals: dict[tuple[str, int], RiskSignal] = field(default_factory=dict)


def earlier(rows: list[Row], new: list[Row], source: Source) -> Earlier:
    """What stands of the new lines from an earlier reading of this very file by the same sender.

    rows: all lines of this reading. A signal is known by its place and the moment of that import; a finding
    by its place and its signal, or, where the product conformed, its producer or product.
    """
    imports = Event.objects.of("organisation", source.sender.pk).filter(
        verb=IMPORT, detail__sha256=source.sha256
    )
    read = [(event.detail["file"], event.at) for event in imports]
    if not read or not new:
        return Earlier()
    of_signals, of_findings = (_places(new, {name for name, _at in read}, width) for width in (300, 200))
    stands = [row.fingerprint for row in rows]
    signals = RiskSignal.objects.filter(
        center=source.center, source_ref__in=of_signals, collected_at__in=[at for _name, at in read]
    ).exclude(fingerprint__in=stands)
    made = list(signals.select_for_update(of=["self"]))
    # A voided one is not put right: the line makes another.
    signed = {of_signals[one.source_ref]: one for one in made if one.state != SignalState.VOIDED}
    same = Q(producer_key__in=[key(row.producer)[:200] for row in new if row.producer])
    conformed = Q(verdict=Verdict.CONFORMING) & (same | Q(product__in=[row.product for row in new]))
    of_signal = Q(fingerprint__in=[signal.fingerprint for signal in made])
    findings = Finding.objects.filter(of_signal | conformed, source__in=of_findings).exclude(
        fingerprint__in=stands
    )
    return Earlier({of_findings[finding.source]: finding for finding in findings}, signed)


def _places(rows: list[Row], names: set[str], width: int) -> dict[str, tuple[str, int]]:
    return {
        place(name, row.sheet, row.number, width): (row.sheet, row.number) for name in names for row in rows
    }


def rests(row: Row, before: Earlier, center: Organisation) -> str:
    """Why what a line came to before is not read anew, "" where nothing rests on it."""
    at = row.sheet, row.number
    signal, finding = before.signals.get(at), before.findings.get(at)
    if signal and (
        signal.state != SignalState.SUBMITTED or SignalFile.objects.filter(signal=signal).exists()
    ):
        return _("This line was read otherwise before, and work has gone on with signal %(number)s.") % {
            "number": signal.number
        }
    if signal and row.risk is None:
        return _(
            "This line was taken in as failing before, as signal %(number)s: say in its case why it is none."
        ) % {"number": signal.number}
    if finding and (FollowUp.objects.filter(finding=finding).exists() or _elsewhere(finding, center)):
        return _("This line was read otherwise before, and others have gone on with that finding.")
    return ""


def _elsewhere(finding: Finding, center: Organisation) -> bool:
    others = Organisation.objects.filter(kind=Kind.CENTER).exclude(pk=center.pk)
    known = RiskSignal.objects.standing().filter(center__in=others)
    return known.filter(fingerprint=finding.fingerprint).exists()


def found_anew(finding: Finding, fresh: Finding, source: Source) -> None:
    """Let a finding say what the later reading says; what it said before stands in the trail."""
    told = ("product", "producer", "verdict", "failing")
    detail = {name: [getattr(finding, name), getattr(fresh, name)] for name in told}
    fresh.pk = finding.pk
    fresh.save(force_update=True)
    _tell("read a finding anew", "finding", finding.pk, source, detail)


def read_anew(signal: RiskSignal, fresh: RiskSignal, source: Source) -> None:
    """Let a submitted signal say what the later reading says; what it said before stands in the trail."""
    told = ("product", "hazard_item", "enterprise")
    detail = {name: [getattr(signal, name), getattr(fresh, name)] for name in told}
    for name in READ:
        setattr(signal, name, getattr(fresh, name))
    signal.save(update_fields=READ)
    signal.footprint.delete()
    footprint([signal])
    _tell("read a signal anew", "signal", signal.pk, source, detail)


def _tell(verb: str, kind: str, pk: int, source: Source, detail: dict[str, list[str]]) -> None:
    more = {**detail, "file": source.filename, "sha256": source.sha256}
    write(verb, (kind, pk), actor=source.by.actor(), at=source.now, detail=more)
