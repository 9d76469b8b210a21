from django.db import migrations

# In capitals, as icontains compares them. It stands in indexes: who changes it makes them anew.
PAIRS_OF = """
CREATE FUNCTION pairs_of(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(upper(words), place, 2)) FROM generate_series(1, length(words) - 1) AS place
$$;
CREATE INDEX shop_pairs ON catalogue_shop USING gin (pairs_of(name));
CREATE INDEX brand_pairs ON catalogue_brand USING gin (pairs_of(name));
CREATE INDEX enterprise_pairs ON catalogue_enterprise USING gin (pairs_of(name));
"""
UNDONE = "DROP INDEX shop_pairs, brand_pairs, enterprise_pairs; DROP FUNCTION pairs_of(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_grounds_whole"),
    ]

    operations = [
        migrations.RunSQL(PAIRS_OF, UNDONE),
    ]
