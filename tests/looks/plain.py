"""Which other pages are there to be looked at? Those without a kind, and those that only answer or refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from accounts.models import ApiToken, Level, Membership, Organisation, StandIn, Viewer
from accounts.roles import Kind, Role
from catalogue.models import TestItem
from catalogue.platforms import PlatformName
from disposal.actions import links
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import NoticeLink, ResultNotice
from disposal.models.photos import PhotoDecision
from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import Qualification
from monitoring.assessments.models import Sitting
from monitoring.feeds.models import Feed
from monitoring.followups.models import FollowUp
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.intakes import Mapping as ColumnMapping
from monitoring.origins.models.origins import SignalImport
from monitoring.plans.models.plans import WorkPlan
from monitoring.risks.models.signals import RiskSignal
from portals.dashboards import DASHBOARDS
from sampling.deliveries.models.refunds import RefundDue
from sampling.listings.models import OfferFile
from sampling.money.models import Advance
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.models.recipients import Recipient
from sampling.samples.models.counts import Stocktaking
from sampling.samples.models.labels import LabelSheet
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import Stay, StoragePlace
from sampling.schemes.models import Scheme
from sampling.selection.models.choices import Choosing
from sampling.selection.models.perusals import Perusal
from sharing.flow import Openness
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from tests.conftest import NOW
from tests.looks import clocks
from tests.looks.registers import OF_THE_REGISTERS
from tests.looks.sights import Sight
from tests.test_walls import WALLS

People = Mapping[str, Viewer]
# Routes that show no page: what they answer is a file, …
FILES = {
    *("document", "home-next"),
    "attachment",
    "released-photo",
    "resource-file",
    "resource-download",
    "shared-download",
    "signal-file",
    "signal-refused",
    "signal-template",
    "calendar-blank",
    "intake-refused",
    "storage-rule",
    "labels-file",
    "claims-sheet",
    "choice-bundle",
    "draw",
    "purchase-bag",
    "listing-sheet",
    "offer-refused",
    "register-file-refused",
    "calendar",
    "ranking-sheet",
    "money-sheet",
    *("risk-figures-sheet", "month-sheet"),
    "due-feed-file",
    "notifications-count",
    *("offered-items", "offered-rules"),
    "alive",
    "ready",
    "metrics",
}
# … or they do something and lead to another page.
ACTIONS = {
    "sealing-begin",
    "logout",
    "set_language",
    "notifications-read",
    "due-feed-revoke",
    "resource-accept",
    "safeguard-confirm",
    "safeguard-acknowledge",
    "signal-submit",
    "signal-discard",
    "signal-take-over",
    "clock-moved",
    "feed-moved",
    "storage-place-moved",
    "matter-apart",
    "sitting-score",
    "advance-withdraw",
    "feed-read",
    "register-file-columns",
    "feed-switch",
    "resultnotice-link-revoke",
    "redacted-renew",
    *("labels-ask", "purchases-assign"),
    "stocktaking-end",
    "stocktaking-explain",
    "stocktaking-close",
    "recipient-retire",
    "recipient-withdraw",
    "leak-rest",
    "failure-retry",
    "uploads",
    "upload",
}

# What ends so answers alike for each kind of record: a file, or an action.
NO_PAGES = ("-sheet", "-several", "-views", "-foreseen", "-judged")


def shop() -> Viewer:
    """Who comes by the link of a notice that was answered with a denial."""
    notice = ResultNotice.objects.filter(denials__isnull=False).first()
    assert notice is not None and notice.merchant is not None
    return Viewer(links.respondent(notice.merchant), notice.merchant, frozenset({Role.RESPONDENT}))


def of_roles(people: People) -> Iterator[Sight]:
    """Each page of a role (tests/<stage>/walls.py) once a portal, and everybody's first page."""
    for wall in WALLS:
        if wall.given or wall.names or wall.method != "GET" or wall.name.startswith("api-"):
            continue
        if wall.name in FILES or wall.name in OBJECTS:
            continue
        for portal in Kind:
            able = (each for each in people.values() if each.kind == portal and _called(each) & {*wall.who})
            viewer = next(able, None)
            if viewer:
                yield Sight(wall.name, wall.name, reverse(wall.name), viewer)
    for portal, boards in DASHBOARDS.items():
        viewer = next(each for each in people.values() if each.kind == portal)
        for board in boards[1:]:  # the first is shown where none is named
            yield Sight(
                "dashboard", f"dashboard-{board.name}", f"{reverse('dashboard')}?of={board.name}", viewer
            )
    for login, viewer in people.items():
        yield Sight("home", f"home-{login}", reverse("home"), viewer, again=True)


