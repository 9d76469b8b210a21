"""What does a program do about photos, redacted reports and grades? By twins of their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.addresses import code
from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.form_twins import FormTwin
from casework.api.schema import Operation
from casework.api.views import Twin, asking, viewer_of
from catalogue.severities import ItemSeverity
from disposal.actions import enclosures, grades, photos
from disposal.actions.photos import hand_out
from disposal.disclosure import PHOTOS
from disposal.forms.grades import UNSET, GradeTableForm, ItemsForm, SeverityForm
from disposal.forms.photos import PhotoForm, RenewForm
from disposal.models.grades import cells_of
from disposal.models.photos import PhotoDecision
from disposal.walls import at_a_center, items, of_photos, of_released, of_severity, of_tables, sender
from documents.api import TAG
from documents.models import Attachment
from documents.views import guarded, sent
from inspection.reports.models.reports import Report

GRADES = _("Table of grades")
SEVERITIES = _("Severity of test items")


class ReleasedPhoto(Twin):
    """A photo that was released with a redacted report."""

    rule = of_released

    def describe(self, method: str) -> Operation:
        answers: dict[Any, Any] = {(200, "image/jpeg"): OpenApiTypes.BINARY}
        return Operation("read_photo", TAG, _("Download a released photo"), answers=answers, fails=(404,))

    def get(self, request: Request, token: str) -> HttpResponse:
        found: PhotoDecision = self.subject
        file = hand_out(found, by=viewer_of(request), now=timezone.now())
        return sent(file, found.content_type, found.name)


class PhotoRow(shown.Out):
    """A photo behind a report. sha256: to be sent with a decision, once the picture was fetched; needs_mask:
    it shows the recipient; open: whether it is the caller's to open. standing: the token of the decision that
    stands, "" for none, to be sent with the next; released: null while nobody has decided."""

    token = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    needs_mask = serializers.BooleanField()
    open = serializers.BooleanField()
    standing = serializers.CharField(allow_blank=True)
    released = serializers.BooleanField(allow_null=True)
    ground = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    picture = serializers.CharField()
    decide = serializers.CharField()


def _row(report: Report, photo: Attachment, viewer: Viewer) -> dict[str, Any]:
    decision = photos.standing_on(report, photo)
    named = [report.number, photo.token]
    return {
        "token": photo.token,
        "kind": photo.kind,
        "name": str(PHOTOS[photo.kind].called),
        "at": photo.at,
        "sha256": photo.sha256,
        "needs_mask": photos.needs_mask(photo),
        "open": photos.opens(photo, viewer),
        "standing": decision.token if decision else "",
        "released": decision.released if decision else None,
        "ground": decision.ground if decision else "",
        "reason": decision.reason if decision else "",
        "picture": reverse("api-report-photo-picture", args=named),
        "decide": reverse("api-report-photo", args=named),
    }


class ReportPhotos(Twin):
    """The photos behind a report, and what was decided on each."""

    rule = of_photos.by("GET")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        answers = {200: PhotoRow(many=True)}
        return Operation("find_report_photos", TAG, _("Photos of the report"), answers=answers, fails=(404,))

    def get(self, request: Request, number: str = "") -> Response:
        report, viewer = self.subject, viewer_of(request)
        rows = [_row(report, photo, viewer) for photo in photos.photos_of(report, viewer)]
        return Response(PhotoRow(rows, many=True).data)


def _photo(report: Report, token: str, viewer: Viewer) -> Attachment:
    found = photos.photo_of(report, token, viewer)
    if found is None:
        raise Http404
    photos.only_who_opens(found, viewer)
    return found


class ReportPhoto(FormTwin):
    """A photo: to be released with masks painted in, or withheld."""

    rule = of_photos
    name, tag, label = "decide_photo", TAG, _("Decide on the photo")
    shape = PhotoForm

    @property
    def photo(self) -> Attachment:
        return _photo(self.subject, self.kwargs["token"], viewer_of(self.request))

    def about(self, viewer: Viewer) -> dict[str, Any]:
        decision = photos.standing_on(self.subject, self.photo)
        return {"covered": decision.masks if decision else ()}

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        photos.decide(self.subject, self.photo, by=viewer, now=now, **data)


class ReportPhotoPicture(Twin):
    """The photo as it was sent in; the look is written down first, and nobody releases without it."""

    rule = of_photos.by("GET")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        answers: dict[Any, Any] = {(200, "image/*"): OpenApiTypes.BINARY}
        return Operation("look_at_photo", TAG, _("Look at a photo"), answers=answers, fails=(403, 404, 409))

    def get(self, request: Request, token: str, number: str = "") -> HttpResponse:
        viewer = viewer_of(request)
        photo = _photo(self.subject, token, viewer)
        content = photos.look(self.subject, photo, by=viewer, now=timezone.now())
        return guarded(HttpResponse(content, content_type=photo.content_type))


class Renewal(FormTwin):
    """Sending an amended report on, redacted, to whoever has the older one."""

    rule = sender
    name, tag, label = "renew_redacted_report", TAG, _("Send the newest version, redacted")
    shape = RenewForm

    def about(self, viewer: Viewer) -> dict[str, Any]:
        return {"reports": [report for _paper, report in enclosures.outdated(self.subject.child())]}

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        enclosures.renew(self.subject.child(), by=viewer, now=now, **data)


class SeverityRow(shown.Out):
    """A test item. severity: as the caller's center grades it, "" = to be set."""

    code = serializers.SerializerMethodField(help_text="Its name in the address.")
    name = serializers.CharField()
    category = serializers.CharField(source="category.code")
    grounds = serializers.CharField(source="requirement.number")
    severity = serializers.CharField(source="severity_here", allow_blank=True)

    def get_code(self, one: Any) -> str:
        return code("test_item", one.pk)


