"""What is asked about a feed: which address is read, how often, and how it is understood?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.pages.forms import StepForm
from documents.incoming.headers import plain
from monitoring.feeds.connectors import Broken
from monitoring.feeds.connectors.mailbox import mailboxes
from monitoring.feeds.connectors.web import checked
from monitoring.feeds.models import Feed, FeedKind
from monitoring.importers import HEADERS
from monitoring.importers.channels import NOTICES, of_channel
from monitoring.risks.forms.signals import of_its_channel, sources
from monitoring.vocabulary import Channel

SHOWN = 30


class FeedForm(StepForm):
    """A feed, new or changed. Whether the address leads into a private network is seen when it is read."""

    sub_channel = forms.ChoiceField(
        label=_("Source"), required=False, choices=sources, help_text=_("Only where an item does not tell.")
    )
    field_order = ("name", "kind", "address", "channel", "sub_channel", "every", "words", "mapping", "active")

    class Meta:
        model = Feed
        fields = ("name", "kind", "address", "channel", "sub_channel", "every", "words", "mapping", "active")
        widgets = {
            "words": forms.Textarea(attrs={"rows": 4}),
            "mapping": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "address": _("Begins with http:// or https://; of a mailbox, the name that it was given here."),
            "words": _("One a line; what names none of them is not taken. Left empty, all is taken."),
            "mapping": _(
                "For a list in JSON, a line for each column: its header as in the template of the channel, ="
                " and the key under which it stands, such as “产品名称 = product.name”."
            ),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        own = viewer.organisation
        self.boxes = sorted(mailboxes(own.name, own.short_name))
        if not self.boxes:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in FeedKind.choices if value != FeedKind.MAIL
            ]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Feed.objects.visible_to(self.viewer).exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise ValidationError(_("Another feed bears this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        of_its_channel(self, data)
        self._check_address(data.get("kind"), data.get("address"))
        if data.get("channel") and data.get("mapping"):
            self._check_mapping(data["channel"], data["mapping"])
        return data

    def _check_address(self, kind: str | None, address: str | None) -> None:
        if not kind or not address:
            return
        if kind == FeedKind.MAIL:
            if address not in self.boxes:
                names = {"names": "、".join(self.boxes)}
                wrong = ValidationError(_("The mailboxes of your center are: %(names)s."), params=names)
                self.add_error("address", wrong)
            return
        try:
            checked(address)
        except Broken as broken:
            self.add_error("address", str(broken))

    def _check_mapping(self, channel: str, mapping: str) -> None:
        known = headers(Channel(channel))
        for line in filter(str.strip, mapping.splitlines()):
            header, sign, path = (part.strip() for part in line.partition("="))
            if not sign or not path:
                wrong = _("Write each line as “header = key”: %(line)s.")
                self.add_error("mapping", ValidationError(wrong, params={"line": line.strip()}))
            elif plain(header) not in known:
                wrong = _("No list of this channel has the column %(header)s. It may have: %(known)s.")
                params = {"header": header, "known": "、".join(list(known.values())[:SHOWN])}
                self.add_error("mapping", ValidationError(wrong, params=params))


def headers(channel: Channel) -> dict[str, str]:
    """What a list of the channel may have as a header, by its plain form; the usual ones first."""
    if channel == NOTICES:
        return {plain(word): word for word in HEADERS}
    layouts = of_channel(channel)
    usual = [layout.heading(name).rstrip("*") for layout in layouts for name in layout.shown]
    others = [word for layout in layouts for word in layout.spellings()]
    found: dict[str, str] = {}
    for word in (*usual, *others):
        found.setdefault(plain(word), word)
    return found
