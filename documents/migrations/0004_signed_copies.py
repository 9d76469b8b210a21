"""What came back sealed is kept; and a PDF is found by its digest."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.models
import trail.days


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_organisations_by_kind"),
        ("casework", "0006_figures_of_many"),
        ("documents", "0003_number_series"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to=documents.models.random_name, verbose_name="file")),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("signatures", models.JSONField()),
                ("at", trail.days.Moment(verbose_name="when")),
            ],
            options={
                "verbose_name": "sealed paper",
                "verbose_name_plural": "sealed papers",
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("pdf_sha256", ""), _negated=True),
                fields=["pdf_sha256"],
                name="document_pdf",
            ),
        ),
        migrations.AddField(
            model_name="signedcopy",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_copies",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="signedcopy",
            name="returned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="returned by",
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER documents_signed_kept BEFORE UPDATE OR DELETE ON documents_signedcopy "
            "FOR EACH ROW EXECUTE FUNCTION documents_is_kept()"
        ),
    ]
