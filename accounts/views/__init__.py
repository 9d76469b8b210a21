"""Which pages do accounts have? Log-in, one's own choices, the people of an organisation."""

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
    "token_new",
    "token_revoke",
    "token_signing",
    "tokens",
]
