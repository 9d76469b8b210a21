"""What is on offer in the invented shops?"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from demo import invented

SHOPS = {shop_id: (platform, name, operator) for platform, shop_id, name, operator, _place in invented.SHOPS}
SITES = {"platform": "https://wanxiang.example/item/", "platform2": "https://shiguang.example/goods/"}


@dataclass(frozen=True)
class Good:
    """A product in a shop. plan: the product of the work plan it stands for. price: yuan."""

    plan: str
    shop_id: str
    product: str
    item_id: str
    brand: str
    enterprise: str
    model: str
    price: str
    unit: str

    @property
    def operator(self) -> str:
        return SHOPS[self.shop_id][2]

    def row(self, platform: str) -> dict[str, str]:
        """The row of a table of listings (listings.judge). platform: its registered name."""
        key, shop, _operator = SHOPS[self.shop_id]
        return {
            "plan_item": self.plan,
            "platform": platform,
            "shop": shop,
            "shop_id": self.shop_id,
            "product": self.product,
            "item_id": self.item_id,
            "url": SITES[key] + self.item_id,
            "brand": self.brand,
            "enterprise": self.enterprise,
            "model": self.model,
            "price": self.price,
        }

    @property
    def platform(self) -> str:
        """The key of the platform in invented.ORGANISATIONS."""
        return SHOPS[self.shop_id][0]


def _goods() -> dict[str, list[Good]]:
    """{list: its goods in their order}, from goods.csv."""
    found: dict[str, list[Good]] = {}
    with (Path(__file__).parent / "goods.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row.pop("list"), []).append(Good(**row))
    return found


# By the story that has them bought. The third coat shares its shop with the first and its brand with the
# second, so it is never drawn.
GOODS = _goods()

# what the label says, by the category's code: (standard on the label, declared quality)
LABELS = {
    "01": ("GB 4706.1-2005", "额定电压 220V～，额定频率 50Hz，I 类器具"),
    "05": ("GB 6675.2-2014", "适用年龄：3岁以上；主要材质见标签"),
    "06": ("GB 4806.7-2023", "材质：聚丙烯（PP）；耐热温度 120℃"),
    "08": ("GB 31701-2015", "A类（婴幼儿用品）；面料：棉 100%"),
}
