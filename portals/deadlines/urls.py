"""At which addresses are terms, clocks and the calendar?"""

from django.urls import path

from accounts.addresses import addressed
from portals.deadlines.views import calendars, clocks, days, due, feed, terms, whatif

addressed("clock", "calendar")
urlpatterns = [
    path("due/", due.due, name="due"),
    path("due/feed/", feed.due_feed, name="due-feed"),
    path("due/feed/revoke/", feed.due_feed_revoke, name="due-feed-revoke"),
    path("due/feed/<str:token>.ics", feed.due_feed_file, name="due-feed-file"),
    path("calendar/<int:year>.json", days.days, name="calendar"),
    path("clocks/<clock:pk>/", clocks.clock, name="clock"),
    path("clocks/<clock:pk>/still/", clocks.standing_still, name="clock-still"),
    path("clocks/<clock:pk>/more/", clocks.more_time, name="clock-more"),
    path("clocks/<clock:pk>/withdraw/", clocks.taking_back, name="clock-withdraw"),
    path("clocks/<clock:pk>/decide/", clocks.deciding, name="clock-decide"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<str:code>/confirm/", terms.confirmation, name="term-confirm"),
    path("terms/<str:code>/", terms.term, name="term"),
    path("terms/<str:code>/recount/", terms.recount_term, name="term-recount"),
    path("recounts/<str:token>/", terms.recount, name="recount"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<int:year>.csv", calendars.blank, name="calendar-blank"),
    path("calendars/<int:year>/", calendars.known, name="calendar-known"),
    path("calendars/recount/", terms.recount_all, name="calendar-recount"),
    path("calendars/<calendar:pk>/", calendars.year, name="calendar-year"),
    path("calendars/<calendar:pk>/withdraw/", calendars.withdrawing, name="calendar-withdraw"),
    path("what-if/", whatif.what_if, name="what-if"),
]
