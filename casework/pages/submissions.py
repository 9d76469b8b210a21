"""How is an action done that is no step of a record? Its form is shown, or its button was pressed.

What is refused is said beside what was typed (422 for the form, 409 for the action); after a button, on a
page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _

from accounts.gate import Request
from casework.flow import Forbidden, Gone, Refused
from casework.pages.forms import unchosen


def answered(
    request: Request,
    form: BaseForm,
    action: Callable[[dict[str, Any]], Any],
    *,
    heading: Any,
    done: Any = None,
    template: str = "casework/sheet.html",
    entered: bool = True,
    **shown: Any,
) -> HttpResponse:
    """A form and its action. action: from the cleaned form to the page to go to. done: what is said then, by
    itself "Done:" and the heading; "" where the action or the next page says it; a function where what was
    done has to be asked. entered: False where another button only changes what the form asks. shown: what
    else the template shows."""
    status = 200
    if request.method == "POST" and entered:
        status = 422
        if form.is_valid():
            try:
                target = action(form.cleaned_data)
            except Forbidden:
                raise
            except Refused as refused:
                messages.error(request, str(refused))
                status = 409
            else:
                _say(request, heading, done)
                return redirect(target)
    context = {"form": unchosen(form), "heading": heading, **shown}
    return render(request, template, context, status=status, using="jinja2")


def pressed(
    request: Request, action: Callable[[], Any], *, back: Any, heading: Any = "", done: Any = None
) -> HttpResponse:
    """An action that asks for nothing: done, and back to the page."""
    try:
        action()
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, back)
    _say(request, heading, done)
    return redirect(back)


def refusal(request: Request, refused: Refused, back: Any) -> HttpResponse:
    """The page that says why something cannot be done now, or never again, and leads back."""
    gone = isinstance(refused, Gone)
    context = {"reason": str(refused), "back": resolve_url(back), "gone": gone}
    return render(request, "errors/409.html", context, status=410 if gone else 409, using="jinja2")


def _say(request: Request, heading: Any, done: Any) -> None:
    said = _("Done: %(step)s.") % {"step": heading} if done is None else done() if callable(done) else done
    if said:
        messages.success(request, said)
