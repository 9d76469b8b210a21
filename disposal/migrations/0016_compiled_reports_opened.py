"""Whoever has a case that was passed on before reads the compiled report that it stands on."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def open_them(apps, schema_editor):
    case, document = apps.get_model("disposal", "EnforcementCase"), apps.get_model("documents", "Document")
    opened = apps.get_model("documents", "Opened")
    now = timezone.now()
    for each in case.objects.filter(~Q(sender=None) | ~Q(disputed_by=None)):
        had = {each.sender_id, each.transferred_from_id, each.disputed_by_id} - {None, each.regulator_id}
        papers = document.objects.filter(record=each.compilation_id, paper="regulator_compilation")
        for paper in papers.filter(addressee__in=had):
            opened.objects.get_or_create(
                document=paper, organisation_id=each.regulator_id, defaults={"since": now}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0015_photos_looked_at"),
        ("documents", "0006_papers_opened"),
    ]

    operations = [migrations.RunPython(open_them, migrations.RunPython.noop)]
