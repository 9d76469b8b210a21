"""What is on file: records, their clocks, who may see them, and what waits to be done?"""

from casework.models.clocks import CalendarDay, Deadline, DeadlineQuerySet, Hold, TermSetting
from casework.models.feeds import CalendarLink
from casework.models.records import Admission, Filed, Record, RecordQuerySet, kinds
from casework.models.work import Answered, Notification, Outbox, SavedView

__all__ = [
    "Admission",
    "Answered",
    "CalendarDay",
    "CalendarLink",
    "Deadline",
    "DeadlineQuerySet",
    "Filed",
    "Hold",
    "Notification",
    "Outbox",
    "Record",
    "RecordQuerySet",
    "SavedView",
    "TermSetting",
    "kinds",
]
