"""Through whose hands did samples go? A move for each hand-over that the trail tells of."""

from __future__ import annotations

from django.db import connection

MOVES = """
INSERT INTO sampling_move (sample_id, purpose, from_organisation_id, from_place, given_by_id, given_at,
                           to_organisation_id, to_place, taken_by_id, taken_at, refused_at, remarks,
                           seal_intact, packing_intact, quantity_met, state_fits)
SELECT told.subject_id, 'testing', spine.center_id, kept.location,
       CASE WHEN told.actor_kind = 'user' THEN told.actor_id END, told.at,
       coalesce(came.organisation_id, kept.laboratory_id), '',
       CASE WHEN came.actor_kind = 'user' AND came.actor_id IS DISTINCT FROM told.actor_id
            THEN came.actor_id END,
       CASE WHEN came.verb = 'receive' THEN came.at END, CASE WHEN came.verb <> 'receive' THEN came.at END,
       CASE WHEN came.verb = 'reject' THEN left(kept.rejection, 500) ELSE '' END,
       CASE WHEN came.verb IS NOT NULL THEN kept.seal_intact END,
       CASE WHEN came.verb IS NOT NULL THEN kept.packing_intact END,
       CASE WHEN came.verb IS NOT NULL THEN kept.quantity_met END,
       CASE WHEN came.verb IS NOT NULL THEN kept.state_fits END
FROM trail_event told
JOIN sampling_sample kept ON kept.record_id = told.subject_id
JOIN casework_record spine ON spine.id = told.subject_id
LEFT JOIN LATERAL (
    SELECT verb, at, actor_kind, actor_id, organisation_id FROM trail_event later
    WHERE later.subject_kind = 'record' AND later.subject_id = told.subject_id AND later.id > told.id
      AND later.verb IN ('receive', 'reject', 'void') ORDER BY later.id LIMIT 1
) came ON true
WHERE told.subject_kind = 'record' AND told.verb = 'hand_over' AND told.moved_to = 'handed_over'
  AND coalesce(came.organisation_id, kept.laboratory_id) IS NOT NULL
  AND (came.verb IS NOT NULL OR spine.state = 'handed_over')
  AND NOT EXISTS (SELECT 1 FROM sampling_move WHERE sample_id = told.subject_id)
ORDER BY told.id
"""


def leave() -> dict[str, int]:
    """The moves of the samples that were made; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(MOVES)
        return {"sampling_move": cursor.rowcount}
