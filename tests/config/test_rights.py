"""Does the table of rights name all that one deed needs?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import CASCADE

from config.rights import REMOVED


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
