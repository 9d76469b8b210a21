"""At which addresses is the register of organisations?"""

from django.urls import path

from accounts.addresses import addressed
from registers.organisations.views import entering, register

addressed("organisation")
urlpatterns = [
    path("close-of-business/", register.closing, name="close-of-business"),
    path("portal-service/", register.portal_service, name="portal-service"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/new/", entering.opening, name="organisation-open"),
    path("organisations/<organisation:pk>/", register.detail, name="organisation-detail"),
    path("organisations/<organisation:pk>/change/", entering.changing, name="organisation-change"),
    path("organisations/<organisation:pk>/rename/", register.renaming, name="organisation-rename"),
    path("organisations/<organisation:pk>/merge/", register.merging, name="organisation-merge"),
    path(
        "organisations/<organisation:pk>/administrator/", entering.inviting, name="organisation-administrator"
    ),
    path("organisations/<organisation:pk>/move/", entering.moving, name="organisation-move"),
    path("organisations/<organisation:pk>/mandate/", entering.mandating, name="organisation-mandate"),
    path("organisations/<organisation:pk>/suspend/", entering.suspending, name="organisation-suspend"),
    path("organisations/<organisation:pk>/resume/", entering.resuming, name="organisation-resume"),
    path("organisations/<organisation:pk>/close/", entering.ending, name="organisation-close"),
]