class Severities(Twin):
    """The test items of a category with their severities, those first of which nobody has said any."""

    rule = at_a_center.by("GET")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        severities = {"type": "string", "enum": [*ItemSeverity, UNSET]}
        asks = (
            asking("category", {"type": "string"}, _("The code of a product category")),
            asking("severity", severities, _("Severity if the item fails")),
        )
        answers = {200: SeverityRow(many=True)}
        return Operation("find_severities", SEVERITIES, _("List"), "", None, answers, (403,), asks)

    def get(self, request: Request) -> Response:
        found = items(viewer_of(request))
        if code := request.query_params.get("category", ""):
            found = found.filter(category__code=code)
        found = ItemsForm({"severity": request.query_params.get("severity", "")}).of(found)
        return Response(SeverityRow(found, many=True).data)


class OneSeverity(FormTwin):
    """How grave it is if a test item fails."""

    rule = of_severity
    name, tag, label = "set_severity", SEVERITIES, _("Set the severity")
    shape = SeverityForm

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        grades.set_severity(self.subject, by=viewer, now=now, **data)


class GradesShown(shown.Out):
    """The table by which a center grades now: {severity: {hazard, "" = none: grade}}."""

    cells = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))


class Grades(Twin):
    """The table of grades."""

    rule = at_a_center.by("GET")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        return Operation("read_grade_table", GRADES, GRADES, answers={200: GradesShown}, fails=(403,))

    def get(self, request: Request) -> Response:
        return Response(GradesShown({"cells": cells_of(viewer_of(request).organisation)}).data)


class GradesChange(FormTwin):
    """The next version of the table of grades."""

    rule = of_tables
    name, tag, label = "change_grade_table", GRADES, _("Change the table of grades")
    shape = GradeTableForm

    def about(self, viewer: Viewer) -> dict[str, Any]:
        return {"cells": cells_of(viewer.organisation)}

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        grades.change_table(by=viewer, now=now, **data)


PICTURE = "report-photos/<str:number>/<str:token>/picture/"
RENEWAL = "redacted-reports/<str:kind>/<str:number>/"
urlpatterns: list[URLPattern] = [
    path("photos/<str:token>/", ReleasedPhoto.as_view(), name="api-released-photo"),
    path("report-photos/<str:number>/", ReportPhotos.as_view(), name="api-report-photos"),
    path("report-photos/<str:number>/<str:token>/", ReportPhoto.as_view(), name="api-report-photo"),
    path(PICTURE, ReportPhotoPicture.as_view(), name="api-report-photo-picture"),
    path(RENEWAL, Renewal.as_view(), name="api-redacted-renew"),
    path("test-item-severities/", Severities.as_view(), name="api-severities"),
    path("test-item-severities/<test_item:pk>/", OneSeverity.as_view(), name="api-severity"),
    path("grade-table/", Grades.as_view(), name="api-grade-table"),
    path("grade-table/change/", GradesChange.as_view(), name="api-grade-table-change"),
]
