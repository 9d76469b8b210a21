"""Does the one scenario that an assessment had become its first, with all that hung on it?"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

MOVE = import_module("monitoring.migrations.0005_assessment_in_depth").MOVE
# The tables as they were then, as far as they are concerned; they stand before those of now.
OLD = """
    CREATE TEMP TABLE casework_record (id bigint, state text);
    CREATE TEMP TABLE monitoring_assessment
        (record_id bigint, riskcase_id bigint, scenario text, severity int, supersedes_id bigint);
    CREATE TEMP TABLE monitoring_scenario
        (id bigserial, assessment_id bigint, position int, description text, severity int);
    CREATE TEMP TABLE monitoring_scenariostep (id bigint, assessment_id bigint, scenario_id bigint);
    CREATE TEMP TABLE monitoring_vote (severity int, severities int[] DEFAULT '{}');
    CREATE TEMP TABLE monitoring_notice (riskcase_id bigint, assessment_id bigint);
    INSERT INTO casework_record VALUES (1, 'superseded'), (2, 'approved'), (3, 'open');
    INSERT INTO monitoring_assessment
        VALUES (1, 9, 'It burns.', 2), (2, 9, 'It chokes.', 3), (3, 9, '', NULL);
    INSERT INTO monitoring_scenariostep VALUES (5, 1), (6, 2), (7, 2);
    INSERT INTO monitoring_vote VALUES (3), (NULL);
    INSERT INTO monitoring_notice VALUES (9);
"""


@pytest.mark.django_db
def test_what_an_assessment_had_is_kept():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(OLD + MOVE)

        def rows(query: str) -> Any:
            cursor.execute(query)
            return cursor.fetchall()

        told = "SELECT assessment_id, position, description, severity FROM monitoring_scenario ORDER BY 1"
        assert rows(told) == [(1, 1, "It burns.", 2), (2, 1, "It chokes.", 3)]
        steps = (
            "SELECT s.id, c.assessment_id FROM monitoring_scenariostep s JOIN monitoring_scenario c"
            " ON c.id = s.scenario_id ORDER BY 1"
        )
        assert rows(steps) == [(5, 1), (6, 2), (7, 2)]
        assert rows("SELECT severities FROM monitoring_vote ORDER BY severity") == [([3],), ([],)]
        assert rows("SELECT assessment_id FROM monitoring_notice") == [(2,)]
        assert rows("SELECT supersedes_id FROM monitoring_assessment ORDER BY record_id") == [
            (None,),
            (1,),
            (None,),
        ]
