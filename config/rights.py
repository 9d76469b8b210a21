"""What may the application do to each table? Read and add rows, and besides what stands here.

Web, worker and timetable log in as APPLICATION, a role that owns nothing and belongs to no other. `migrate`
brings the database to this table each time, as the owner of all. A table that is not named here can be added
to and not changed; so a new one says what it needs. Triggers narrow what a right allows (SECURITY.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from accounts.models import Organisation
from casework.models import Filed
from trail.models import Installation

APPLICATION = "wangjian_app"
AT_WORK = "This database is that of an installation at work. Give the demo, or practice, one of its own."
ALL = ("*",)

# Not even read.
UNSEEN = {"trail.Installation"}
# Only migrations write these.
READ = {"auth.Permission", "contenttypes.ContentType"}
# Written once, for ever: not even a merger of organisations changes what was written then.
WRITTEN_ONCE = {
    "accounts.PastName",
    "catalogue.SeverityChange",
    "disposal.CaseEvidence",
    "disposal.GradeTable",
    "disposal.PartyDecision",
    "disposal.PhotoDecision",
    "documents.Service",
    "documents.SignedCopy",
    "inspection.Analysis",
    "inspection.RawRecord",
    "inspection.RawRecord_results",
    "monitoring.Remark",
    "monitoring.SignalFile",
    "sharing.Reading",
    "trail.Event",
}
# Whose rows the database numbers, in the order in which they are written.
NUMBERED = {"trail.Event"}
# The columns that change. It need not be said of the kinds of records (Filed), nor of a column that names an
# organisation, which may become a part of another. ALL is all but the primary key: by another one a row would
# be another's, with all that refers to it.
CHANGED: dict[str, tuple[str, ...]] = {
    "accounts.ApiToken": ("revoked_at", "signs", "secrets"),
    "accounts.Attempt": ("counts_until", "right"),
    "accounts.Membership": ("roles", "since", "left_on"),
    "accounts.Organisation": ALL,
    "accounts.StandIn": ("ended_on",),
    "accounts.User": ALL,
    "catalogue.Category": ALL,
    "catalogue.Enterprise": ALL,
    "catalogue.Finding": ALL,
    "catalogue.MonitoringRules": ALL,
    "catalogue.Shop": ALL,
    "catalogue.Standard": ALL,
    "catalogue.TestItem": ALL,
    "casework.Admission": ("group_id",),
    "casework.AnnouncedYear": ("withdrawn_by_id", "withdrawn_at", "reason"),
    "casework.Answered": ("status", "body"),
    "casework.CalendarLink": ("revoked_at", "last_read_at"),
    "casework.Deadline": ALL,
    "casework.Extension": ("granted", "remark", "decided_by_id", "decided_at", "withdrawn_at"),
    "casework.Hold": ("released_at",),
    "casework.Notification": ("read_at", "mailed_at"),
    "casework.Outbox": ("sent_at", "done_at", "attempts", "tries", "error"),
    "casework.Record": ALL,
    "casework.Recount": ALL,
    "casework.SavedView": ("query",),
    "disposal.DisposalItem": ("lifted_on",),
    "disposal.MeasureTaken": ("struck_at", "struck_why"),
    "disposal.NoticeLink": ("sent_at", "opened_at", "revoked_at"),
    "documents.Attachment": ("reach",),
    "documents.Document": ("pdf", "pdf_size", "pdf_sha256"),
    "documents.FileNumber": ("last",),
    "documents.Upload": ("offset", "touched_at", "used_at"),
    "inspection.AbnormalSample": ("decision",),
    "inspection.Calibration": ("withdrawn_at", "why_withdrawn"),
    "inspection.EntrustedSample": ALL,
    "inspection.Instrument": ("number", "name", "model", "ended_on"),
    "inspection.Qualification": ALL,
    "inspection.Result": ALL,
    "inspection.Issuing": ALL,
    "inspection.Sealing": ALL,
    "monitoring.Assessment_notified": ALL,
    "monitoring.Assessment_panel": ALL,
    "monitoring.Criteria": ALL,
    "monitoring.Feed": ALL,
    "monitoring.FeedRun": ALL,
    "monitoring.FollowUp": ALL,
    "monitoring.Intake": ALL,
    "monitoring.Mapping": ALL,
    "monitoring.PlanItem": ALL,
    "monitoring.PlanVersion": ("approved_at",),
    "monitoring.RiskSignal": ALL,
    "monitoring.Scenario": ("severity",),
    "registers.RegisterFile": ALL,
    "sampling.Advance": ("confirmed_by_id", "confirmed_at", "denial", "denied_at", "withdrawn_at"),
    "sampling.Capsule": ALL,
    "sampling.Choosing": ALL,
    "sampling.Claim": ("counts",),
    "sampling.Confirmation": ("allowed_at",),
    "sampling.Consent": ("withdrawn_at",),
    "sampling.Difference": ("explanation", "explained_by_id"),
    "sampling.Entry": ALL,
    "sampling.Identifier": ("index", "retired_at"),
    "sampling.Invoice": ALL,
    "sampling.LabelSheet": ("pdf",),
    "sampling.Listing": ALL,
    "sampling.Move": ALL,
    "sampling.OfferFile": ALL,
    "sampling.OfferMapping": ALL,
    "sampling.Parcel": ALL,
    "sampling.Perusal": ("finished_at", "cancelled_at", "failure", "in_charge_id"),
    "sampling.Recipient": ALL,
    "sampling.RefundDue": ALL,
    "sampling.Scheme_buyers": ALL,
    "sampling.Scheme_platforms": ALL,
    "sampling.Sealed": ("content",),
    "sampling.Stay": ALL,
    "sampling.Stocktaking": ALL,
    "sampling.StoragePlace": ALL,
    "sessions.Session": ALL,
    "sharing.Resource": ALL,
    "sharing.Safeguard": ALL,
    "sharing.Supply": ("accepted_at",),
}
# Whose rows may go: what was forgotten on purpose, drafts, and who is named where several may be.
REMOVED = {
    "accounts.Attempt",
    "accounts.Organisation_mandate",
    "casework.Admission",
    "casework.Answered",
    "casework.SavedView",
    "casework.SentForm",
    "catalogue.MonitoringRules_items",
    "catalogue.PlatformName",
    "disposal.Compilation_reports",
    "documents.Upload",
    "inspection.AbnormalSample_left_out",
    "inspection.AuthorisedSignatory",
    "inspection.EntrustedSample",
    "inspection.Entrustment_items",
    "inspection.QualificationScope",
    "monitoring.Apart",
    "monitoring.Assessment_notified",
    "monitoring.Assessment_panel",
    "monitoring.Footprint",
    "monitoring.PlanItem",
    "monitoring.PlanItem_test_items",
    "monitoring.Quota",
    "monitoring.WorkPlan_cases",
    "monitoring.WorkPlan_laboratories",
    "monitoring.WorkPlan_platforms",
    "sampling.Identifier",
    "sampling.Listing",
    "sampling.Parcel_photos",
    "sampling.Purchase_identifiers",
    "sampling.Scheme_buyers",
    "sampling.Scheme_platforms",
    "sampling.Sealed",
    "sessions.Session",
}

ROLE = f"{APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
AS_IT_SHOULD_BE = """
    SELECT rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
                                OR rolinherit)
    FROM pg_roles WHERE rolname = %s
