"""How do people meet schemes, purchases, samples and the database of recipients?"""

from sampling.views.choices import (
    choice_bundle,
    choosing,
)
from sampling.views.consents import (
    declaration_new,
    declarations,
    reads,
    undertaking,
)
from sampling.views.counts import (
    stocktaking,
    stocktaking_close,
    stocktaking_end,
    stocktaking_explain,
    stocktakings,
)
from sampling.views.evidence import (
    add_evidence,
    check_files,
    take_out,
)
from sampling.views.labels import (
    ask_labels,
    label,
    label_file,
    label_sheet,
)
from sampling.views.leaks import (
    leak_rest,
    leaks,
)
from sampling.views.listings import (
    listing_sheet,
    listings,
)
from sampling.views.money import (
    SETTLEMENTS,
    advance_confirm,
    advance_deny,
    advance_withdraw,
    money_back,
    money_give,
    money_page,
    money_sheet,
    plan_overrun,
    purchase_invoice,
)
from sampling.views.offers import (
    offer_columns,
    offer_discard,
    offer_file,
    offer_refused,
)
from sampling.views.perusals import (
    perusal,
)
from sampling.views.purchases import (
    PURCHASES,
    reveal_purchase,
)
from sampling.views.recipients import (
    recipient_add,
    recipient_consent,
    recipient_detail,
    recipient_erase,
    recipient_identifier,
    recipient_retire,
    recipient_reveal,
    recipient_withdraw,
    recipients,
)
from sampling.views.refunds import (
    claim,
    claim_enter,
    claim_write_off,
    claims,
    claims_sheet,
)
from sampling.views.samples import (
    SAMPLES,
    seals,
)
from sampling.views.schemes import (
    SCHEMES,
)

__all__ = [
    "PURCHASES",
    "SAMPLES",
    "SCHEMES",
    "SETTLEMENTS",
    "add_evidence",
    "advance_confirm",
    "advance_deny",
    "advance_withdraw",
    "ask_labels",
    "check_files",
    "choice_bundle",
    "choosing",
    "claim",
    "claim_enter",
    "claim_write_off",
    "claims",
    "claims_sheet",
    "declaration_new",
    "declarations",
    "label",
    "label_file",
    "label_sheet",
    "leak_rest",
    "leaks",
    "listing_sheet",
    "listings",
    "money_back",
    "money_give",
    "money_page",
    "money_sheet",
    "offer_columns",
    "offer_discard",
    "offer_file",
    "offer_refused",
    "perusal",
    "plan_overrun",
    "purchase_invoice",
    "reads",
    "recipient_add",
    "recipient_consent",
    "recipient_detail",
    "recipient_erase",
    "recipient_identifier",
    "recipient_retire",
    "recipient_reveal",
    "recipient_withdraw",
    "recipients",
    "reveal_purchase",
    "seals",
    "stocktaking",
    "stocktaking_close",
    "stocktaking_end",
    "stocktaking_explain",
    "stocktakings",
    "take_out",
    "undertaking",
]
