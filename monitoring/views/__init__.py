"""How do people meet this stage? Desks for its records; lists and forms for its plain signals."""

from monitoring.views.columns import intake_columns
from monitoring.views.desks import DESKS
from monitoring.views.feeds import feed, feed_change, feed_read, feed_switch, feeds
from monitoring.views.followups import follow_up, follow_ups
from monitoring.views.imports import signal_import, signal_refused, signal_template
from monitoring.views.information import (
    signal,
    signal_case,
    signal_edit,
    signal_file,
    signal_new,
    signal_submit,
    signal_take_over,
    signals,
)
from monitoring.views.intakes import intake, intake_discard, intake_refused, intakes
from monitoring.views.mappings import mapping, mappings
from monitoring.views.matrices import criteria, criteria_change, criteria_new, criteria_one
from monitoring.views.matters import matter_apart
from monitoring.views.platforms import platform_name_remove, platform_names
from monitoring.views.sittings import sitting, sitting_new, sitting_score, sittings
from monitoring.views.versions import plan_versions
from monitoring.views.voidings import signal_discard, signal_origin, signal_origin_void, signal_void

__all__ = [
    "DESKS",
    "criteria",
    "criteria_change",
    "criteria_new",
    "criteria_one",
    "feed",
    "feed_change",
    "feed_read",
    "feed_switch",
    "feeds",
    "follow_up",
    "follow_ups",
    "intake",
    "intake_columns",
    "intake_discard",
    "intake_refused",
    "intakes",
    "mapping",
    "mappings",
    "matter_apart",
    "plan_versions",
    "platform_name_remove",
    "platform_names",
    "signal",
    "signal_case",
    "signal_discard",
    "signal_edit",
    "signal_file",
    "signal_import",
    "signal_new",
    "signal_origin",
    "signal_origin_void",
    "signal_refused",
    "signal_submit",
    "signal_take_over",
    "signal_template",
    "signal_void",
    "signals",
    "sitting",
    "sitting_new",
    "sitting_score",
    "sittings",
]
