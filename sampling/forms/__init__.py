"""What do the steps of this stage ask of the people who take them?"""

from sampling.forms.arrivals import AcceptForm, CheckForm, RefundForm, RejectForm, SendBackForm
from sampling.forms.money import BackForm, ClaimForm, DenyForm, GiveForm, InvoiceForm, OverrunForm
from sampling.forms.purchases import AssignForm, DeliverForm, FailForm, OrderForm, ReplaceForm, ShipForm
from sampling.forms.recipients import EraseForm, RecipientForm
from sampling.forms.samples import (
    ReceiveForm,
    RejectSampleForm,
    ResampleForm,
    SealForm,
    SetAsideForm,
    SettleForm,
    StoreForm,
)
from sampling.forms.schemes import AddForm, AllowForm, ImportForm, ListingForm, SchemeForm, UnlistForm

__all__ = [
    "AcceptForm",
    "AddForm",
    "AllowForm",
    "AssignForm",
    "BackForm",
    "CheckForm",
    "ClaimForm",
    "DeliverForm",
    "DenyForm",
    "EraseForm",
    "FailForm",
    "GiveForm",
    "ImportForm",
    "InvoiceForm",
    "ListingForm",
    "OrderForm",
    "OverrunForm",
    "ReceiveForm",
    "RecipientForm",
    "RefundForm",
    "RejectForm",
    "RejectSampleForm",
    "ReplaceForm",
    "ResampleForm",
    "SchemeForm",
    "SealForm",
    "SendBackForm",
    "SetAsideForm",
    "SettleForm",
    "ShipForm",
    "StoreForm",
    "UnlistForm",
]
