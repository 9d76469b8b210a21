import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import trail.days


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("never", "Not at all"),
                            ("each", "Each one at once"),
                            ("digest", "Once a day, together"),
                        ],
                        default="digest",
                        max_length=8,
                        verbose_name="notifications by e-mail",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("zh-hans", "Chinese"), ("en", "English")],
                        max_length=10,
                        verbose_name="language of e-mails",
                    ),
                ),
                (
                    "program",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="a program, not a person"
                    ),
                ),
                ("last_login", trail.days.Moment(blank=True, null=True, verbose_name="last log-in")),
                (
                    "date_joined",
                    trail.days.Moment(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("password_given", models.BooleanField(default=False, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", trail.days.Moment(verbose_name="when")),
                ("counts_until", trail.days.Moment(verbose_name="counts until")),
                ("name", models.CharField(max_length=64)),
                ("address", models.GenericIPAddressField()),
                ("subnet", models.CharField(max_length=50)),
                ("right", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "password that was typed",
                "verbose_name_plural": "passwords that were typed",
                "indexes": [
                    models.Index(fields=["name", "address", "at"], name="attempt_name"),
                    models.Index(
                        condition=models.Q(("right", False)),
                        fields=["address", "counts_until"],
                        name="attempt_address",
                    ),
                    models.Index(
                        condition=models.Q(("right", False)),
                        fields=["subnet", "counts_until"],
                        name="attempt_subnet",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regulator", "Regulator"),
                            ("center", "Monitoring center"),
                            ("laboratory", "Laboratory"),
                            ("platform", "E-commerce platform"),
                            ("merchant", "Shop or enterprise"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                (
                    "credit_code",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nation", "National"),
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("branch", models.CharField(blank=True, max_length=60, verbose_name="branch")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "portal_service_since",
                    trail.days.Day(
                        blank=True, null=True, verbose_name="accepts service through the portal since"
                    ),
                ),
                ("closes_at", models.TimeField(blank=True, null=True, verbose_name="close of business")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "group",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, to="auth.group"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="accounts.organisation",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=120, verbose_name="purpose")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("planner", "Planner"),
                                ("approver", "Approver"),
                                ("case_officer", "Case officer"),
                                ("legal_reviewer", "Legal reviewer"),
                                ("collector", "Risk information officer"),
                                ("assessor", "Assessor"),
                                ("chair", "Panel chair"),
                                ("leader", "Center leader"),
                                ("organiser", "Sampling and testing organiser"),
                                ("buyer", "Buyer"),
                                ("verifier", "Sample verifier"),
                                ("storekeeper", "Storekeeper"),
                                ("address_keeper", "Keeper of recipients and addresses"),
                                ("compiler", "Report compiler"),
                                ("receiver", "Sample receiver"),
                                ("tester", "Tester"),
                                ("reviewer", "Reviewer"),
                                ("signatory", "Authorised signatory"),
                                ("quality_officer", "Platform quality officer"),
                                ("respondent", "Who answers for the shop or enterprise"),
                                ("sharing_officer", "Information sharing officer"),
                                ("administrator", "Administrator of the organisation"),
                                ("system", "The system"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("start", models.CharField(editable=False, max_length=12, verbose_name="begins with")),
                ("issued_at", trail.days.Moment(verbose_name="issued")),
                ("expires_on", trail.days.Day(verbose_name="valid until")),
                ("revoked_at", trail.days.Moment(editable=False, null=True, verbose_name="revoked")),
                ("signs", models.BooleanField(default=False, verbose_name="what it posts must be signed")),
                ("secrets", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given out by",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="token",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "access token",
                "verbose_name_plural": "access tokens",
            },
        ),
        migrations.CreateModel(
            name="PastName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                ("until", trail.days.Day(verbose_name="until")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_names",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ("-until", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("nation", "National"),
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="mandate",
            field=models.ManyToManyField(
                blank=True,
                help_text="The provinces a monitoring center works for.",
                related_name="mandated",
                to="accounts.region",
                verbose_name="mandate",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.region",
                verbose_name="region",
            ),
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("planner", "Planner"),
                                ("approver", "Approver"),
                                ("case_officer", "Case officer"),
                                ("legal_reviewer", "Legal reviewer"),
                                ("collector", "Risk information officer"),
                                ("assessor", "Assessor"),
                                ("chair", "Panel chair"),
                                ("leader", "Center leader"),
                                ("organiser", "Sampling and testing organiser"),
                                ("buyer", "Buyer"),
                                ("verifier", "Sample verifier"),
                                ("storekeeper", "Storekeeper"),
                                ("address_keeper", "Keeper of recipients and addresses"),
                                ("compiler", "Report compiler"),
                                ("receiver", "Sample receiver"),
                                ("tester", "Tester"),
                                ("reviewer", "Reviewer"),
                                ("signatory", "Authorised signatory"),
                                ("quality_officer", "Platform quality officer"),
                                ("respondent", "Who answers for the shop or enterprise"),
                                ("sharing_officer", "Information sharing officer"),
                                ("administrator", "Administrator of the organisation"),
                                ("system", "The system"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("first", trail.days.Day(verbose_name="from")),
                ("last", trail.days.Day(verbose_name="until")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("ended_on", trail.days.Day(editable=False, null=True, verbose_name="ended on")),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is absent",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who stands in",
                    ),
                ),
            ],
            options={
                "verbose_name": "stand-in",
                "verbose_name_plural": "stand-ins",
                "indexes": [models.Index(fields=["substitute", "organisation", "last"], name="stand_in_now")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="stand_in_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("substitute")), _negated=True),
                        name="stand_in_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("planner", "Planner"),
                                ("approver", "Approver"),
                                ("case_officer", "Case officer"),
                                ("legal_reviewer", "Legal reviewer"),
                                ("collector", "Risk information officer"),
                                ("assessor", "Assessor"),
                                ("chair", "Panel chair"),
                                ("leader", "Center leader"),
                                ("organiser", "Sampling and testing organiser"),
                                ("buyer", "Buyer"),
                                ("verifier", "Sample verifier"),
                                ("storekeeper", "Storekeeper"),
                                ("address_keeper", "Keeper of recipients and addresses"),
                                ("compiler", "Report compiler"),
                                ("receiver", "Sample receiver"),
                                ("tester", "Tester"),
                                ("reviewer", "Reviewer"),
                                ("signatory", "Authorised signatory"),
                                ("quality_officer", "Platform quality officer"),
                                ("respondent", "Who answers for the shop or enterprise"),
                                ("sharing_officer", "Information sharing officer"),
                                ("administrator", "Administrator of the organisation"),
                                ("system", "The system"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("since", trail.days.Day(blank=True, null=True, verbose_name="since")),
                ("left_on", trail.days.Day(blank=True, null=True, verbose_name="left on")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organisation"), name="membership_one")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "regulator"), _negated=True),
                    models.Q(("level", ""), _negated=True),
                    _connector="OR",
                ),
                name="org_regulator_has_level",
            ),
        ),
    ]
