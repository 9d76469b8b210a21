"""Which refund does a settlement claim? Each one of its own, so that what comes later is settled later."""

import django.db.models.deletion
from django.db import migrations, models

# What was claimed of a purchase in one sum is claimed refund by refund, as far as the sum reached.
SPLIT = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO sampling_claim (settlement_id, purchase_id, kind, amount, counts, refund_id)
SELECT claim.settlement_id, claim.purchase_id, claim.kind, part.total, claim.counts, part.id
FROM sampling_claim claim
JOIN sampling_refunddue due ON due.purchase_id = claim.purchase_id
JOIN (
    SELECT id, claim_id, amount + freight AS total,
           sum(amount + freight) OVER (PARTITION BY claim_id ORDER BY id) AS so_far
    FROM sampling_refund
) part ON part.claim_id = due.id AND part.so_far <= claim.amount
WHERE claim.kind = 'refund'
ORDER BY claim.id, part.id;
DELETE FROM sampling_claim WHERE kind = 'refund' AND refund_id IS NULL;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sampling", "0022_other_goods_go_back"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="claim",
            options={
                "ordering": ("purchase", "kind", "id"),
                "verbose_name": "claim of a settlement",
                "verbose_name_plural": "claims of a settlement",
            },
        ),
        migrations.RemoveConstraint(
            model_name="claim",
            name="claim_settled_once",
        ),
        migrations.AddField(
            model_name="claim",
            name="refund",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="sampling.refund",
            ),
        ),
        migrations.RunSQL(SPLIT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True), ("refund", None)),
                fields=("purchase",),
                name="claim_settled_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("counts", True)), fields=("refund",), name="claim_refund_settled_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "purchase"), ("refund", None)),
                    models.Q(("kind", "refund"), ("refund__isnull", False)),
                    _connector="OR",
                ),
                name="claim_of_kind",
            ),
        ),
    ]
