"""What an order says of account and payment lies under the recipient's key from now on, and is erased with it."""

from base64 import urlsafe_b64encode

from django.db import migrations

from sampling import people


def under_their_key(apps, schema_editor):
    """Open what was sealed under a key of its own, and seal it under the person's; of the erased it goes."""
    Purchase = apps.get_model("sampling", "Purchase")
    rows = Purchase.objects.exclude(account="", payment="").select_related("recipient")
    for purchase in rows.order_by("pk").iterator(chunk_size=500):
        person, said = purchase.recipient, {"account": "", "payment": ""}
        if person is not None and person.wrapped_key is not None:
            wrapped = people.Wrapped(person.key_id, bytes(person.wrapped_key))
            key = people.unwrap(wrapped, person.pseudonym)
            for field in said:
                about = f"{purchase.number}:{field}"
                text = people.unlock(getattr(purchase, field), about)
                if text:
                    said[field] = urlsafe_b64encode(people.seal(key, text.encode(), about)).decode()
        Purchase.objects.filter(pk=purchase.pk).update(**said)


class Migration(migrations.Migration):
    dependencies = [("sampling", "0023_refunds_settled_one_by_one")]

    operations = [migrations.RunPython(under_their_key, migrations.RunPython.noop)]
