"""The store has storage places too, so they belong to sampling; the tables came by inspection 0005."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.models


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0005_storage"),
        ("accounts", "0006_secrets"),
        ("sampling", "0020_perusals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="StoragePlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "temperature_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="lowest temperature (℃)",
                            ),
                        ),
                        (
                            "temperature_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="highest temperature (℃)",
                            ),
                        ),
                        (
                            "humidity_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="lowest humidity (%)",
                            ),
                        ),
                        (
                            "humidity_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="highest humidity (%)",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="place")),
                        (
                            "equipment",
                            models.CharField(max_length=60, verbose_name="number of the equipment"),
                        ),
                        ("calibrated_until", models.DateField(verbose_name="calibrated until")),
                        (
                            "keeper",
                            models.ForeignKey(
                                limit_choices_to={"kind__in": ["center", "laboratory"]},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="keeper",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "storage place",
                        "verbose_name_plural": "storage places",
                        "ordering": ("name", "id"),
                    },
                ),
                migrations.CreateModel(
                    name="Stay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "temperature_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="lowest temperature (℃)",
                            ),
                        ),
                        (
                            "temperature_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="highest temperature (℃)",
                            ),
                        ),
                        (
                            "humidity_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="lowest humidity (%)",
                            ),
                        ),
                        (
                            "humidity_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="highest humidity (%)",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("until", models.DateTimeField(null=True, verbose_name="until")),
                        (
                            "put_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="put there by",
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="sampling.sample",
                                verbose_name="sample",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="sampling.storageplace",
                                verbose_name="place",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stay in a place",
                        "verbose_name_plural": "stays in places",
                        "ordering": ("-since", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="read at")),
                        (
                            "temperature",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                verbose_name="temperature (℃)",
                            ),
                        ),
                        (
                            "humidity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="humidity (%)",
                            ),
                        ),
                        ("outside", models.BooleanField(verbose_name="outside the range")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="what was done about it"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="read by",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="sampling.storageplace",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "ordering": ("-at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="StorageRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("version", models.CharField(max_length=20, verbose_name="version")),
                        ("in_force_since", models.DateField(verbose_name="in force since")),
                        (
                            "file",
                            models.FileField(upload_to=documents.models.random_name, verbose_name="file"),
                        ),
                        ("name", models.CharField(editable=False, max_length=150, verbose_name="file name")),
                        ("content_type", models.CharField(editable=False, max_length=100)),
                        ("at", models.DateTimeField(verbose_name="when")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent in by",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                limit_choices_to={"kind__in": ["center", "laboratory"]},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="keeper",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sample-management rule",
                        "verbose_name_plural": "sample-management rules",
                        "ordering": ("-in_force_since", "-id"),
                    },
                ),
                migrations.AddConstraint(
                    model_name="storageplace",
                    constraint=models.UniqueConstraint(fields=("keeper", "name"), name="storage_place_name"),
                ),
                migrations.AddConstraint(
                    model_name="storageplace",
                    constraint=models.UniqueConstraint(
                        fields=("keeper", "equipment"), name="storage_place_equipment"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="storageplace",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("temperature_low", None),
                            ("temperature_high", None),
                            ("temperature_low__lte", models.F("temperature_high")),
                            _connector="OR",
                        ),
                        name="storage_place_temperature",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="storageplace",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("humidity_low", None),
                            ("humidity_high", None),
                            ("humidity_low__lte", models.F("humidity_high")),
                            _connector="OR",
                        ),
                        name="storage_place_humidity",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stay",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("sample",), name="storage_stay_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="storage_stay_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("temperature_low", None),
                            ("temperature_high", None),
                            ("temperature_low__lte", models.F("temperature_high")),
                            _connector="OR",
                        ),
                        name="storage_stay_temperature",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="stay",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("humidity_low", None),
                            ("humidity_high", None),
                            ("humidity_low__lte", models.F("humidity_high")),
                            _connector="OR",
                        ),
                        name="storage_stay_humidity",
                        violation_error_message="The range ends below its beginning.",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(fields=["place", "-at", "-id"], name="storage_reading_new"),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("humidity", None), ("temperature", None), _negated=True),
                        name="storage_reading_says_something",
                        violation_error_message="Enter a temperature or a humidity.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("outside", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="storage_reading_noted",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="storagerule",
                    constraint=models.UniqueConstraint(
                        fields=("keeper", "title", "version"), name="storage_rule_one"
                    ),
                ),
            ],
        ),
    ]
