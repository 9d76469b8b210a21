"""Does a report of before, which left an item open, and what was made of it say so now?"""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

IN_PART = import_module("disposal.migrations.0032_verdicts_in_part").IN_PART
# The tables as far as they are concerned; they stand before the real ones. Report 1 left an item open,
# report 2 left one open and fails, report 3 is whole; 4 to 6 are the notices of their results, 7 to 9 their
# samples.
OLD = """
    CREATE TEMP TABLE casework_record (id bigint, number text, outcome text);
    CREATE TEMP TABLE inspection_report (record_id bigint, sample_id bigint);
    CREATE TEMP TABLE inspection_result (report_id bigint, verdict text);
    CREATE TEMP TABLE disposal_resultnotice (record_id bigint, report_id bigint);
    CREATE TEMP TABLE catalogue_finding (sample text, verdict text);
    INSERT INTO casework_record VALUES
        (1, 'R1', 'conforming'), (2, 'R2', 'non_conforming'), (3, 'R3', 'conforming'),
        (4, 'N1', 'conforming'), (5, 'N2', 'non_conforming'), (6, 'N3', 'conforming'),
        (7, 'S1', ''), (8, 'S2', ''), (9, 'S3', '');
    INSERT INTO inspection_report VALUES (1, 7), (2, 8), (3, 9);
    INSERT INTO inspection_result VALUES
        (1, 'conforming'), (1, 'not_tested'), (2, 'non_conforming'), (2, 'not_judged'), (3, 'conforming');
    INSERT INTO disposal_resultnotice VALUES (4, 1), (5, 2), (6, 3);
    INSERT INTO catalogue_finding VALUES ('S1', 'conforming'), ('S2', 'non_conforming'), ('S3', 'conforming');
"""


@pytest.mark.django_db
def test_what_left_an_item_open_conforms_in_part_and_nothing_else_changes():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(OLD + IN_PART)
        said = ["in_part", "non_conforming", "conforming"]
        for query in (
            "SELECT outcome FROM casework_record WHERE id IN (1, 2, 3) ORDER BY id",
            "SELECT outcome FROM casework_record WHERE id IN (4, 5, 6) ORDER BY id",
            "SELECT verdict FROM catalogue_finding ORDER BY sample",
        ):
            cursor.execute(query)
            assert [row[0] for row in cursor.fetchall()] == said