def _called(viewer: Viewer) -> set[str]:
    """What somebody of these roles is called in the tables of who."""
    return {str(role) if role.kind else f"{viewer.kind}_{role}" for role in viewer.roles}


def of_scripts(people: People) -> Iterator[Sight]:
    """What pages ask for: the days of a year, the bell, a photo, the description of the interface."""
    anybody = people["buyer"]
    for year in range(NOW.year - 1, NOW.year + 5):
        for tag in ("zh-Hans", "en"):
            path = f"{reverse('calendar', args=[year])}?{tag}"
            yield Sight("calendar", f"days-{year}-{tag}", path, anybody, page=False)
    yield Sight("notifications-count", "unread", reverse("notifications-count"), anybody, page=False)
    picture = reverse("report-photo-picture", args=_photo())
    yield Sight("report-photo-picture", "report-photo-picture", picture, people["compiler"], page=False)
    yield Sight("api-docs", "api-script", f"{reverse('api-docs')}?script=", page=False)
    for name, of in {"api-schema": (), "api-object-schemas": (), "api-object-schema": ("report",)}.items():
        yield Sight(name, name, reverse(name, args=of), page=False)


def of_objects(people: People) -> Iterator[Sight]:
    """Pages of one thing that is no record, each for somebody who may see it."""
    for route, (login, arguments) in OBJECTS.items():
        yield Sight(route, route, reverse(route, args=arguments()), people[login])
    yield Sight("style", "style", reverse("style"), _staff(people["centeradmin"]))
    asked = f"{reverse('what-if')}?number=15&unit=calendar&start=2026-09-16"
    yield Sight("what-if", "what-if-answered", asked, people["planner"])
    yield Sight("what-if", "what-if-refused", f"{asked}&term=DL-14", people["planner"], status=422)
    yield from (Sight(name, name, reverse(name)) for name in ("api-docs", "login"))
    yield Sight("merchant-link", "merchant-link", reverse("merchant-link", args=[_token()]))
    yield Sight("merchant-link", "merchant-link-gone", reverse("merchant-link", args=["gone"]), status=404)


def of_answers(people: People) -> Iterator[Sight]:
    """Pages that answer what was sent, and those that refuse."""
    for name, login, route, arguments, data, status in ANSWERS:
        yield Sight(route, name, reverse(route, args=arguments()), people.get(login), data, status)
    collector = people["collector"]
    yield Sight("home", "error-400", reverse("home") + "?words=%00", collector, status=400)
    yield Sight("person-add", "error-403", reverse("person-add"), collector, status=403)
    yield Sight("home", "error-404", "/nowhere/", collector, status=404)
    whole = reverse("purchase-evidence", args=_number(Purchase, state="accepted")())
    yield Sight("purchase-evidence", "evidence-whole", whole, people["verifier"], status=403)
    yield Sight("home", "error-404", "/nowhere/", status=404)
    late = reverse("platformdisposal-form-measures", args=_handled())
    yield Sight("platformdisposal-form-measures", "measures-too-late", late, people["platform"], status=409)


def _staff(viewer: Viewer) -> Viewer:
    viewer.user.is_staff = True
    viewer.user.save(update_fields=["is_staff"])
    return viewer


def _token() -> str:
    link = NoticeLink.objects.filter(revoked_at=None, notice__denials__isnull=False).first()
    assert link is not None
    return links.address_of(link).rstrip("/").rpartition("/")[2]


def _newest(model: Any, **narrowed: Any) -> Any:
    found = model.objects.filter(**narrowed).order_by("-pk").first()
    assert found is not None, (model, narrowed)
    return found


def _link_to_show() -> list[Any]:
    link = NoticeLink.objects.filter(revoked_at=None).order_by("-pk").first()
    assert link is not None
    return [link.notice.number, list(link.notice.links.order_by("id")).index(link) + 1]


def _program() -> list[Any]:
    return [ApiToken.objects.filter(organisation__kind=Kind.REGULATOR).latest("pk").user.username]


