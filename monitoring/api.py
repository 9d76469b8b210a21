"""At which addresses do programs find what is no step and no list of records?"""

from __future__ import annotations

from django.urls import URLPattern, path

from monitoring.followups.api import FollowUps, OneFollowUp
from monitoring.risks.api import ManySignals, OneSignal, Signals, SignalVoid

urlpatterns: list[URLPattern] = [
    path("signals/", Signals.as_view(), name="api-signals"),
    path("signals/several/", ManySignals.as_view(), name="api-signals-several"),
    path("signals/follow-ups/", FollowUps.as_view(), name="api-follow-ups"),
    path("signals/follow-ups/<follow_up:pk>/", OneFollowUp.as_view(), name="api-follow-up"),
    path("signals/<str:number>/", OneSignal.as_view(), name="api-signal"),
    path("signals/<str:number>/void/", SignalVoid.as_view(), name="api-signal-void"),
]
