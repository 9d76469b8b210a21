"""Whose move is it where other goods came than were ordered? The buyer's, who sends them back."""

from django.db import migrations

TURN = """
UPDATE casework_record SET turn = 'buyer', holder_id = center_id
WHERE kind = 'purchase' AND state = 'wrong_goods' AND turn = ''
"""
BACK = """
UPDATE casework_record SET turn = '', holder_id = NULL
WHERE kind = 'purchase' AND state = 'wrong_goods' AND turn = 'buyer'
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_notes_without_record"), ("sampling", "0021_storage")]
    operations = [migrations.RunSQL(TURN, BACK)]
