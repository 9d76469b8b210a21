"""Which platform is meant, however it is written, and whose shop is it in `某某旗舰店/天猫商城`?

One rule for notices, lists, findings and listings alike: the names under which a platform is registered,
those that the register adds (`PlatformName`), and the public names of well-known platforms below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from catalogue.names import key

# A platform a line, its usual name first, under its public names. Behind the bar are those that are also
# names of shops or goods in a street: a cell may be one, but a shop's name that begins with it says nothing.
WELL_KNOWN = """
天猫 天猫商城 天猫商场 天猫网 天猫超市 天猫国际 天猫精选 天猫旗舰店 | tmall tmall.com 天猫tmall
淘宝 淘宝网 淘宝商城 淘宝集市 淘宝集市店 淘宝平台 淘宝店 手机淘宝 | taobao taobao.com 淘宝特价版 淘特
京东 京东商城 京东商场 京东网 京东网上商城 京东超市 京东到家 京东自营 | jd jd.com 京喜
苏宁易购 苏宁易购网 苏宁易购商城 | 苏宁 苏宁云商 苏宁自营 suning suning.com
1号店 一号店 1号店网 | yhd yhd.com 壹号店
拼多多 拼多多商城 | pdd pinduoduo pinduoduo.com
抖音 抖音商城 抖音电商 抖音小店 | douyin
快手电商 快手小店 快手商城 | 快手 kuaishou
唯品会 唯品会网 | vip.com vipshop
1688 阿里巴巴 阿里巴巴网 1688网 | 阿里 alibaba
小红书 小红书商城 | red xiaohongshu
得物 得物app 得物平台 | 毒 dewu poizon
微店 微信小店 | weidian 视频号小店
考拉海购 网易考拉 网易考拉海购 | 考拉 kaola
当当 当当网 当当商城 | dangdang dangdang.com
亚马逊 亚马逊中国 卓越亚马逊 亚马逊网 | amazon amazon.cn 卓越
国美在线 国美网上商城 真快乐 | 国美 gome
拍拍 拍拍网 | paipai
凡客诚品 | 凡客 vancl
麦考林 麦网 麦考林商城 | m18
王府井网上商城 | 王府井
聚美优品 | 聚美 jumei
麦包包 麦包包网 |
蘑菇街 | mogu
美团 美团优选 美团外卖 美团闪购 | meituan
饿了么 饿了么平台 | ele.me
闲鱼 闲鱼平台 | 闲置
网易严选 | 严选
小米有品 有品 | 小米商城
华为商城 | vmall
叮咚买菜 | 叮咚
盒马 盒马鲜生 | 盒马网
京东健康 |
阿里健康 阿里健康大药房 |
孔夫子旧书网 |
转转 |
寺库 | secoo
飞牛网 | 飞牛
顺丰优选 |
易迅网 | 易迅
新蛋网 | 新蛋
美丽说 |
折800 |
贝贝网 | 贝贝
蜜芽 蜜芽宝贝 |
云集 |
有赞 有赞商城 |
"""

_MARK = re.compile(r"[/／|·\n]{1,4}|\s{1,9}")
_BRACKET = re.compile(
    r"(?P<shop>[^（(【\[].{0,400}?)\s{0,9}[（(【\[](?P<platform>[^（(【\[\]】)）]{1,40})[\]】)）]?"
)
# What no shop on a platform is called: firms, and places in a street.
_ELSEWHERE = re.compile("公司|集团|广场|商厦|门店|分店")
# The platform's own shop keeps its whole name.
_OWN = re.compile("[（(]?(?:自营|官方|自营店|官方店|旗舰店|超市)")
# Characters of a name, and of a cell that is looked into, at most.
LONGEST, LONGEST_CELL = 40, 400


class PlatformName(models.Model):
    """A way in which a platform is written beside its own and public names.

    organisation: the registered platform that is meant; without it the name under which others know it.
    """

    written = models.CharField(_("as it is written"), max_length=40)
    key = models.CharField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name of the platform"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered platform"),
    )

    class Meta:
        verbose_name = _("platform's name")
        verbose_name_plural = _("platforms' names")
        ordering = ["written"]

    def __str__(self) -> str:
        return self.written

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key(self.written)
        super().save(*args, **kwargs)


@dataclass(frozen=True)
class Names:
    """Platforms by what they are called, as `key` leaves a name. leading: those with which a shop's name may
    begin, as written, the longest first."""

    by_key: Mapping[str, str]
    leading: tuple[str, ...]
    organisations: Mapping[str, Organisation]

    def of(self, text: str) -> str:
        """The platform's name, or "" where the text is none."""
        return self.by_key.get(key(text), "") if text and len(text) <= LONGEST else ""

    def organisation(self, text: str) -> Organisation | None:
        """The registered platform of this name."""
        return self.organisations.get(self.of(text))

    def _marked(self, cell: str) -> tuple[str, str]:
        """Shop and platform that a sign parts, in any order: `旗舰店/天猫商城`, `专营店（1号店）`."""
        if whole := self.of(cell):
            return "", whole
        if len(cell) > LONGEST_CELL:
            return cell, ""
        for mark in reversed(list(_MARK.finditer(cell))):
            left, right = cell[: mark.start()].strip(), cell[mark.end() :].strip()
            for shop, platform in ((left, self.of(right)), (right, self.of(left))):
                if platform:
                    return ("" if self.of(shop) == platform else shop), platform
        bracket = _BRACKET.fullmatch(cell)
        if bracket and (platform := self.of(bracket["platform"])):
            return ("" if self.of(bracket["shop"]) == platform else bracket["shop"]), platform
        return cell, ""

    def _led(self, cell: str) -> tuple[str, str]:
        """The shop whose name begins with its platform's, or with several of which the last is meant."""
        shop, platform = cell, ""
        while led := next((name for name in self.leading if shop.startswith(name)), ""):
            rest = shop.removeprefix(led)
            within_a_word = (led[-1] + rest[:1]).isascii() and rest[:1].isalnum()
            rest = rest.strip()
            if not rest or within_a_word or _ELSEWHERE.search(rest):
                break
            platform = self.of(led)
            if _OWN.match(rest):
                break
            shop = rest
        return shop, platform

    def told_apart(self, shop: str, platform: str, source: str, default: str = "") -> tuple[str, str]:
        """Shop and platform of a line, which may say the platform in any of these cells.

        default: the platform of the whole file. A shop's name that only begins with a platform's says nothing
        against what is stated: 当当 has a shop on 天猫.
        """
        bare, beside = self._marked(shop)
        other, within = self._marked(platform)
        within = "" if self.of(other) else within
        named = self.of(platform) or within or platform or self.of(source) or beside
        led, leads = ("", "") if beside else self._led(shop)
        if leads and (named or default or leads) == leads:
            bare, beside, named = led, leads, named or leads
        return (bare if beside and beside == named else shop), named


