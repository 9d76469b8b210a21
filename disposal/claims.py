"""Does what the center writes contradict what its test reports found, or what is asked for? (Or what its
figures count: disposal.miscounts.)"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disposal.flow.vocabulary import WEIGHTS, Measure
from trail.enumerations import enumerated

# The free texts that are looked at, by the field.
TEXTS = {
    "task": _("monitoring task"),
    "summary": _("summary"),
    "analysis": _("analysis"),
    "advice": _("advice"),
    "platform_advice": _("advice to platforms"),
    "least_reason": _("why this is the least measure"),
}

ALL = r"(?:全部|全都|均|都|皆|一律|悉数)"
WHOLE = r"(?:100(?:\.0{1,4})?\s?%|百分之百|百分百)"
NONE = r"(?:未发现|未检出|未检测出|未查出|未见|未出现|没有|不存在|(?<!有)无)"

ALL_CONFORM = re.compile(
    rf"(?<![未非不]){ALL}(?:为|能|能够|已|是)?(?:符合|合格|达标|达到(?:标准|要求)|通过(?:检验|检测|抽检))|"
    r"(?:质量|品质|安全)[^,。;:、不未没无\d]{0,6}(?:过关|过硬|良好|可靠|有保障)|"
    rf"{NONE}(?:一?批次|任何|有|存在|明显)?(?:不合格|不符合|不达标|超标|异常|(?:产品)?(?:质量|安全|质量安全)?问题)|"
    rf"(?<!不)合格率[^,。;\d百]{{0,8}}{WHOLE}|{WHOLE}(?:都|均)?(?:合格|符合|达标)|"
    r"不合格率[^,。;\d零]{0,6}(?:0(?:\.0{1,4})?\s?%|0(?![.\d])|零)|"
    r"不合格(?:产品|样品|批次)?(?:数|数量)?为?(?:零|0(?![.\d]))|(?<![\d.])[0零]\s?批次(?:产品|样品)?不合格|零不合格|"
    r"(?:结果|指标|项目)(?:全部|均|都|皆)?正常|"
    r"\ball\b[^.;]{0,40}\b(?:conform|pass|compl(?:y|ied))|"
    r"\b(?:no|none)\b[^.;]{0,40}\b(?:fail|non-conform)|"
    r"\b(?:pass|conformity) rate\b[^.;\d]{0,12}\b100\s?%|\b100\s?% (?:pass|conform)",
    re.IGNORECASE,
)
# Who tells of a failure besides may say of the others that they conform.
FAILED = re.compile(
    r"(?<![未没无零])(?:不合格|不符合|不达标|超标|超限)|未达标|未通过|有问题|问题(?:产品|样品|批次|项目|突出|集中|主要)|"
    r"(?<![未不])(?:存在|发现|检出)[^,。;]{0,12}(?:问题|缺陷|隐患)|"
    r"(?<!不)合格率[^,。;\d]{0,8}\d{1,2}(?:\.\d{1,4})?\s?%|\bfail|non-conform",
    re.IGNORECASE,
)
# Who tells that not everything was tested may say that what was tested conforms.
_IN_PART = re.compile(
    r"部分(?:项目|检验|检测)|未(?:作|做|予|经|全部|完成)?(?:检(?!出|测出)|测|判)|\bin part\b|"
    r"\bpart(?:ly|ially) (?:test|conform)|\bnot\b[^.;]{0,30}\b(?:tested|judged)|\buntested",
    re.IGNORECASE,
)
# That a failure is none, whatever else is told of it.
_PLAYED_DOWN = re.compile(
    r"(?<!不)(?<!不[得能可应])(?:属于?|系|视为|视作|视同|等同于?|按)(?:正常|允许|合理)(?:的|范围内的?)?(?:波动|误差|偏差|现象)|"
    r"(?<!不)(?<!不[得能可应])(?:视为|视作|视同|等同于?)(?:合格|符合)|"
    r"(?<![不未])(?<!不[能可宜敢])(?<!无法)放心(?:销售|售卖|购买|选购|使用|食用|穿着)",
)
_NO_NEED = (
    r"(?:无需|无须|毋须|毋需|不需要?|不必|不用|不建议|免予|(?:可以?|建议)(?:暂)?不(?:予|再)?)"
    r"(?:作出?|进行|采取|再|予以|对其)?(?:任何|相关)?"
)
_SALE = r"(?:销售|售卖|出售|在售|上架|经营)"
# That something need not be done, by the measure up from which it contradicts what is asked for.
_NEEDLESS = (
    (
        0,
        re.compile(
            rf"{_NO_NEED}(?:处理|处置|措施|整改|立案|查处|调查)|"
            r"\bno (?:action|measure)s?\b|\bnothing (?:is )?to (?:do|be done)\b",
            re.IGNORECASE,
        ),
    ),
    (
        WEIGHTS[Measure.DELIST],
        re.compile(
            rf"{_NO_NEED}(?:下架|停售|停止{_SALE}|断开链接|屏蔽|删除)|"
            rf"(?<![不方后才经])(?:可以?|允许|准予|同意)(?:继续|照常|正常|恢复){_SALE}"
        ),
    ),
    (WEIGHTS[Measure.RECALL], re.compile(rf"{_NO_NEED}召回")),
)
# What is said of a part of the products, or of a case that may be, frees the others from nothing.
_OF_A_CASE = re.compile(
    r"(?<!不)如(?![上下前此图表])|若|已(?:经)?(?:下架|售罄|召回|停售|删除)|(?:没有|无|未发现)问题的|"
    r"\b(?:if|unless|already)\b",
    re.IGNORECASE,
)

# What is said in the same sentence of the others only, or in the same clause of what is wished for or was put
# right, is not said of what was found.
_OF_OTHERS = re.compile(
    r"其余|其他|其它|剩余|余下|另外|除[^。;]{1,40}外|批次外|\b(?:others?|remaining|rest|except|apart from)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"确保|保证|(?<![供适反响相对效])应(?![急用对])|(?<![无毋])须|(?<!达到)要求|务必|督促|敦促|直至|直到|如果|如有|若|是否|力争|争取|"
    r"目标|提升|提高|(?<!无需)(?<!无须)(?<!不必)(?<!不用)整改|复检|复验|不是|并非|未能|没能|未必|(?<!不)合格(?:的)?(?:产品|商品)|"
    r"\b(?:must|shall|should|ensure|until|unless|if|whether)\b",
    re.IGNORECASE,
)
_OF_A_DETAIL = re.compile(r"(?:外观|包装|标签|标识|封条|封样|感官|运输|储运|储存)[^,、。;]{0,6}$")
_AFTERWARDS = re.compile(r"[^,。;]{0,12}?(?:后(?!续)|方可|才能|为止|的(?:产品|商品)(?:可|方))")
# So far back is looked for where a sentence or a clause begins.
BACK = 60
SENTENCE, CLAUSE = re.compile(r"[。;:!?\n]|\. "), re.compile(r"[,。;:!?\n]|\. ")


def contradictions(
    failed: Sequence[str], in_part: Sequence[str] = (), least: str = "", **texts: str
) -> dict[str, str]:
    """What these texts claim that is not so beside reports that failed, and beside some that conform only as
    far as they were tested, in sentences by the field.

    failed, in_part: the numbers of those reports. least: the least measure that is asked for, "" where it
    follows from the grades. texts: by the field, of TEXTS.
    """
    found: dict[str, str] = {}
    for name, text in texts.items():
        said = _whole(in_part, name, text)
        if failed:
            said = _needless(failed, least, name, text) or _nothing_wrong(failed, name, text) or said
        if said:
            found[name] = said
    return found


def _nothing_wrong(failed: Sequence[str], name: str, text: str) -> str:
    """That all conform, or that what failed is as good as if it did."""
    claims = [*claimed(ALL_CONFORM, text, FAILED), *claimed(_PLAYED_DOWN, text)]
    said = gettext(
        "The text “%(text)s” says “%(claim)s”, but these reports found non-conformity: %(numbers)s."
    )
    return said % _saying(name, claims, failed) if claims else ""


def _needless(failed: Sequence[str], least: str, name: str, text: str) -> str:
    """That nothing is to be done, or not what is asked for."""
    weight = WEIGHTS[least] if least else max(WEIGHTS.values())
    claims = [
        claim
        for asked, pattern in _NEEDLESS
        if asked <= weight
        for claim in claimed(pattern, text)
        if not _OF_A_CASE.search(claim[1])
    ]
    said = gettext(
        "The text “%(text)s” says “%(claim)s”, which contradicts the least measure asked for, or the "
        "referral to a regulator, of the products that failed: %(numbers)s."
    )
    return said % _saying(name, claims, failed) if claims else ""


def _whole(in_part: Sequence[str], name: str, text: str) -> str:
    """That a text says of everything what holds of a part."""
    claims = claimed(ALL_CONFORM, text, _IN_PART) if in_part else []
    said = gettext(
        "The text “%(text)s” says “%(claim)s”, but these reports conform only as far as they were tested: "
        "%(numbers)s. Say besides that not every item was tested."
    )
    return said % _saying(name, claims, in_part) if claims else ""


def _saying(name: str, claims: Sequence[tuple[str, str]], numbers: Sequence[str]) -> dict[str, Any]:
    return {"text": TEXTS[name], "claim": claims[0][0], "numbers": enumerated(numbers)}


def claimed(
    pattern: re.Pattern[str], text: str, besides: re.Pattern[str] | None = None
) -> list[tuple[str, str]]:
    """Each claim that a text makes without a limit, as it is quoted, with the sentence up to it.

    besides: what a text that claims it of everything does not tell of.
    """
    text = normalize("NFKC", text)
    if besides and besides.search(pattern.sub("", text)):
        return []
    return [
        (quoted(text, claim), before(SENTENCE, text, claim))
        for claim in pattern.finditer(text)
        if not _limited(text, claim)
    ]


def quoted(text: str, claim: re.Match[str]) -> str:
    """A claim as whoever wrote it reads it: from where its clause begins, not from within a word."""
    clause = before(CLAUSE, text, claim)
    return ("" if len(clause) < BACK + len(claim[0]) else "…") + clause.strip()


def before(end: re.Pattern[str], text: str, claim: re.Match[str]) -> str:
    """What was said since a sentence or a clause began, up to the end of a claim."""
    return end.split(text[max(0, claim.start() - BACK) : claim.start()])[-1] + claim[0]


def _limited(text: str, claim: re.Match[str]) -> bool:
    clause = before(CLAUSE, text, claim)
    return bool(
        _OF_OTHERS.search(before(SENTENCE, text, claim))
        or _WISHED.search(clause)
        or _OF_A_DETAIL.search(clause.removesuffix(claim[0]))
        or _AFTERWARDS.match(text, claim.end())
    )
