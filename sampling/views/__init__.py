"""How do people meet schemes, purchases, samples and the database of recipients?"""

from sampling.views.choices import choice_bundle, choosing
from sampling.views.evidence import add_evidence, check_files, take_out
from sampling.views.labels import ask_labels, label, label_file, label_sheet
from sampling.views.purchases import PURCHASES, reveal_purchase
from sampling.views.recipients import recipient_add, recipient_erase, recipient_reveal, recipients
from sampling.views.samples import SAMPLES
from sampling.views.schemes import SCHEMES

__all__ = [
    "PURCHASES",
    "SAMPLES",
    "SCHEMES",
    "add_evidence",
    "ask_labels",
    "check_files",
    "choice_bundle",
    "choosing",
    "label",
    "label_file",
    "label_sheet",
    "recipient_add",
    "recipient_erase",
    "recipient_reveal",
    "recipients",
    "reveal_purchase",
    "take_out",
]