@dataclass(frozen=True)
class _Spelled:
    """Names of one platform: its usual one, all others, and those a shop's name may begin with."""

    usual: str
    others: tuple[str, ...]
    leading: tuple[str, ...]


def _well_known() -> list[_Spelled]:
    found = []
    for line in WELL_KNOWN.split("\n"):
        leading, _bar, others = line.partition("|")
        names = leading.split()
        if names:
            found.append(_Spelled(names[0], (*names, *others.split()), tuple(names)))
    return found


def _names(added: Iterable[PlatformName] = (), registered: Iterable[Organisation] = ()) -> Names:
    """What a name means: as the register says, else as a platform is registered, else what all know."""
    by_key: dict[str, str] = {}
    usual: dict[str, str] = {}
    organisations: dict[str, Organisation] = {}
    leading: set[str] = set()
    for one in registered:
        organisations[one.name] = one
        usual |= {key(name): one.name for name in (one.name, one.short_name) if name}
    for spelled in _well_known():
        here = next((usual[key(name)] for name in spelled.others if key(name) in usual), spelled.usual)
        by_key |= {key(name): here for name in spelled.others}
        leading |= set(spelled.leading)
    by_key |= usual
    leading |= {name for one in organisations.values() for name in (one.name, one.short_name) if name}
    for row in added:
        by_key[row.key] = row.organisation.name if row.organisation else by_key.get(key(row.name), row.name)
        leading.add(row.written)
    order = sorted(leading, key=lambda name: (-len(name), name))
    return Names(by_key, tuple(order), organisations)


def known_names() -> Names:
    """Platforms' names as they stand now: read once for an import."""
    registered = Organisation.objects.filter(kind=Kind.PLATFORM, active=True)
    return _names(PlatformName.objects.select_related("organisation"), registered)


# What all know, where no register is at hand.
PUBLIC = _names()
