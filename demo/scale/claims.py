"""What money is to come back for what was sent back? A claim for each such purchase, set by set."""

from __future__ import annotations

from django.db import connection

# The seller's days to refund begin when it has the goods (RC-05).
CLAIMS = """
INSERT INTO sampling_refunddue (purchase_id, center_id, platform_id, owed, since, due_on, refunded,
                                written_off, reason, settled_on)
SELECT bought.record_id, spine.center_id, spine.platform_id, bought.amount, bought.sent_back_on,
       (SELECT clock."end" FROM casework_deadline clock
        WHERE clock.record_id = bought.record_id AND clock.term = 'RC-05' ORDER BY clock.id DESC LIMIT 1),
       coalesce(bought.refund_amount, 0), 0, '', bought.refunded_on
FROM sampling_purchase bought JOIN casework_record spine ON spine.id = bought.record_id
WHERE bought.sent_back_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM sampling_refunddue WHERE purchase_id = bought.record_id)
ORDER BY bought.record_id
"""
REFUNDS = """
INSERT INTO sampling_refund (claim_id, amount, freight, refunded_on, at)
SELECT claim.id, claim.refunded, 0, claim.settled_on, claim.settled_on::timestamp AT TIME ZONE 'Asia/Shanghai'
FROM sampling_refunddue claim
WHERE claim.refunded > 0 AND NOT EXISTS (SELECT 1 FROM sampling_refund WHERE claim_id = claim.id)
ORDER BY claim.id
"""


def leave() -> dict[str, int]:
    """Claims and refunds of the purchases that were made; how many rows of each table."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIMS)
        claims = cursor.rowcount
        cursor.execute(REFUNDS)
        return {"sampling_refunddue": claims, "sampling_refund": cursor.rowcount}
