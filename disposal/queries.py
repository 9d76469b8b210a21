"""By which questions to the database is each figure of the national report counted? (6.4-6)"""

from __future__ import annotations

SIGNALS = """
SELECT count(*) FROM monitoring_risksignal
WHERE center_id = %(center)s AND collected_at >= %(start)s AND collected_at < %(end)s
  AND state = ANY(%(standing)s)
"""

# Purchases under a plan or scheme that was voided or withdrawn, and those of which every sample was voided.
UNDONE = """
SELECT p.record_id FROM sampling_purchase p
JOIN sampling_scheme sc ON sc.record_id = p.scheme_id
JOIN casework_record s ON s.id = sc.record_id JOIN casework_record w ON w.id = sc.plan_id
WHERE s.state IN ('voided', 'withdrawn') OR w.state IN ('voided', 'withdrawn')
UNION ALL
SELECT sa.purchase_id FROM sampling_sample sa JOIN casework_record x ON x.id = sa.record_id
WHERE x.center_id = %(center)s GROUP BY 1 HAVING bool_and(x.state = 'voided')
"""

# An event e of a record r that no later step has taken back (Step.undoes).
STANDS = """
NOT EXISTS (
  SELECT 1 FROM trail_event u
  JOIN unnest(%(of)s::text[], %(by)s::text[], %(undone)s::text[]) AS b(kind, verb, undone)
    ON b.kind = r.kind AND b.verb = u.verb AND b.undone = e.verb
  WHERE u.subject_kind = 'record' AND u.subject_id = r.id AND u.id > e.id)
"""

DONE = f"""
SELECT r.kind, e.verb, count(DISTINCT r.id)
FROM casework_record r JOIN trail_event e ON e.subject_kind = 'record' AND e.subject_id = r.id
WHERE r.center_id = %(center)s AND r.state <> ALL(%(naught)s) AND e.at >= %(start)s AND e.at < %(end)s
  AND {STANDS} AND NOT (r.kind = 'purchase' AND r.id = ANY(%(nothing)s))
GROUP BY 1, 2
"""  # noqa: S608  STANDS is ours

TESTED = """
SELECT c.name, count(DISTINCT r.id), count(DISTINCT r.id) FILTER (WHERE r.outcome = 'non_conforming')
FROM casework_record r
JOIN trail_event e ON e.subject_kind = 'record' AND e.subject_id = r.id AND e.verb = 'issue'
JOIN inspection_report ir ON ir.record_id = r.id
JOIN sampling_sample sa ON sa.record_id = ir.sample_id JOIN casework_record x ON x.id = sa.record_id
LEFT JOIN catalogue_category c ON c.id = r.category_id
WHERE r.center_id = %(center)s AND r.kind = 'report' AND r.state <> ALL(%(naught)s) AND x.state <> 'voided'
  AND e.moved_to = 'issued' AND e.at >= %(start)s AND e.at < %(end)s AND sa.purchase_id <> ALL(%(nothing)s)
GROUP BY 1 ORDER BY 2 DESC, 1
"""

# Of the cases decided in the period: those in which no penalty was imposed.
UNPENALISED = f"""
SELECT count(DISTINCT r.id) FROM disposal_enforcementcase ec
JOIN casework_record r ON r.id = ec.record_id
JOIN trail_event e ON e.subject_kind = 'record' AND e.subject_id = r.id AND e.verb = 'decide'
WHERE r.center_id = %(center)s AND r.state <> ALL(%(naught)s) AND cardinality(ec.penalties) = 0
  AND e.at >= %(start)s AND e.at < %(end)s AND {STANDS}
"""  # noqa: S608

# Each record once: late where any of its reports was.
REPORTED = """
SELECT term, count(*) FILTER (WHERE NOT late), count(*) FILTER (WHERE late) FROM (
  SELECT d.term, bool_or(d.met_at >= d.due_at) AS late
  FROM casework_deadline d JOIN casework_record r ON r.id = d.record_id
  WHERE r.center_id = %(center)s AND r.state <> ALL(%(naught)s) AND d.term IN ('DL-01', 'DL-02')
    AND d.met_at >= %(start)s AND d.met_at < %(end)s
  GROUP BY d.term, d.record_id) reported
GROUP BY 1
"""

# Each record once: late where it was handled late any time.
HANDLED_LATE = """
SELECT count(DISTINCT d.record_id)
FROM casework_deadline d JOIN casework_record r ON r.id = d.record_id
WHERE r.center_id = %(center)s AND r.state <> ALL(%(naught)s) AND d.term = ANY(%(handle)s)
  AND d.met_at >= %(start)s AND d.met_at < %(end)s AND d.met_at >= d.due_at
"""

# What stands voided, since some instant in the period.
VOIDED_IN_IT = """
SELECT r.kind, count(*) FROM casework_record r
JOIN LATERAL (
  SELECT max(e.at) AS at FROM trail_event e
  WHERE e.subject_kind = 'record' AND e.subject_id = r.id AND e.verb = 'void'
) gone ON gone.at >= %(start)s AND gone.at < %(end)s
WHERE r.center_id = %(center)s AND r.state = 'voided' AND r.kind IN ('platformdisposal', 'enforcementcase')
GROUP BY 1
"""

# By what a case is told to have come how far; a decision is one from `decide` on, and not before.
STAGES = ("file", "not_file", "decide", "serve_decision", "execute", "close", "feed_back", "verify")

CASES = f"""
SELECT coalesce(nullif(ec.case_number, ''), r.number), coalesce(e.name, s.name, ''),
  coalesce(county.name, city.name, province.name, ''), ec.product,
  CASE WHEN done.decided THEN ec.penalties ELSE '{{}}' END, done.state,
  CASE WHEN done.decided THEN ec.amount END,
  CASE WHEN done.closed THEN ec.closed_on END, CASE WHEN done.reported THEN ec.fed_back_on END
FROM disposal_enforcementcase ec
JOIN casework_record r ON r.id = ec.record_id
JOIN LATERAL (
  SELECT (array_agg(e.moved_to ORDER BY e.id DESC))[1] AS state, bool_or(e.verb = 'decide') AS decided,
    bool_or(e.verb = 'close') AS closed, bool_or(e.verb = 'feed_back') AS reported,
    bool_or(e.at >= %(start)s AND e.verb IN ('file', 'decide', 'close')) AS listed
  FROM trail_event e WHERE e.subject_kind = 'record' AND e.subject_id = r.id AND e.verb = ANY(%(stages)s)
    AND e.at < %(end)s AND {STANDS}
) done ON done.listed
LEFT JOIN catalogue_enterprise e ON e.id = ec.enterprise_id
LEFT JOIN catalogue_shop s ON s.id = ec.shop_id
LEFT JOIN accounts_region county ON county.code = r.county_id
LEFT JOIN accounts_region city ON city.code = r.city_id
LEFT JOIN accounts_region province ON province.code = r.province_id
WHERE r.center_id = %(center)s AND r.state <> ALL(%(naught)s)
ORDER BY r.id
"""  # noqa: S608
