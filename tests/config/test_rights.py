"""Does the table of rights name all that one action needs?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CASCADE

from config import rights
from config.rights import APPLICATION, REMOVED


@pytest.mark.parametrize("label", sorted(REMOVED))
def test_what_goes_along_with_a_row_may_go_too(label):
    model = apps.get_model(label)
    relations = (field for field in model._meta.get_fields(include_hidden=True) if field.auto_created)
    along = {
        field.related_model._meta.label
        for field in relations
        if getattr(field, "on_delete", None) is CASCADE and field.related_model._meta.managed
    }
    assert along <= REMOVED


@pytest.mark.django_db
def test_what_the_log_in_gave_itself_to_begin_with_is_taken_back_by_the_next_migrate():
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER ROLE {APPLICATION} SET default_transaction_read_only = on")
        cursor.execute(f"ALTER ROLE {APPLICATION} IN DATABASE {name} SET statement_timeout = 1")
        cursor.execute(rights.OF_ITS_OWN_CHOICE, [APPLICATION])
        assert len(cursor.fetchall()) == 2
        cursor.execute("SET ROLE NONE")
        rights.let_in(cursor)
        cursor.execute(rights.OF_ITS_OWN_CHOICE, [APPLICATION])
        assert cursor.fetchall() == []
