"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from documents.form_files.views import addresses
from monitoring.assessments.views import sittings
from monitoring.criteria import views as matrices
from monitoring.feeds import views as feeds
from monitoring.followups import views as followups
from monitoring.imports.views import columns, imports, intakes, platform_names
from monitoring.origins import views as mappings
from monitoring.plans import views as versions
from monitoring.risks.views import information, voidings
from monitoring.risks.views import matters as cases

addressed("feed", "follow_up", "written")
urlpatterns: list[URLPattern] = [
    path("signals/", information.signals, name="signals"),
    path("signals/new/", information.signal_new, name="signal-new"),
    path("signals/import/", imports.signal_import, name="signal-import"),
    path("signals/refused/", imports.signal_refused, name="signal-refused"),
    path("signals/template/<str:channel>/", imports.signal_template, name="signal-template"),
    path("signals/files/<str:token>/", information.signal_file, name="signal-file"),
    path("signals/feeds/", feeds.feeds, name="feeds"),
    path("signals/feeds/new/", feeds.feed_change, name="feed-new"),
    path("signals/feeds/<feed:pk>/", feeds.feed, name="feed"),
    path("signals/feeds/<feed:pk>/change/", feeds.feed_change, name="feed-change"),
    path("signals/feeds/<feed:pk>/read/", feeds.feed_read, name="feed-read"),
    path("signals/feeds/<feed:pk>/switch/", feeds.feed_switch, name="feed-switch"),
    path("signals/intakes/", intakes.intakes, name="intakes"),
    path("signals/intakes/<str:token>/", intakes.intake, name="intake"),
    path("signals/intakes/<str:token>/discard/", intakes.intake_discard, name="intake-discard"),
    path("signals/intakes/<str:token>/columns/", columns.intake_columns, name="intake-columns"),
    path("signals/intakes/<str:token>/refused/", intakes.intake_refused, name="intake-refused"),
    path("signals/follow-ups/", followups.follow_ups, name="follow-ups"),
    path("signals/follow-ups/<follow_up:pk>/", followups.follow_up, name="follow-up"),
    path("signals/platform-names/", platform_names.platform_names, name="platform-names"),
    path(
        "signals/platform-names/<written:pk>/",
        platform_names.platform_name_remove,
        name="platform-name-remove",
    ),
    path("signals/mappings/", mappings.mappings, name="mappings"),
    path("signals/mappings/<str:token>/", mappings.mapping, name="mapping"),
    path("signals/case/", information.signal_case, name="signal-case"),
    path("signals/apart/", cases.matter_apart, name="matter-apart"),
    path("signals/out-of/<str:token>/", voidings.signal_origin, name="signal-origin"),
    path("signals/out-of/<str:token>/void/", voidings.signal_origin_void, name="signal-origin-void"),
    path("signals/<str:number>/", information.signal, name="signal"),
    path("signals/<str:number>/edit/", information.signal_edit, name="signal-edit"),
    path("signals/<str:number>/take-over/", information.signal_take_over, name="signal-take-over"),
    path("signals/<str:number>/submit/", information.signal_submit, name="signal-submit"),
    path("signals/<str:number>/discard/", voidings.signal_discard, name="signal-discard"),
    path("signals/<str:number>/void/", voidings.signal_void, name="signal-void"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/new/", sittings.sitting_new, name="sitting-new"),
    path("sittings/<str:token>/", sittings.sitting, name="sitting"),
    path("sittings/<str:token>/<str:number>/score/", sittings.sitting_score, name="sitting-score"),
    path("criteria/", matrices.criteria, name="criteria"),
    path("criteria/new/", matrices.criteria_new, name="criteria-new"),
    path("criteria/<str:version>/", matrices.criteria_one, name="criteria-one"),
    path("criteria/<str:version>/change/", matrices.criteria_change, name="criteria-change"),
    path("work-plans/<str:number>/versions/", versions.plan_versions, name="workplan-versions"),
    *addresses(information.SIGNAL_FILE),
    *addresses(versions.PLAN),
]
