"""What would one take instead? Django's admin on the same tables, as its documentation sets it up."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from accounts.models import Organisation, User
from bench.viewers import SEATS
from casework.models import Filed, Record
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result

SITE = admin.AdminSite(name="peer")
SEAT = "X-Seat"


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The changelist, scoped in get_queryset; the seat is named by a header."""

    list_display = ("number", "title", "state", "turn", "category", "platform", "next_due_at", "opened_at")
    list_filter = ("state", "category")
    list_per_page = 50
    search_fields = ("number", "title")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Record]:
        found = super().get_queryset(request)
        seat = SEATS.get(request.headers.get(SEAT, ""))
        if seat is None:
            return found
        found = found.filter(kind=seat.listed)
        return found.filter(**{seat.column: seat.key}) if seat.column else found


class PeerForm(ModelForm):  # type: ignore[type-arg]
    """With Django's own templates, the only ones that the admin has."""

    default_renderer = DjangoTemplates()


class ResultInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Result
    form = PeerForm
    extra = 0
    raw_id_fields = ("item",)


class FiledAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The change page. Keys to records and to the market are typed, not chosen from a million."""

    form = PeerForm
    readonly_fields = ("number", "state", "turn", "next_due_at", "opened_at")


def _typed(model: type[Filed]) -> list[str]:
    """The keys to records and to the market."""
    chosen = (Organisation, User)
    return [f.name for f in model._meta.fields if f.many_to_one and f.related_model not in chosen]


SITE.register(Record, RecordAdmin)
SITE.register(Report, FiledAdmin, raw_id_fields=_typed(Report), inlines=(ResultInline,))
for model in (EnforcementCase, PlatformDisposal):
    SITE.register(model, FiledAdmin, raw_id_fields=_typed(model))
