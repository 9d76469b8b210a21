"""Which addresses stood in messages and bookmarks while they named ids?"""

from django.urls import path

from portals.views.moved import moved

urlpatterns = [
    path("clocks/<int:old>/", moved, {"to": "home"}, name="clock-moved"),
    path("signals/feeds/<int:old>/", moved, {"to": "feeds"}, name="feed-moved"),
    path("storage/places/<int:old>/", moved, {"to": "storage"}, name="storage-place-moved"),
]
