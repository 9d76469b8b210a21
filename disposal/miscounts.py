"""Does what the report to the nation says contradict the figures that it goes with? (6.4-6)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disposal.claims import (
    ALL,
    ALL_CONFORM,
    CLAUSE,
    FAILED,
    NONE,
    SENTENCE,
    TEXTS,
    WHOLE,
    before,
    claimed,
    quoted,
)

_IN_TIME = r"(?:按期|按时|如期|及时|限时|在(?:规定|法定)?(?:的)?(?:时限|期限|时间)(?:之)?内)"
_NO_DELAY = re.compile(
    rf"(?:{NONE}|零)(?:任何|有|存在|一起|一家|发生|出现)?(?:逾期|超期|超时|延期|延误|迟报|拖延)|"
    rf"{ALL}(?:未|没有)(?:发生|出现)?(?:逾期|超期|超时|延误)|"
    rf"(?<![未非不]){ALL}(?:能|能够|已|已经)?{_IN_TIME}|"
    rf"(?:各|所有|全体)[^,。;]{{0,20}}{_IN_TIME}(?:完成|处置|处理|办结|报送|反馈|上报)|"
    rf"(?:按期|按时|及时)[^,。;\d百]{{0,4}}率[^,。;\d百]{{0,8}}{WHOLE}|"
    r"逾期[^,。;\d]{0,8}为?(?:零|(?<!\d)0(?![.\d]))|"
    r"\b(?:no|none)\b[^.;]{0,30}\b(?:overdue|late|delay)|\ball\b[^.;]{0,40}\b(?:on|in) time\b",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?<![未没无零])(?:逾期|超期|超时|延误|迟报)|未按(?:期|时)|\b(?:overdue|late|delayed)\b", re.IGNORECASE
)
# Who tells that nothing was tested claims nothing of it.
_UNTESTED = re.compile(
    r"未(?:开展|组织|安排|进行|作|做|检(?!出|测出))|没有(?:开展|组织|安排|检验|检测)|\bnot tested\b"
)

_NUMBER = r"(\d{1,7}|[〇零一二两三四五六七八九十百千]{1,7})(?:余|多)?\s?个?"
_TO_IT = r"[^,。;:\d合格不未问其第各每一二两三四五六七八九十百千]{0,12}?"
_BATCHES, _CASES = "批次?", "(?:起|件|宗|例|案)"
# How a text tells a count that the figures have too, by the figure.
TOLD = {
    "signals": (_("Signals received"), rf"(?:采集|收集|收到|归集){_TO_IT}{_NUMBER}条"),
    "bought": (_("Samples bought"), rf"(?:购样|购买样品|采购样品|购买){_TO_IT}{_NUMBER}{_BATCHES}"),
    "tested": (
        _("Batches tested"),
        rf"(?<!未)(?:检验|检测|抽检|抽查|监测)(?!出|批次){_TO_IT}{_NUMBER}{_BATCHES}",
    ),
    "failed": (
        _("With problems"),
        rf"(?:不合格|不符合|不达标|问题)[^,。;:\d第各每一二两三四五六七八九十百千]{{0,8}}?{_NUMBER}{_BATCHES}|"
        rf"(?<![第\d一二三四五六七八九十百千]){_NUMBER}{_BATCHES}(?:产品|样品|商品)?(?:检验|检测)?(?:结论|结果)?"
        r"(?:为|均|存在)?(?:不合格|不符合|不达标|问题)",
    ),
    "disposals_asked": (
        _("Disposals asked for"),
        rf"移交(?:平台|各平台)?(?:处理|处置)?{_TO_IT}{_NUMBER}{_CASES}",
    ),
    "cases_referred": (_("Referred to regulators"), rf"移送{_TO_IT}{_NUMBER}{_CASES}"),
    "cases_filed": (_("Cases filed"), rf"(?<![未不予免])立案{_TO_IT}{_NUMBER}{_CASES}"),
    "cases_not_filed": (_("No case filed"), rf"(?:未|不予|不)立案{_TO_IT}{_NUMBER}{_CASES}"),
    "cases_decided": (
        _("Decisions on a penalty"),
        rf"(?<![未不]予)(?<!免予)(?<!未)(?<!免于)处罚{_TO_IT}{_NUMBER}{_CASES}",
    ),
    "cases_unpenalised": (
        _("Decisions without a penalty"),
        rf"(?:不予|免予|免于)(?:行政)?处罚{_TO_IT}{_NUMBER}{_CASES}",
    ),
    "cases_closed": (_("Cases closed"), rf"(?<!未)结案{_TO_IT}{_NUMBER}{_CASES}"),
}
_TOLD = {figure: re.compile(pattern) for figure, (_label, pattern) in TOLD.items()}
# Where the categories have the figure too, and may be told of apart.
_BY_CATEGORY = {"tested": 1, "failed": 2}
# Of another time, or of what is to come.
_ELSEWHEN = re.compile(
    r"上(?:一|个)?(?:季|月|年|期|半年)|去年|同期|累计|历年|全年|年度|以来|下(?:一|个)?(?:季|月|期|半年)|计划|拟|将|较|比"
)
# A number of something, a share, or that it holds of all: what a text can only say of what was counted,
# however loosely it is put, as "about a hundred and more" or "one tenth and a half". Of zero it may say so.
_SIGN = "〇零一二两三四五六七八九十百千万"
_ZERO = rf"0{{1,9}}(?:\.0{{1,9}})?(?![.\d])|[〇零](?![{_SIGN}点])"
_AMOUNT = rf"(?<![第\d.{_SIGN}])(?!{_ZERO})(?:\d[\d,.]{{0,15}}|[{_SIGN}几数半][{_SIGN}几点]{{0,15}})"
_OF_WHAT = (
    r"\s?[余多来]?\s?[十百千万亿]?"
    r"(?:[%‰]|个百分点|个(?!月|季|工作日|自然日)|[批件起例宗案家条款种份台户元]|成(?![立员为果品]))"
)
_SHARE = (
    rf"百分之(?![〇零](?![{_SIGN}点]))[{_SIGN}点\d]|千分之|[一二三四五六七八九十]分之[{_SIGN}]|过半|半数|大半|一半|"
    r"若干|大量|多[批起家件例个]|(?:绝大|大|少)部分|(?:绝大)?多数"
)
_OF_ALL = (
    r"全部|全都|悉数|一律|所有|皆(?!为零|为0|未|无)|(?<!平)均(?!衡|匀|值|为零|为0|未|无)|"
    r"(?<![成首])都(?!为零|为0|未|没|市|江|匀|督)"
)
_ENGLISH = (
    r"\b(?:dozens|hundreds|thousands|half|most|all|every)\b|(?<![\d.])[1-9]\d{0,9}(?:\.\d{1,9})?\s(?!of\b)"
    r"(?:per cent|percent|samples?|batch(?:es)?|cases?|disposals?|reports?)\b"
)
_QUANTITY = re.compile(f"{_AMOUNT}{_OF_WHAT}|{_SHARE}|{_OF_ALL}|{_ENGLISH}", re.IGNORECASE)
# The parts of the figures that a clause may speak of: what they are called, their figures, the words for it.
PARTS = (
    (
        _("Risk information and its assessment"),
        ("signals", "excluded", "notified", "to_sample"),
        re.compile(r"风险信息|线索|信号|\bsignals?\b"),
    ),
    (
        _("Samples and tests"),
        ("bought", "tested", "failed"),
        re.compile(r"样品|抽检|抽查|抽样|采样|购样|检验|检测|批次|不合格|\b(?:samples?|tested|batch)"),
    ),
    (
        _("Platforms"),
        (
            *("disposals_asked", "disposals_done", "disposals_less", "disposals_late"),
            *("disposals_handled_late", "feedback_in_time", "feedback_late", "feedback_overdue"),
        ),
        re.compile(
            r"下架|停售|召回|断开链接|平台(?:均|都|已|全部|[^,。;]{0,4}(?:处理|处置|反馈))|\bdelisted\b"
        ),
    ),
    (
        _("Regulators"),
        (
            *("cases_referred", "cases_filed", "cases_not_filed", "cases_decided", "cases_unpenalised"),
            *("cases_closed", "cases_late", "reports_in_time", "reports_late", "reports_overdue"),
        ),
        re.compile(r"移送|立案|处罚|结案|查处|案件|\bcases?\b"),
    ),
)
# So many claims are quoted of one text.
_QUOTED = 5
_DIGITS, _UNITS = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}

PLATFORMS, REGULATORS = _("Platforms"), _("Regulators")
OVERDUE = _("Overdue at the end of the period")
# What a report counts of delay: (whose, what), by the figure.
DELAYS = {
    "disposals_late": (PLATFORMS, _("Overdue and not done")),
    "disposals_handled_late": (PLATFORMS, _("Handled late")),
    "feedback_late": (PLATFORMS, _("Done: reported late")),
    "feedback_overdue": (PLATFORMS, _("Done: overdue and not reported")),
    "cases_late": (REGULATORS, _("Overdue and not done")),
    "reports_late": (REGULATORS, _("Closed: reported late")),
    "reports_overdue": (REGULATORS, _("Closed: overdue and not reported")),
}


def miscounted(figures: Mapping[str, Any], **texts: str) -> dict[str, str]:
    """What these texts claim that a period's figures contradict, in sentences by the field.

    figures: as a national report froze them; {} where they are not compiled yet.
    """
    found = {}
    for name, text in texts.items():
        sentences = [
            *_nothing_failed(figures, name, text),
            *_nothing_late(figures, name, text),
            *(said for said, more in _told(figures, name, text) if more),
        ]
        if sentences:
            found[name] = " ".join(sentences)
    return found


def differing(figures: Mapping[str, Any], **texts: str) -> list[str]:
    """The counts in these texts that are not those of the figures, in sentences with both numbers: it may be
    a part that is told of, or another time, which whoever answers for the report has to know."""
    if not figures:
        return []
    return [said for name, text in texts.items() for said, more in _told(figures, name, text) if not more]


def _told(figures: Mapping[str, Any], name: str, text: str) -> Iterator[tuple[str, bool]]:
    """Each count in a text that the figures have otherwise, as a sentence; whether it is more than they count
    and said of their period."""
    said = gettext("The text “%(text)s” says “%(claim)s”, but the figures count: %(label)s %(counted)s.")
    text = normalize("NFKC", text)
    for figure, pattern in _TOLD.items():
        counted = figures.get(figure)
        if counted is None:
            continue
        for claim in pattern.finditer(text):
            number = _read(next(filter(None, claim.groups())))
            if number in {counted, *_apart(figures, figure)}:
                continue
            known = {"text": TEXTS[name], "claim": quoted(text, claim)}
            known |= {"label": TOLD[figure][0], "counted": counted}
            elsewhen = _ELSEWHEN.search(before(SENTENCE, text, claim))
            yield said % known, number > counted and not elsewhen


def nothing_counted(figures: Mapping[str, Any]) -> bool:
    """Whether every figure of a report is zero, and no list of it holds anything."""
    return bool(figures) and not any(figures.values())


def uncounted(figures: Mapping[str, Any], **texts: str) -> list[str]:
    """The clauses of these texts that tell of a number, a share or of all, however it is put, where the
    figures are zero: all of them, or those of the part that the clause speaks of. In sentences: it may be
    another time that is told of, which whoever writes and whoever answers for the report has to know."""
    if not figures:
        return []
    all_zero = nothing_counted(figures)
    parts = [(label, about) for label, names, about in PARTS if not any(map(figures.get, names))]
    found = []
    for name, text in texts.items():
        clauses = [part.strip() for part in CLAUSE.split(normalize("NFKC", text)) if _QUANTITY.search(part)]
        if all_zero:
            said = gettext("The text “%(text)s” says “%(claim)s”, but every figure of this period is zero.")
            found += [said % known for known in _quoted(name, clauses)]
            continue
        said = gettext("The text “%(text)s” says “%(claim)s”, but these figures are zero: %(part)s.")
        for label, about in parts:
            spoken = [clause for clause in clauses if about.search(clause)]
            found += [said % (known | {"part": label}) for known in _quoted(name, spoken)]
    return found


def _quoted(name: str, clauses: Sequence[str]) -> list[dict[str, Any]]:
    """The clauses in one quotation; none where there are none."""
    more = ["…"] if len(clauses) > _QUOTED else []
    between = "”" + gettext(", ") + "“"
    claim = between.join([*clauses[:_QUOTED], *more])
    return [{"text": TEXTS[name], "claim": claim}] if clauses else []


def _apart(figures: Mapping[str, Any], figure: str) -> list[int]:
    """What was counted of it in each category."""
    at = _BY_CATEGORY.get(figure)
    return [row[at] for row in figures.get("by_category", [])] if at else []


def _read(number: str) -> int:
    """A number in figures or in words: "12", "十二", "一百零五"."""
    if number.isdecimal():
        return int(number)
    total = one = 0
    for sign in number.replace("〇", "零").replace("两", "二"):
        if sign in _UNITS:
            total, one = total + (one or 1) * _UNITS[sign], 0
        else:
            one = _DIGITS.index(sign)
    return total + one


def _nothing_failed(figures: Mapping[str, Any], name: str, text: str) -> list[str]:
    """That all conform, where some failed or none was tested."""
    if figures.get("tested") == 0:
        said = gettext("The text “%(text)s” says “%(claim)s”, but no batch was tested in the period.")
        untested = claimed(ALL_CONFORM, text, _UNTESTED)
        return [said % {"text": TEXTS[name], "claim": claim} for claim, _sentence in untested[:1]]
    claims = claimed(ALL_CONFORM, text, FAILED) if figures.get("failed") else []
    said = gettext(
        "The text “%(text)s” says “%(claim)s”, but of %(tested)s batches tested %(failed)s had problems."
    )
    counted = {"tested": figures.get("tested"), "failed": figures.get("failed")}
    return [said % {"text": TEXTS[name], "claim": claim, **counted} for claim, _sentence in claims[:1]]


def _nothing_late(figures: Mapping[str, Any], name: str, text: str) -> list[str]:
    said = gettext("The text “%(text)s” says “%(claim)s”, but the figures count: %(delays)s.")
    return [
        said % {"text": TEXTS[name], "claim": claim, "delays": "; ".join(delays)}
        for claim, sentence in claimed(_NO_DELAY, text, _LATE)
        if (delays := _delays(figures, sentence))
    ][:1]


def _delays(figures: Mapping[str, Any], sentence: str) -> list[str]:
    """What is late of those of whom a sentence speaks, if it speaks of platforms or of regulators only."""
    of_platforms, of_regulators = "平台" in sentence, "监管" in sentence
    spoken_of = [PLATFORMS] * of_platforms + [REGULATORS] * of_regulators or [PLATFORMS, REGULATORS]
    counted = [
        f"{whose} · {label} {figures[name]}"
        for name, (whose, label) in DELAYS.items()
        if whose in spoken_of and figures.get(name)
    ]
    if not counted and of_platforms == of_regulators and (overdue := figures.get("overdue")):
        counted = [f"{OVERDUE} {len(overdue)}"]
    return counted
