"""Where does an address lead that stood in a message before addresses named no ids any more?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.gate import Request, member


@member.by("GET")
def moved(request: Request, old: int, to: str) -> HttpResponse:
    """To where it is found now. The row is not looked up: who asks for one id after another would count."""
    messages.info(request, _("Addresses of this kind have changed: look for it here."))
    return redirect(to)
