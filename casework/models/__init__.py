"""What is on file: records, their clocks, who may see them, and what waits to be done?"""

from casework.models.begun import UNDER_WAY, Begun, Job, JobQuerySet
from casework.models.calendar_links import CalendarLink
from casework.models.clocks import (
    AnnouncedYear,
    CalendarDay,
    Deadline,
    DeadlineQuerySet,
    Extension,
    Hold,
    Recount,
    TermConfirmation,
    TermSetting,
)
from casework.models.facts import Fact, facts
from casework.models.records import Admission, Filed, Record, RecordQuerySet, kinds
from casework.models.work import MOST_TRIES, Answered, Notification, Outbox, SavedView, SentForm

__all__ = [
    "MOST_TRIES",
    "UNDER_WAY",
    "Admission",
    "AnnouncedYear",
    "Answered",
    "Begun",
    "CalendarDay",
    "CalendarLink",
    "Deadline",
    "DeadlineQuerySet",
    "Extension",
    "Fact",
    "Filed",
    "Hold",
    "Job",
    "JobQuerySet",
    "Notification",
    "Outbox",
    "Record",
    "RecordQuerySet",
    "Recount",
    "SavedView",
    "SentForm",
    "TermConfirmation",
    "TermSetting",
    "facts",
    "kinds",
]
