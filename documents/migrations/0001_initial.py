import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.addresses
import documents.models
import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("uploader", "Only the organisation that sent it in"),
                            ("authorities", "Also regulators and the monitoring center"),
                            ("parties", "Everybody who may see the record"),
                        ],
                        default="authorities",
                        max_length=12,
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("file", models.FileField(upload_to=documents.models.random_name, verbose_name="file")),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", trail.days.Moment(verbose_name="when")),
                ("captured_at", trail.days.Moment(null=True, verbose_name="taken, by the file")),
                ("person", models.CharField(blank=True, default="", editable=False, max_length=12)),
                ("sealed_sha256", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="casework.record",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", ""), ("sealed_sha256", "")),
                            models.Q(
                                models.Q(("person", ""), _negated=True),
                                models.Q(("sealed_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="attachment_sealed_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paper", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("file_number", models.CharField(max_length=160, verbose_name="file number")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=16)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("issued_at", trail.days.Moment(verbose_name="issued")),
                ("verify_token", models.CharField(editable=False, max_length=32, unique=True)),
                ("pdf", models.FileField(blank=True, upload_to=documents.models.random_name)),
                ("pdf_size", models.PositiveIntegerField(null=True)),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "addressee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="addressee",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="issuing office",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="casework.record",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="documents.document",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "constraints": [
                    models.UniqueConstraint(fields=("file_number", "office"), name="document_number_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("office", "year"), name="file_number_one")],
            },
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", trail.days.Moment()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened",
                        to="documents.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "organisation"), name="opened_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name of the addressee")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("post", "By post"),
                            ("platform_system", "Through the platform's system"),
                            ("electronic", "Electronically"),
                            ("public_notice", "By public notice"),
                            ("left", "Left at the address"),
                        ],
                        max_length=16,
                        verbose_name="method",
                    ),
                ),
                ("served_on", trail.days.Day(verbose_name="day of service")),
                ("signed_by", models.CharField(blank=True, max_length=60, verbose_name="signed for by")),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "the addressee, or who heads or represents it"),
                            ("mail_room", "who receives its mail, as a front desk"),
                            ("family", "an adult of the same household"),
                            ("agent", "its agent, or whom it named to receive papers"),
                            ("member", "somebody of the addressee, by its account here"),
                            ("stated", "whoever had the link, by own statement"),
                        ],
                        max_length=10,
                        verbose_name="who that is to the addressee",
                    ),
                ),
                (
                    "witness",
                    models.CharField(blank=True, max_length=60, verbose_name="witness of leaving it"),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                (
                    "addressee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="served on",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="documents.document",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="proof of service",
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("addressee", None), ("name", ""), _negated=True),
                        name="service_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence__isnull", False),
                            models.Q(("addressee__isnull", False), ("method", "electronic")),
                            _connector="OR",
                        ),
                        name="service_is_proved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=accounts.addresses.token, editable=False, max_length=32, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("size", models.PositiveBigIntegerField()),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("path", models.CharField(max_length=40)),
                ("touched_at", trail.days.Moment()),
                ("used_at", trail.days.Moment(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["touched_at"], name="upload_touched")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offset__lte", models.F("size"))), name="upload_within_its_size"
                    )
                ],
            },
        ),
    ]
