"""Whose are the storage places? Sampling's, since the center's store has them too: the tables move with their rows."""

from django.db import migrations

TABLES = ("storagerule", "storageplace", "stay", "reading")
MOVE = "".join(f"ALTER TABLE inspection_{name} RENAME TO sampling_{name};" for name in TABLES)
BACK = "".join(f"ALTER TABLE sampling_{name} RENAME TO inspection_{name};" for name in TABLES)
NAME = "".join(
    f"ALTER TABLE sampling_{name} RENAME COLUMN laboratory_id TO keeper_id;"
    for name in ("storagerule", "storageplace")
)
UNNAME = NAME.replace("laboratory_id TO keeper_id", "keeper_id TO laboratory_id")


class Migration(migrations.Migration):
    dependencies = [("inspection", "0004_names_in_part"), ("sampling", "0019_rest")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE + NAME, UNNAME + BACK)],
            state_operations=[
                migrations.DeleteModel("Stay"),
                migrations.DeleteModel("Reading"),
                migrations.DeleteModel("StoragePlace"),
                migrations.DeleteModel("StorageRule"),
            ],
        ),
    ]
