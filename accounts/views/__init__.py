"""Which pages do accounts have? Log-in, one's own choices, the people of an organisation, stand-ins."""

from accounts.views.absences import stand_in_end, stand_ins
from accounts.views.people import people, person, person_add, person_password
from accounts.views.session import log_in, log_out, organisation, password, preferences
from accounts.views.tokens import token_new, token_revoke, token_signing, tokens

__all__ = [
    "log_in",
    "log_out",
    "organisation",
    "password",
    "people",
    "person",
    "person_add",
    "person_password",
    "preferences",
    "stand_in_end",
    "stand_ins",
    "token_new",
    "token_revoke",
    "token_signing",
    "tokens",
]
