"""Which standards does a product rest on? On those of its items: one named besides stands among its grounds."""

from django.db import migrations, models

# What was named for the product as a whole, and is of none of its items, is not lost. A table changes only
# where no row of it waits to be checked.
KEPT = """
UPDATE monitoring_planitem AS product SET grounds = product.grounds || '；' || standard.number
FROM catalogue_standard AS standard
WHERE standard.id = product.judgement_standard_id AND NOT EXISTS (
    SELECT FROM monitoring_planitem_test_items AS tested
    JOIN catalogue_testitem AS item ON item.id = tested.testitem_id
    WHERE tested.planitem_id = product.id AND item.requirement_id = standard.id
);
UPDATE monitoring_planitem AS product SET grounds = product.grounds || '；检验标准：' || standard.number
FROM catalogue_standard AS standard
WHERE standard.id = product.test_standard_id AND NOT EXISTS (
    SELECT FROM monitoring_planitem_test_items AS tested
    JOIN catalogue_testitem AS item ON item.id = tested.testitem_id
    WHERE tested.planitem_id = product.id AND item.method_id = standard.id
);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_why_fewer_items"),
    ]

    operations = [
        migrations.AlterField(
            model_name="planitem",
            name="grounds",
            field=models.CharField(max_length=400, verbose_name="grounds of judgement"),
        ),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop, hints={"moves_rows": True}),
        migrations.RemoveField(
            model_name="planitem",
            name="judgement_standard",
        ),
        migrations.RemoveField(
            model_name="planitem",
            name="test_standard",
        ),
    ]
