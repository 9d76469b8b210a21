"""Do the holders of information answer in time (6.5-2-b)? Counted from the clocks and the trail.

An answer is a grant, a refusal or a passing on; it counts for whoever gave it. The time during which the
holder waited for the requester is left out. What the requester withdrew in time counts for nobody; an answer
that was overdue by then stays so, whether it was withdrawn or voided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from casework.clauses import carries
from sharing.flow import ANSWER

TIMES = """
WITH answers AS (
  SELECT coalesce(e.organisation_id, s.owner_id) AS holder, e.id IS NOT NULL AS answered,
    e.id IS NOT NULL AND d.met_at < d.due_at AS in_time,
    e.id IS NULL AND d.suspended_at IS NULL AND d.due_at <= %(now)s AS late,
    CASE WHEN e.id IS NOT NULL THEN extract(epoch FROM d.met_at - d.started_at - (
      SELECT coalesce(sum((p->>1)::timestamptz - (p->>0)::timestamptz), interval '0')
      FROM jsonb_array_elements(d.suspensions) p)) / 86400 END AS days
  FROM casework_deadline d
  JOIN sharing_sharerequest s ON s.record_id = d.record_id
  JOIN casework_record r ON r.id = d.record_id AND (r.state <> 'voided' OR d.breached_at IS NOT NULL)
  LEFT JOIN trail_event e ON e.subject_kind = 'record' AND e.subject_id = d.record_id
    AND e.verb IN ('grant', 'refuse', 'pass_on') AND e.at = d.met_at
  WHERE d.term = %(term)s AND (d.dropped_at IS NULL OR d.breached_at IS NOT NULL)
    AND (e.id IS NOT NULL OR d.met_at IS NULL)
)
SELECT o.name, count(*) FILTER (WHERE a.answered), count(*) FILTER (WHERE a.in_time),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY a.days),
  count(*) FILTER (WHERE NOT a.answered), count(*) FILTER (WHERE a.late)
FROM answers a JOIN accounts_organisation o ON o.id = a.holder
GROUP BY o.id, o.name ORDER BY 4 NULLS LAST, 1
"""


@dataclass(frozen=True)
class Times:
    """How one holder answers. median: days, None without an answer. waiting includes what is overdue."""

    holder: str
    answered: int
    in_time: int
    median: float | None
    waiting: int
    overdue: int

    @property
    def share(self) -> int | None:
        """How many per cent of the answers came in time."""
        return round(100 * self.in_time / self.answered) if self.answered else None


@carries("6.5-2-b")
def times(now: datetime) -> list[Times]:
    """Every holder that was asked for something, the quickest first."""
    with connection.cursor() as cursor:
        cursor.execute(TIMES, {"now": now, "term": ANSWER.code})
        return [Times(*row) for row in cursor.fetchall()]
