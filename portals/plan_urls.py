"""At which addresses are work plans?"""

from django.urls import URLPattern

from portals.views.plans import WORK_PLANS

urlpatterns: list[URLPattern] = WORK_PLANS.urls("work-plans")
