"""How do a regulator and a platform meet an assistance letter?"""

from __future__ import annotations

from casework.views import Desk
from disposal import actions, forms
from disposal.models import Assistance
from documents import views as papers
from documents.actions import serve_awaited
from documents.forms import AwaitedForm
from documents.urging import urge

LETTERS = Desk(
    Assistance,
    forms={
        "open": forms.LetterForm,
        "serve": AwaitedForm,
        "answer": forms.AnswerForm,
        "cannot": forms.CannotForm,
        "ask_again": forms.AgainForm,
    },
    deeds={
        "urge_received": urge("urge_received"),
        "serve": serve_awaited,
        "acknowledge": actions.acknowledge_letter,
        "receive": actions.receive_letter,
        "answer": actions.answer_letter,
        "cannot": actions.cannot_answer,
        "ask_again": actions.ask_again,
        "accept": actions.accept_answer,
    },
    opening=actions.ask_platform,
    about=papers.about,
    template="disposal/assistance.html",
)
