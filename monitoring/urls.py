"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from monitoring import views

addressed("feed", "follow_up", "written")
urlpatterns: list[URLPattern] = [
    path("signals/", views.signals, name="signals"),
    path("signals/new/", views.signal_new, name="signal-new"),
    path("signals/import/", views.signal_import, name="signal-import"),
    path("signals/refused/", views.signal_refused, name="signal-refused"),
    path("signals/template/<str:channel>/", views.signal_template, name="signal-template"),
    path("signals/files/<str:token>/", views.signal_file, name="signal-file"),
    path("signals/feeds/", views.feeds, name="feeds"),
    path("signals/feeds/new/", views.feed_change, name="feed-new"),
    path("signals/feeds/<feed:pk>/", views.feed, name="feed"),
    path("signals/feeds/<feed:pk>/change/", views.feed_change, name="feed-change"),
    path("signals/feeds/<feed:pk>/read/", views.feed_read, name="feed-read"),
    path("signals/feeds/<feed:pk>/switch/", views.feed_switch, name="feed-switch"),
    path("signals/intakes/", views.intakes, name="intakes"),
    path("signals/intakes/<str:token>/", views.intake, name="intake"),
    path("signals/intakes/<str:token>/discard/", views.intake_discard, name="intake-discard"),
    path("signals/intakes/<str:token>/columns/", views.intake_columns, name="intake-columns"),
    path("signals/intakes/<str:token>/refused/", views.intake_refused, name="intake-refused"),
    path("signals/follow-ups/", views.follow_ups, name="follow-ups"),
    path("signals/follow-ups/<follow_up:pk>/", views.follow_up, name="follow-up"),
    path("signals/platform-names/", views.platform_names, name="platform-names"),
    path("signals/platform-names/<written:pk>/", views.platform_name_remove, name="platform-name-remove"),
    path("signals/mappings/", views.mappings, name="mappings"),
    path("signals/mappings/<str:token>/", views.mapping, name="mapping"),
    path("signals/case/", views.signal_case, name="signal-case"),
    path("signals/apart/", views.matter_apart, name="matter-apart"),
    path("signals/out-of/<str:token>/", views.signal_origin, name="signal-origin"),
    path("signals/out-of/<str:token>/void/", views.signal_origin_void, name="signal-origin-void"),
    path("signals/<str:number>/", views.signal, name="signal"),
    path("signals/<str:number>/edit/", views.signal_edit, name="signal-edit"),
    path("signals/<str:number>/take-over/", views.signal_take_over, name="signal-take-over"),
    path("signals/<str:number>/submit/", views.signal_submit, name="signal-submit"),
    path("signals/<str:number>/discard/", views.signal_discard, name="signal-discard"),
    path("signals/<str:number>/void/", views.signal_void, name="signal-void"),
    path("sittings/", views.sittings, name="sittings"),
    path("sittings/new/", views.sitting_new, name="sitting-new"),
    path("sittings/<str:token>/", views.sitting, name="sitting"),
    path("sittings/<str:token>/<str:number>/score/", views.sitting_score, name="sitting-score"),
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/new/", views.criteria_new, name="criteria-new"),
    path("criteria/<str:version>/", views.criteria_one, name="criteria-one"),
    path("criteria/<str:version>/change/", views.criteria_change, name="criteria-change"),
    path("work-plans/<str:number>/versions/", views.plan_versions, name="workplan-versions"),
    # Work plans stand in portals/plan_urls.py, where what became of them is known too.
    *(url for prefix, desk in views.DESKS.items() if prefix != "work-plans" for url in desk.urls(prefix)),
]