def _number(model: Any, **narrowed: Any) -> Callable[[], list[Any]]:
    return lambda: [_newest(model, **narrowed).number]


def _token_of(model: Any, **narrowed: Any) -> Callable[[], list[Any]]:
    return lambda: [_newest(model, **narrowed).token]


def _key(model: Any, **narrowed: Any) -> Callable[[], list[Any]]:
    return lambda: [_newest(model, **narrowed).pk]


def _pseudonym() -> list[Any]:
    return [_newest(Recipient).pseudonym]


def _unmatched() -> list[Any]:
    """A line of a follow-up list that nobody has matched to its finding yet."""
    line = {"product": "婴儿推车", "producer": "云泽童车厂", "recheck": "复查合格", "source": "整改情况.xlsx"}
    center = _newest(Feed).center
    found, _made = FollowUp.objects.get_or_create(
        center=center, **line, defaults={"title": "2026年童车整改情况", "taken_at": NOW}
    )
    return [found.pk]


def _draft() -> list[Any]:
    """What was handed in, as it was before."""
    signal = _newest(RiskSignal, state="submitted", collector__username="collector")
    RiskSignal.objects.filter(pk=signal.pk).update(state="draft")
    return [signal.number]


def _handled() -> list[Any]:
    """What the platform has handled, and not reported yet."""
    home = Membership.objects.get(user__username="platform").organisation
    return [_newest(PlatformDisposal, state="done", platform=home).number]


def _claim() -> list[Any]:
    return [_newest(RefundDue, settled_on=None).purchase.number]


def _lying() -> list[Any]:
    return [_newest(Stay, until=None, place__keeper__kind=Kind.LABORATORY).sample.number]


def _choosing() -> list[Any]:
    choosing = _newest(Choosing)
    return [choosing.scheme.number, choosing.token]


def _report_with_photos() -> list[Any]:
    return [_newest(PhotoDecision, released=True).report.number]


def _photo() -> list[Any]:
    decision = _newest(PhotoDecision, released=True)
    return [decision.report.number, decision.source.token]


def _perusal() -> list[Any]:
    perusal = _newest(Perusal)
    return [perusal.scheme.number, perusal.token]


def _offers() -> list[Any]:
    file = _newest(OfferFile)
    return [file.scheme.number, file.token]


