"""What is asked of the center that sends a notice, and of the shop or enterprise that answers it?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.pages.forms import StepForm, needed_when
from disposal.actions.links import DAYS, LONGEST, channels, least_days
from disposal.flow.notices import (
    DENIAL_FLOW,
    RESULT_NOTICE_FLOW,
    Capacity,
    Channel,
    Reply,
    ResultNoticeState,
    Statement,
)
from disposal.forms.photos import ask_about_photos, unless_looked_at
from disposal.models.notices import Denial, ResultNotice
from documents.forms import PROOFS, AwaitedForm, CheckedFile, CheckedFiles
from trail.days import DayField
from trail.reasons import ReasonField, validate_reason

check_phone = RegexValidator(r"^\+?[0-9][0-9 -]{5,19}$", _("Enter a telephone number: digits only."))


class NoticeForm(forms.Form):
    """A step of a notice that asks for more than its own fields."""

    def __init__(
        self, *args: Any, viewer: Viewer, now: datetime, instance: ResultNotice | Denial, **kwargs: Any
    ) -> None:
        self.viewer, self.now, self.instance = viewer, now, instance
        super().__init__(*args, **kwargs)


def days_of(notice: ResultNotice, now: datetime) -> forms.IntegerField:
    """For how long a link is to be valid: not shorter than its addressee has to answer."""
    least = least_days(notice, now)
    short = _("The addressee has that long to answer: the link is valid for at least %(limit_value)s days.")
    return forms.IntegerField(
        label=_("Valid for days"),
        min_value=least,
        max_value=max(LONGEST, least),
        initial=max(DAYS, least),
        error_messages={"min_value": short},
        help_text=_("A link stays valid at least until the addressee's time to answer is over."),
    )


class LinkForm(NoticeForm):
    """By which way, and to what address, the link goes out; and how long it is valid."""

    channel = forms.ChoiceField(label=_("Sent by"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Sent to"),
        max_length=200,
        required=False,
        help_text=_("The e-mail address, telephone number or postal address. Not needed on the platform."),
    )
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=LONGEST, initial=DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.instance, ResultNotice)
        self.fields["days"] = days_of(self.instance, self.now)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [(each.value, each.label) for each in channels()]
        needed_when(self.fields["address"], _("mandatory unless it goes by the platform"))
        if self.instance.shop_id:  # a producer need not be on the platform
            self.initial.setdefault("channel", Channel.PLATFORM)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        channel, address = data.get("channel"), data.get("address", "")
        if channel == Channel.PLATFORM:
            data["address"] = ""
        elif channel and not address:
            self.add_error("address", _("Enter where the link is to be sent."))
        elif channel in (Channel.EMAIL, Channel.SMS):
            try:
                (validate_email if channel == Channel.EMAIL else check_phone)(address)
            except ValidationError as error:
                self.add_error("address", error)
        return data


@RESULT_NOTICE_FLOW.asks("send")
class SendNoticeForm(LinkForm):
    """The link; and where photos wait for a look, why the notice goes without them."""

    without_photos = unless_looked_at()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.instance, ResultNotice)
        ask_about_photos(self, [self.instance.report])


class SignedForm(NoticeForm):
    """What whoever came by a link signs: with which name, in what capacity, and what shows it."""

    signed_by = forms.CharField(
        label=_("Signed by"), max_length=60, help_text=_("Your name; with it you sign for the organisation.")
    )
    signed_as = forms.ChoiceField(
        label=_("In the capacity of"),
        choices=Capacity,
        widget=forms.RadioSelect,
        help_text=_("It is shown to the authorities, and on the papers, as you say it here and no further."),
    )
    authorisation = CheckedFile(
        label=_("Authorisation"),
        required=False,
        types=PROOFS,
        help_text=_("An agent attaches the authorisation by which they sign."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        unshown = not data.get("authorisation") and "authorisation" not in self.errors
        if data.get("signed_as") == Capacity.AGENT and unshown:
            self.add_error(
                "authorisation", _("Attach the authorisation: without it nobody is taken for the agent.")
            )
        return data


@RESULT_NOTICE_FLOW.asks("acknowledge")
class ReceiptForm(SignedForm):
    """The receipt (回执): who signs, and whether there is anything to say."""

    reply = forms.ChoiceField(
        label=_("Reply slip"),
        choices=Reply,
        widget=forms.RadioSelect,
        help_text=_(
            "Comments are entered in the next step. If the goods are not yours, go back and choose “Deny that"
            " it is ours”: nothing else is asked first."
        ),
    )
    field_order = ("reply", "signed_by", "signed_as", "authorisation", "accepts")
    accepts = forms.BooleanField(
        label=_("We accept that papers are served on us through this page"),
        help_text=_("The notice counts as served today."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data.pop("accepts", None)
        return data


@RESULT_NOTICE_FLOW.asks("agree")
class SignForm(SignedForm):
    """A step that is signed and says nothing more."""


@RESULT_NOTICE_FLOW.asks("comment")
class CommentForm(SignedForm):
    """What the addressee says of the result, and shows."""

    comment = forms.CharField(label=_("Comments"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    enclosed = CheckedFiles(label=_("Files"), required=False)
    field_order = ("comment", "enclosed", "signed_by", "signed_as", "authorisation")


@RESULT_NOTICE_FLOW.asks("answer")
class AnswerCommentsForm(StepForm):
    """What the center answers to the comments: the addressee reads it."""

    class Meta:
        model = ResultNotice
        fields = ("answer",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].validators.append(validate_reason)


@RESULT_NOTICE_FLOW.asks("enter_reply")
class PaperReplyForm(NoticeForm):
    """A receipt that came back on paper, as it is entered at the center."""

    reply = forms.ChoiceField(label=_("Reply slip"), choices=Reply, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Comments"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=60)
    posted_on = DayField(
        label=_("Posted on"),
        required=False,
        help_text=_("The day of the postmark: what was posted in time is not late."),
    )
    scan = CheckedFile(label=_("The reply, scanned"), types=PROOFS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reply") == Reply.COMMENTS and not data.get("comment"):
            self.add_error("comment", _("Enter what the comments say."))
        return data

    def clean_posted_on(self) -> date | None:
        """Not ahead, and not before the notice was served."""
        posted_on: date | None = self.cleaned_data["posted_on"]
        assert isinstance(self.instance, ResultNotice)
        served_on = self.instance.served_on
        if posted_on and posted_on > local_day(self.now):
            raise ValidationError(_("This lies in the future: enter when it happened."))
        if posted_on and served_on and posted_on < served_on:
            raise ValidationError(_("The notice had not been served yet: enter when the reply was posted."))
        return posted_on


@RESULT_NOTICE_FLOW.asks("deny")
class DenyForm(SignedForm):
    """A denial: what is denied, why, with which proof, and who signs."""

    statement = forms.ChoiceField(label=_("What you deny"), widget=forms.RadioSelect)
    grounds = ReasonField(label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    proof = CheckedFiles(label=_("Proof"))
    phone = forms.CharField(label=_("Telephone"), max_length=40, validators=[check_phone])
    field_order = ("statement", "grounds", "proof", "signed_by", "signed_as", "authorisation", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.instance, ResultNotice)
        if self.instance.state == ResultNoticeState.SENT:
            self.fields["signed_by"].help_text = _(
                "Your name; with it you sign for the organisation, and confirm that the notice was received"
                " today."
            )
        own = Statement.NOT_SOLD if self.instance.shop_id else Statement.NOT_MADE
        statement = self.fields["statement"]
        assert isinstance(statement, forms.ChoiceField)
        statement.choices = [(each.value, each.label) for each in (own, Statement.COUNTERFEIT)]


@DENIAL_FLOW.asks("withdraw")
class TakeBackForm(SignedForm):
    """A denial taken back: why, and who signs for that."""

    note = ReasonField(
        label=_("Reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Until the regulator has confirmed with your organisation that it takes the denial back, the"
            " denial stays open."
        ),
    )
    field_order = ("note", "signed_by", "signed_as", "authorisation")


@DENIAL_FLOW.asks("ask")
class AskForm(StepForm):
    """Which proof the regulator still needs."""

    class Meta:
        model = Denial
        fields = ("asked",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].required = True


@DENIAL_FLOW.asks("supply")
class SupplyForm(NoticeForm):
    """What the party adds."""

    supplement = forms.CharField(
        label=_("What was added"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proof = CheckedFiles(label=_("Proof"))


@DENIAL_FLOW.asks("uphold", "reject")
class DecideDenialForm(StepForm):
    """Why the denial is upheld or rejected: the party reads it."""

    class Meta:
        model = Denial
        fields = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


RESULT_NOTICE_FLOW.asks("serve")(AwaitedForm)
