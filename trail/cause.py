"""Which request led to what is done here? Its id, for the log: of a task too that a request promised."""

from __future__ import annotations

from contextvars import ContextVar

# The id of the request; "" where none led to it, as by the timetable.
cause: ContextVar[str] = ContextVar("cause", default="")
