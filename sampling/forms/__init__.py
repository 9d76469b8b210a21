"""What do the steps of this stage ask of the people who take them?"""

from sampling.forms.arrivals import (
    AcceptForm,
    ArriveForm,
    CheckForm,
    RejectForm,
    SendBackForm,
)
from sampling.forms.choices import (
    ChooseForm,
    ExceptionsForm,
)
from sampling.forms.counts import (
    CountForm,
)
from sampling.forms.custody import (
    DisposeForm,
    SendOutForm,
    ShiftForm,
    TakeInForm,
    WitnessForm,
)
from sampling.forms.ends import (
    END_FORMS,
)
from sampling.forms.evidence import (
    EvidenceForm,
)
from sampling.forms.parcels import (
    DeliverForm,
    MissingForm,
    ReceiveParcelForm,
    ShipForm,
)
from sampling.forms.purchases import (
    AssignForm,
    ConfirmForm,
    OrderForm,
    ReplaceForm,
)
from sampling.forms.recipients import (
    ConsentForm,
    DeclarationForm,
    EraseForm,
    IdentifierForm,
    RecipientForm,
    RetireForm,
    WithdrawForm,
)
from sampling.forms.refunds import (
    ClaimsForm,
    RefundForm,
)
from sampling.forms.samples import (
    ReceiveForm,
    RejectSampleForm,
    ResampleForm,
    SealForm,
    SetAsideForm,
    SettleForm,
    StoreForm,
)
from sampling.forms.schemes import (
    AddForm,
    AllowForm,
    ImportForm,
    ListingForm,
    OfferColumnsForm,
    SchemeForm,
    UnlistForm,
)

__all__ = [
    "END_FORMS",
    "AcceptForm",
    "AddForm",
    "AllowForm",
    "ArriveForm",
    "AssignForm",
    "CheckForm",
    "ChooseForm",
    "ClaimsForm",
    "ConfirmForm",
    "ConsentForm",
    "CountForm",
    "DeclarationForm",
    "DeliverForm",
    "DisposeForm",
    "EraseForm",
    "EvidenceForm",
    "ExceptionsForm",
    "IdentifierForm",
    "ImportForm",
    "ListingForm",
    "MissingForm",
    "OfferColumnsForm",
    "OrderForm",
    "ReceiveForm",
    "ReceiveParcelForm",
    "RecipientForm",
    "RefundForm",
    "RejectForm",
    "RejectSampleForm",
    "ReplaceForm",
    "ResampleForm",
    "RetireForm",
    "SchemeForm",
    "SealForm",
    "SendBackForm",
    "SendOutForm",
    "SetAsideForm",
    "SettleForm",
    "ShiftForm",
    "ShipForm",
    "StoreForm",
    "TakeInForm",
    "UnlistForm",
    "WithdrawForm",
    "WitnessForm",
]