ADMIN = "provinceadmin"
CITY = _key(Organisation, level=Level.CITY)
OWN_TABLE = _number(Resource, provider__kind=Kind.LABORATORY)
# For whom each is shown, and what its address names.
OBJECTS: dict[str, tuple[str, Callable[[], list[Any]]]] = {
    "close-of-business": (ADMIN, list),
    "portal-service": (ADMIN, list),
    "purchase-invoice": ("buyer", _number(Purchase, amount__isnull=False, invoice=None)),
    "advance-confirm": ("buyer", _token_of(Advance, kind="topped_up")),
    "advance-deny": ("buyer", _token_of(Advance, kind="topped_up")),
    "workplan-overrun": ("leader", _number(WorkPlan, over_budget="leader")),
    "workplan-form-plan": ("planner", _number(WorkPlan, state="draft")),
    "signal-form-draft": ("collector", _draft),
    "entrustment-form-results": ("tester", _number(Entrustment, reports__state="entering")),
    "platformdisposal-form-feedback": ("platform", _handled),
    "workplan-versions": ("planner", _number(WorkPlan, state="submitted")),
    "sitting": ("chair", _token_of(Sitting)),
    "criteria-one": ("chair", lambda: ["eu-2019-417-units"]),
    "criteria-change": ("approver", lambda: ["yunze-2026-draft"]),
    **OF_THE_REGISTERS,
    "organisation-merge": (ADMIN, CITY),
    **clocks.PAGES,
    "person": (ADMIN, lambda: ["approver"]),
    "token-revoke": (ADMIN, _program),
    "token-signing": (ADMIN, _program),
    "stand-in-end": ("labadmin", _key(StandIn)),
    "signal": ("collector", _number(RiskSignal, source_ref="投诉举报 TS-0561")),
    "signal-void": ("collector", _number(RiskSignal, state="submitted", organisation__kind=Kind.CENTER)),
    "signal-origin": ("collector", _token_of(SignalImport, organisation__kind=Kind.CENTER)),
    "signal-origin-void": ("collector", _token_of(SignalImport, organisation__kind=Kind.CENTER)),
    "signal-edit": ("collector", _draft),
    "feed": ("collector", _key(Feed, active=True, failures=0)),
    "follow-up": ("collector", _unmatched),
    "severity": ("chair", _key(TestItem)),
    "platform-name-remove": ("collector", _key(PlatformName)),
    "feed-change": ("collector", _key(Feed)),
    "intake": ("collector", _token_of(Intake, finished_at__isnull=False)),
    "intake-discard": ("collector", _token_of(Intake, begun_at=None)),
    "intake-columns": ("collector", _token_of(Intake, begun_at=None)),
    "mapping": ("collector", _token_of(ColumnMapping)),
    "qualification": ("organiser", _key(Qualification)),
    "qualification-change": ("organiser", _key(Qualification)),
    "storage-place": ("receiver", _key(StoragePlace, keeper__kind=Kind.LABORATORY)),
    "storage-place-change": ("receiver", _key(StoragePlace, keeper__kind=Kind.LABORATORY)),
    "storage-reading": ("receiver", _key(StoragePlace, keeper__kind=Kind.LABORATORY)),
    "storage-put": ("receiver", _lying),
    "storage-out": ("receiver", _lying),
    "choosing": ("organiser", _choosing),
    "perusal": ("organiser", _perusal),
    "report-photos": ("compiler", _report_with_photos),
    "report-photo": ("compiler", _photo),
    "listings": ("organiser", _number(Scheme)),
    "offer-file": ("organiser", _offers),
    "offer-discard": ("organiser", _offers),
    "offer-columns": ("organiser", _offers),
    "sample-label": ("storekeeper", _number(Sample)),
    "recipient": ("storekeeper", _pseudonym),
    "recipient-consent": ("storekeeper", _pseudonym),
    "sample-seals": ("storekeeper", _number(Sample, role="backup", state="sealed")),
    "claim": ("leader", _claim),
    "claim-enter": ("buyer", _claim),
    "claim-write-off": ("leader", _claim),
    "stocktaking": ("storekeeper", _token_of(Stocktaking, counted_at__isnull=False)),
    "labels": ("storekeeper", _token_of(LabelSheet)),
    "recipient-identifier": ("storekeeper", _pseudonym),
    "recipient-erase": ("storekeeper", _pseudonym),
    "resource": ("labadmin", OWN_TABLE),
    "resource-change": ("labadmin", OWN_TABLE),
    "resource-supply": ("labadmin", OWN_TABLE),
    "resource-withdraw": ("labadmin", OWN_TABLE),
    "resource-ask": ("platformadmin", _number(Resource, openness=Openness.REQUEST)),
    "resource-data": ("centeradmin", _number(Resource, openness=Openness.MEMBERS)),
    "shared-data": ("platformadmin", _number(ShareRequest, state="active")),
    "resultnotice-link-new": ("compiler", _number(ResultNotice, state__in=links.OPEN)),
}
# Name, log-in, route, what its address names, what is sent there; the answer's status.
ANSWERS: tuple[tuple[str, str, str, Callable[[], list[Any]], dict[str, Any], int], ...] = (
    ("login-refused", "", "login", list, {"username": "buyer", "password": "guessed"}, 422),
    ("purchase-reveal", "buyer", "purchase-reveal", _number(Purchase, confirmed_at__isnull=False), {}, 200),
    ("purchase-files", "verifier", "purchase-files", _number(Purchase, state="accepted"), {}, 200),
    ("recipient-reveal", "storekeeper", "recipient-reveal", _pseudonym, {}, 200),
    ("resultnotice-link-show", "compiler", "resultnotice-link-show", _link_to_show, {}, 200),
    ("person-password", ADMIN, "person-password", lambda: ["approver"], {}, 200),
    ("signal-new-refused", "collector", "signal-new", list, {"channel": "a"}, 422),
    ("workplan-open-refused", "planner", "workplan-open", list, {"title": ""}, 422),
    ("due-feed-made", "buyer", "due-feed", list, {}, 200),
    ("error-409", "centeradmin", "resource-accept", OWN_TABLE, {}, 409),
    ("recipient-add-refused", "storekeeper", "recipient-add", list, {"name": ""}, 422),
)
