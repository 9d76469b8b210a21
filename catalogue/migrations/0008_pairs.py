from django.db import migrations

# In capitals, as icontains compares them. It stands in indexes: who changes it makes them anew. To cut a text
# into pairs costs as much as to compare some thousand numbers; told that, the database looks into the index
# and never asks each row.
PAIRS_OF = """
CREATE FUNCTION pairs_of(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT array_agg(sign || following)
    FROM unnest(string_to_array(upper(words), NULL), (string_to_array(upper(words), NULL))[2:])
        AS neighbours (sign, following)
    WHERE following IS NOT NULL
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
