"""What is a reason? Words that say something: whoever reads them later has nothing else."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# So much has to be said: a Chinese character says as much as two letters.
LEAST = 3
# What people write to get past a field.
NOTHING_SAID = frozenset(
    (
        *("无", "没有", "暂无", "不详", "不知道", "未知", "同上", "如上", "略", "其他", "其它", "测试"),
        *("无理由", "没理由", "没有理由", "无原因", "没原因", "没有原因"),
        *(
            "none",
            "nothing",
            "n/a",
            "null",
            "unknown",
            "other",
            "test",
            "ditto",
            "same",
            "abc",
            "asdf",
            "no reason",
        ),
    )
)


# What merely assents, or names the act itself, as "同意", "已阅", "依法不予立案" and "Case closed" do.
_ACTS_CHINESE = (
    r"(?:已经|均已|现已|已|均|未|不予|免予|不|予以|准予|部分|全部)?"
    r"(?:同意|批准|通过|立案|处罚|处理|处置|核验|核实|核查|审核|审查|结案|办结|办理|执行|完成|知悉|收到|阅"
    r"|采纳|采信|支持|驳回|认可|否认成立|否认不成立|作废|收回|撤回|撤销|退回|取消|终止|移交|移送|转交|维持)"
    r"(?:完毕|完成|了)?"
    r"|(?:理由|申辩|意见)(?:不够|不足|不充分|不成立|充分|成立)|(?:情况)?属实|完毕|按规定|按要求|按程序|依法|依规|照办|(?:没有|无)(?:异议|意见)"
)
_ACTS_ENGLISH = (
    r"(?:no|not|case|cases|all|as|been|be|duly|handled|dealt|with|file|filed|closed?|agreed?|approved?|done|okay|ok|yes"
    r"|accepted|rejected|dismissed|adopted|insufficient|noted|seen|verified|executed|finished|completed?|confirmed|settled|penalty|penali[sz]ed|required"
    r"|void(?:ed)?|withdrawn|cancell?ed)"
)
# What says that somebody looked, and not where nor what was seen: "看过了", "没问题", "looked".
_LOOKS = (
    r"(?:看|查看|查|检查|核对|浏览|搜索|搜|点开|打开)(?:过了|过|了)|(?:没有|没|无)(?:什么)?问题|一切正常"
    r"|(?<![a-z])(?:looked|checked|searched)(?![a-z])"
)
# So much an account of how something was checked has to say: four Chinese characters.
ACCOUNT = 8
# What puts the question off instead of answering it, once or over and over: "算了", "就这样吧", "never mind".
_SHRUGS = re.compile(
    r"(?:就?(?:算了|罢了|这样|随便|没事|没什么|没啥|无所谓|不管了|不想|不罚|没必要|不必|不用|可以|好的)"
    r"[了吧啦呗的]{0,3}"
    r"|(?:forget it|never ?mind|what ?ever|no need|not needed|not necessary|because|just so)\s?){1,5}"
)
_ACTS = re.compile(f"{_ACTS_CHINESE}|(?<![a-z]){_ACTS_ENGLISH}(?![a-z])|{_LOOKS}")


def says_why(text: str) -> bool:
    """Whether a text can be a reason: not "无", "/", "1", "ok", nor one sign over and over; nor what only
    assents, names the act or shrugs it off: enough has to be left without that."""
    plain = text.lower()
    letters = _left(plain)
    return _weight(letters) >= LEAST and len(set(letters)) > 1 and plain.strip(" .。!！") not in NOTHING_SAID


def says_how(text: str) -> bool:
    """Whether a text tells how something was checked: where it was looked, and what was seen there."""
    return says_why(text) and _weight(_left(text.lower())) >= ACCOUNT


def _left(plain: str) -> list[str]:
    """The letters of a text without what only assents, names the act or shrugs it off."""
    kept = "".join(sign if sign.isalnum() else " " if sign.isascii() else "" for sign in plain)
    joined = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", " ".join(kept.split()))
    if _SHRUGS.fullmatch(joined):
        return []
    return [sign for sign in _ACTS.sub("", joined) if sign.isalpha()]


def _weight(letters: list[str]) -> int:
    return sum(1 if sign.isascii() else 2 for sign in letters)


def validate_reason(text: str) -> None:
    """Refuse, beside its field, what is no reason."""
    if not says_why(text):
        raise ValidationError(_("This says nothing: give the reason in words that others understand later."))


def validate_account(text: str) -> None:
    """Refuse, beside its field, what does not tell how something was checked."""
    if not says_how(text):
        raise ValidationError(_("Tell how it was checked: which address or search, and what was seen there."))


def validate_number(text: str) -> None:
    """Refuse, beside its field, what is no number of a paper: "测试填写" has not one digit."""
    if not any(sign.isdigit() for sign in text):
        raise ValidationError(_("This is no number: enter it as it stands on the paper, with its digits."))


# A reason of so many characters is written on one line.
ONE_LINE = 200


class ReasonField(forms.CharField):
    """A field in which somebody says why; where there is room for more than a line, in several."""

    def __init__(self, max_length: int | None = None, **options: Any) -> None:
        if max_length is None or max_length > ONE_LINE:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(max_length=max_length, **{"label": _("Reason"), **options})
        self.validators.append(validate_reason)


def ask_why(fields: dict[str, forms.Field]) -> None:
    """Make those fields of a model's form that ask for a reason, by their names, ask for one that says
    something."""
    for name, field in fields.items():
        if asks_why(name) and isinstance(field, forms.CharField) and validate_reason not in field.validators:
            field.validators.append(validate_reason)


def asks_why(name: str) -> bool:
    """Whether a field of this name asks for a reason."""
    return name in ("reason", "why") or name.endswith(("_reason", "_why"))
