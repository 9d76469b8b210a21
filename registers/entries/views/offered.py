"""Which test items has the category that was chosen in a form just now, and what do its rules lay down?"""

from __future__ import annotations

import re

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import escape

from accounts.coded import OneOf
from accounts.gate import Request
from catalogue.models import Category
from registers.offered_items import ItemsOf
from registers.offered_rules import RulesOf

NAME = re.compile(r"[a-z0-9_]{1,40}")


def offered_items(request: Request) -> HttpResponse:
    """The boxes of a field `name`: the items of the category that the field `of` says."""
    asked = request.GET
    name = asked.get("name", "items")
    if not NAME.fullmatch(name):
        raise Http404
    form, field = forms.Form(), ItemsOf()
    field.narrow(OneOf(Category.objects.offered()).found(asked.get(asked.get("of", ""), "")))
    form.fields[name] = field
    return render(request, "registers/entries/offered_items.html", {"field": form[name]}, using="jinja2")


def offered_rules(request: Request) -> HttpResponse:
    """In words, what the monitoring rules lay down that the field `of` says."""
    asked = request.GET
    return HttpResponse(escape(RulesOf().laid_down(asked.get(asked.get("of", ""), ""))))
