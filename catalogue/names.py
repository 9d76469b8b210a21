"""How is a text kept as it was written, when are two names the same, and in which order do names stand?

What is stored is what somebody wrote; what is folded (width, case, brackets, spaces) is for comparing only.
"""

from __future__ import annotations

import re
import unicodedata

from pypinyin import lazy_pinyin

# Notices mark a producer that is only known from the label; the mark is no part of the name.
_NOMINAL = re.compile(
    r"^\s{0,9}(?:(?:产品上?标[称注]|标[称注])(?:为|生产企业|生产单位|企业|商标|产品)?\s{0,9}[:：︰﹕]\s{0,9}){1,9}"
)
_BRACKETS = str.maketrans("[{〔【〖]}〕】〗", "((((()))))")
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
# A space says nothing beside a Chinese character or a bracket; between Latin words it does.
_IDLE_SPACE = re.compile(rf"(?<=[{_HAN}():,、]) | (?=[{_HAN}():,、])")
_PLACE_IN_BRACKETS = re.compile(rf"\(([{_HAN}]{{2,4}})\)(?=.{{0,99}}(?:公司|厂|中心|集团))")
_LEGAL_FORM = re.compile(r"有限责任公司|股份有限公司|股份公司|有限公司|股份")
# What none of the rules below changes: most of what lists by the million hold.
_AS_IS = re.compile(r"[0-9A-Za-z\u4e00-\u9fff._-]*")
_NOT_PLACES = frozenset({"集团", "股份", "控股", "个体", "总部", "总公司"})
# Control characters that stand for nothing on paper. Some programs leave them, and no spreadsheet takes them;
# line ends and tabs stay, and so do the two by which scripts and pictures are joined.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BREAK = re.compile(r"[^\S\n\r\x85\u2028\u2029]{0,99}[\n\r\x85\u2028\u2029]\s{0,99}")
_HAN_BREAK = re.compile(rf"(?<=[{_HAN}]){_BREAK.pattern}(?=[{_HAN}])")
_FOLDED_BRACKETS = _BRACKETS | dict.fromkeys(map(ord, " \t\n\r"))


def visible(text: str) -> str:
    """The text without control characters, all else as it was written."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def written(text: str) -> str:
    """A text as it is stored: as it was written, without control characters and white space around it."""
    return visible(text).strip()


def on_one_line(text: str) -> str:
    """The same on one line: a cell too narrow broke Chinese words, elsewhere a break stands for a space."""
    text = written(text)
    return text if text.isprintable() else _BREAK.sub(" ", _HAN_BREAK.sub("", text))


def narrow(text: str) -> str:
    """The text in one width, each sign in its place, so that what is found in it is found in the original."""
    if text.isascii():
        return text
    signs = ((sign, unicodedata.normalize("NFKC", sign)) for sign in text)
    return "".join(one if len(one) == 1 else sign for sign, one in signs)


def folded(text: str) -> str:
    """A text as it is compared, without width, case, spaces and kinds of brackets: `Folded` in SQL."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLDED_BRACKETS)


def _plain(text: str) -> str:
    """One width, one kind of bracket, no invisible characters, one space at most."""
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace())
    narrow = unicodedata.normalize("NFKC", visible).translate(_BRACKETS)
    return _IDLE_SPACE.sub("", " ".join(narrow.split()))


def is_nominal(name: str) -> bool:
    """Whether the notice names this producer only from the label (`标称：`)."""
    return _NOMINAL.match(_plain(name)) is not None


def unmarked(name: str) -> str:
    """A name as it is stored, without the mark `标称：` of a notice."""
    return _NOMINAL.sub("", written(name))


def normal(name: str) -> str:
    """The name as it is read by a rule: one width, spacing and bracket, without `标称：`. Never stored.

    Letters keep their case; `key` is blind to case.
    """
    if _AS_IS.fullmatch(name):
        return name
    bare = _NOMINAL.sub("", _plain(name)).strip()
    if _HAN_CHARACTER.search(bare):
        return bare.replace("(", "（").replace(")", "）")
    return bare


def key(name: str) -> str:
    """What two spellings of one name have in common: letters and digits alone, without case or legal form.

    A place in brackets moves to the front, as `时装（北京）有限公司` and `北京时装有限公司` are one firm.
    A name that consists of nothing else (`有限公司`) keeps its letters.
    """
    if _AS_IS.fullmatch(name):
        letters = "".join(c for c in name.casefold() if c.isalnum())
        return _without_legal_form(letters) or letters
    text = _plain(normal(name))
    places = [place for place in _PLACE_IN_BRACKETS.findall(text) if place not in _NOT_PLACES]
    for place in places:
        text = text.replace(f"({place})", "", 1)
    folded = unicodedata.normalize("NFKC", ("".join(places) + text).casefold())
    letters = "".join(c for c in folded if c.isalnum())
    return _without_legal_form(letters) or letters


def _without_legal_form(letters: str) -> str:
    while (shorter := _LEGAL_FORM.sub("", letters)) != letters:
        letters = shorter
    return letters


def pinyin_key(name: str) -> str:
    """The key by which names sort: Chinese characters by sound, all else as it is, in lower case."""
    return " ".join(part.strip() for part in lazy_pinyin(normal(name)) if part.strip()).lower()
