"""How do a regulator and a platform meet an assistance letter?"""

from __future__ import annotations

from casework.views import Desk
from disposal.models import Assistance
from documents import views as papers

LETTERS = Desk(
    Assistance,
    about=papers.about,
    template="disposal/assistance.html",
)
