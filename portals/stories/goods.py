"""What is on offer in the invented shops, and what may be found of it? Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from portals import invented

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
    unit: str = "件"

    @property
    def operator(self) -> str:
        return SHOPS[self.shop_id][2]

    def row(self, platform: str) -> dict[str, str]:
        """The row of a table of listings (sampling.actions.judge). platform: its registered name."""
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


COATS = (
    Good("婴幼儿外套", "WX10001", "婴幼儿连帽外套", "620011870341", "小鹿森林", "听松县小鹿服饰有限公司", "90cm", "89.00"),
    Good("婴幼儿外套", "SG20003", "婴幼儿针织开衫外套", "7714402218", "云朵宝贝", "望澜市云朵童装有限公司", "80cm", "129.00"),
    # Shares its shop with the first and its brand with the second, so it is never drawn.
    Good("婴幼儿外套", "WX10001", "婴幼儿夹棉外套", "620011870977", "云朵宝贝", "望澜市云朵童装有限公司", "100cm", "118.00"),
)

CUPS = (
    Good("儿童水杯", "SG20008", "儿童吸管杯", "7720096615", "清泉", "望澜市清泉杯壶有限公司", "400ml", "39.90", "只"),
    Good("儿童水杯", "WX10010", "婴儿学饮杯", "620033518820", "木子小熊", "枕溪县木子塑料制品厂", "240ml", "45.00", "只"),
    Good("儿童水杯", "WX10008", "儿童防摔水杯", "620033519106", "暖居", "望澜市暖居电器有限公司", "500ml", "59.00", "只"),
)

APPLIANCES = (
    Good("暖手宝", "SG20006", "充电暖手宝", "7731150042", "萤火", "枕溪县萤火电子有限公司", "YH-N2", "69.00", "个"),
    Good("暖手宝", "WX10007", "注水式电暖手宝", "620041125507", "青禾", "听松县青禾电器有限公司", "QH-301", "35.80", "个"),
    Good("暖手宝", "WX10011", "毛绒暖手宝", "620041126230", "暖小熊", "", "NX-7", "29.90", "个"),
    Good("暖手宝", "SG20007", "电热水袋", "7731151188", "北辰", "临岳省北辰电器有限公司", "BC-18", "42.00", "个"),
    Good("电热水壶", "WX10009", "不锈钢电热水壶", "620041330418", "沸点", "听松县沸点电器厂", "FD-1705", "79.00", "台"),
    Good("电热水壶", "SG20005", "玻璃电热水壶", "7731247763", "晴川", "望澜市晴川小家电有限公司", "QC-G12", "99.00", "台"),
    Good("电热水壶", "SG20009", "便携电热水壶", "7731248019", "炉边", "枕溪县炉边电器厂", "LB-05", "88.00", "台"),
    Good("电热水壶", "SG20001", "恒温调奶电热水壶", "7731249555", "", "", "TN-12", "138.00", "台"),
    Good("电热水壶", "WX10008", "保温电热水壶", "620041331562", "暖居", "望澜市暖居电器有限公司", "NJ-20", "109.00", "台"),
)

TOYS = (
    Good("毛绒玩具", "WX10003", "毛绒长耳兔", "620052006118", "童趣乐园", "望澜市童趣玩具有限公司", "TQ-R30", "49.00"),
    Good("毛绒玩具", "WX10004", "毛绒啄木鸟", "620052006734", "布谷鸟", "枕溪县布谷玩具厂", "BG-11", "38.00"),
    Good("毛绒玩具", "SG20002", "手工布偶熊", "7745500137", "阿婆手作", "", "", "66.00"),
    Good("毛绒玩具", "WX10006", "毛绒星球抱枕", "620052007205", "奇想家", "望澜市奇想文创有限公司", "QX-P8", "58.00"),
    Good("毛绒玩具", "SG20001", "安抚毛绒小象", "7745500921", "", "", "安抚小象", "75.00"),
    Good("磁力玩具", "WX10005", "磁力积木片", "620052110340", "积木匠", "听松县积木匠玩具有限公司", "JM-48", "128.00", "套"),
    Good("磁力玩具", "SG20004", "磁力棒", "7745613370", "星野", "临岳省星野玩具制造有限公司", "XY-64", "96.00", "套"),
    Good("磁力玩具", "WX10011", "磁力小球", "620052110958", "", "", "216颗", "32.00", "套"),
)

# what the label says, by the category's code: (standard on the label, declared quality)
LABELS = {
    "01": ("GB 4706.1-2005", "额定电压 220V～，额定频率 50Hz，I 类器具"),
    "05": ("GB 6675.2-2014", "适用年龄：3岁以上；主要材质见标签"),
    "06": ("GB 4806.7-2023", "材质：聚丙烯（PP）；耐热温度 120℃"),
    "08": ("GB 31701-2015", "A类（婴幼儿用品）；面料：棉 100%"),
}
