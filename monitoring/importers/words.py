"""Which words tell what happened, how grave it was, and how a list names the choices of form 4.1?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.names import normal

# What complaints, headlines and recalls say of what happened; the gravest kind of hazard first.
HARMS = tuple(
    (hazard, re.compile(words, re.IGNORECASE))
    for hazard, words in (
        ("fire_explosion", r"爆|炸|起火|着火|失火|自燃|燃烧|火灾|冒烟|\bfires?\b|explo|ignit|flamm|overheat"),
        ("electrical", r"触电|漏电|电击|短路|带电|麻手|electric|\bshock|electrocut|short circuit"),
        ("microbiological", r"细菌|感染|霉|菌|listeria|salmonella|e\. ?coli|microb|steril|\bmou?ld"),
        (
            "chemical",
            r"中毒|过敏|甲醛|重金属|致癌|毒|异味|气味|呕吐|腹泻|皮疹"
            r"|chemical|poison|toxic|\blead\b|cadmium|phthalate|allergen|carbon monoxide",
        ),
        ("thermal", r"烫|灼|烧伤|过热|发热|\bburn|scald|heat"),
        (
            "size_shape",
            r"窒息|噎|吞咽|吞食|误食|小零件|chok|suffocat|asphyxi|ingest|swallow|small parts|aspirat",
        ),
        (
            "mechanical",
            r"割|刺|划伤|夹|砸|摔|坠|跌|倒塌|断|裂|脱落|骨折|截肢|卡住|缠|勒|戳|崩|撞|扎"
            r"|lacerat|\bcuts?\b|entrap|strangl|\bfall|tip-?over|collapse|crash|injur|amputat|impact|detach",
        ),
        ("noise_vibration", r"听力|耳|噪音|噪声|hearing|noise"),
        ("lack_of_protection", r"视力|失明|防护|溺水|sight|drown|protect"),
        ("ergonomic", r"ergonom|姿势"),
    )
)
GRAVE = re.compile(
    r"死|身亡|截肢|瘫痪|致残|伤残|失明|失聪|窒息|休克|\bdeath|\bdied?\b|fatal|drown|paraly|amputat",
    re.IGNORECASE,
)
INCIDENT = re.compile(r"死|身亡|火灾|爆炸|\bdeath|\bdied?\b|fatal|explo", re.IGNORECASE)

# How a list writes the choices of form 4.1; the first spelling is the one that the templates offer.
CHOICES: dict[str, dict[str, str]] = {
    field: {spelling: value for value, line in lines.items() for spelling in line.split()}
    for field, lines in {
        "hazard_type": {
            "fire_explosion": "火灾爆炸 着火 爆炸 火灾",
            "electrical": "电气 电击 触电",
            "microbiological": "微生物",
            "chemical": "化学",
            "thermal": "热 烫伤",
            "mechanical": "机械",
            "size_shape": "尺寸形状 窒息",
            "ergonomic": "人机工效",
            "noise_vibration": "噪声振动 噪声",
            "lack_of_protection": "缺乏保护",
            "function": "功能",
            "other": "其他",
        },
        "scope": {
            "single_product": "单个商品",
            "single_shop": "单店",
            "several_shops": "多店",
            "single_platform": "单平台",
            "several_platforms": "多平台",
            "region": "区域",
            "industry": "行业",
        },
        "degree": {"low": "轻微 轻", "medium": "一般 中 较严重", "high": "严重 重大"},
        "trigger": {
            "health_safety": "人身健康安全隐患 健康安全",
            "common_problem": "区域性行业性质量问题 区域性、行业性质量问题 共性问题",
            "serious_incident": "可能引发重大质量安全事件 重大事件",
        },
    }.items()
}


def harm_of(text: str) -> str:
    """The gravest kind of hazard that a text tells of, "" where it tells of none."""
    return next((hazard for hazard, words in HARMS if words.search(text)), "")


def harms_in(text: str) -> tuple[str, ...]:
    """The words themselves, in the order of their gravity, each once."""
    found = (match[0] for _hazard, words in HARMS for match in words.finditer(text))
    return tuple(dict.fromkeys(found))


def stated_choices(
    texts: dict[str, str], choices: Iterable[tuple[str, dict[str, str]]]
) -> tuple[dict[str, str], str]:
    """The choices of form 4.1 that the line makes itself, and what is wrong with one of them."""
    stated: dict[str, str] = {}
    for name, words in choices:
        text = normal(texts.get(name, ""))
        if text and text not in words:
            first = dict.fromkeys(
                next(word for word in words if words[word] == value) for value in words.values()
            )
            return {}, _("%(word)s is none of these: %(choices)s.") % {
                "word": text,
                "choices": "、".join(first),
            }
        if text:
            stated[name] = words[text]
    return stated, ""