"""
# Where the log-in begins with other settings than all do, as ALTER ROLE names it.
OF_ITS_OWN_CHOICE = """
    SELECT CASE WHEN setdatabase = 0 THEN '' ELSE format(' IN DATABASE %%I', datname) END
    FROM pg_db_role_setting LEFT JOIN pg_database ON pg_database.oid = setdatabase WHERE setrole = %s::regrole
"""


def models_of_tables() -> Iterator[type[models.Model]]:
    """Every model that has a table, those between many and many included."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def changed(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model that the application may change, () for none."""
    label = model._meta.label
    if label in UNSEEN | READ | WRITTEN_ONCE:
        return ()
    said = ALL if issubclass(model, Filed) else CHANGED.get(label, ())
    if said == ALL:
        return all_but_the_key(model)
    moved = (str(field.column) for field in model._meta.local_fields if field.related_model is Organisation)
    return tuple(dict.fromkeys((*said, *moved)))


def all_but_the_key(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model's own table without its primary key."""
    return tuple(str(field.column) for field in model._meta.local_concrete_fields if not field.primary_key)


def named(columns: tuple[str, ...]) -> str:
    """Columns as GRANT names them; "" for none, which there means the whole table."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f" ({quoted})" if quoted else ""


def statements() -> Iterator[str]:
    """What gives the application its rights, and nothing else, on the tables that there are."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APPLICATION}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {APPLICATION}"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {APPLICATION}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {APPLICATION}"
    for model in models_of_tables():
        table, label, columns = model._meta.db_table, model._meta.label, changed(model)
        if label in UNSEEN:
            yield f'REVOKE ALL ON "{table}" FROM {APPLICATION}'
        elif label not in READ:
            some = all_but_the_key(model) if label in NUMBERED else ()
            yield f'GRANT INSERT{named(some)} ON "{table}" TO {APPLICATION}'
        if columns:
            yield f'GRANT UPDATE{named(columns)} ON "{table}" TO {APPLICATION}'
        if label in REMOVED:
            yield f'GRANT DELETE ON "{table}" TO {APPLICATION}'


def unless_at_work(connection: BaseDatabaseWrapper) -> None:
    """Raise CommandError where a trial, whose clocks and people are invented, is given a database at work."""
    if not settings.TRIAL or settings.TESTING:
        return
    at_work = Installation.objects.using(connection.alias).filter(production=True)
    if Installation._meta.db_table in connection.introspection.table_names() and at_work.exists():
        raise CommandError(AT_WORK)


def bring(connection: BaseDatabaseWrapper) -> None:
    """Bring role and rights to what stands here, as the owner of the tables."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        let_in(cursor)
        for statement in statements():
            cursor.execute(statement)
    say_what_it_is(connection)


def say_what_it_is(connection: BaseDatabaseWrapper) -> None:
    """Write what the database has to know of the installation, as the owner of the tables."""
    said = {"production": not settings.TRIAL, "proof": settings.PROOF}
    Installation.objects.using(connection.alias).update_or_create(pk=1, defaults=said)


def let_in(cursor: CursorWrapper) -> None:
    """The role logs in, with the password of DATABASE_URL if it names one, and with no settings of its own
    choice, which it may give itself."""
    cursor.execute(AS_IT_SHOULD_BE, [APPLICATION])
    if cursor.fetchone() != (True,):
        cursor.execute(f"ALTER ROLE {ROLE}")
    cursor.execute(OF_ITS_OWN_CHOICE, [APPLICATION])
    for (where,) in cursor.fetchall():
        cursor.execute(f"ALTER ROLE {APPLICATION}{where} RESET ALL")
    login = settings.APPLICATION_LOGIN
    if login["USER"] == APPLICATION and login["PASSWORD"]:
        cursor.execute(f"ALTER ROLE {APPLICATION} PASSWORD %s", [login["PASSWORD"]])
