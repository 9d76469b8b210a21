"""Which columns do tables of what shops offer have, by the ways their headings are written?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.terms.table import Text

COLUMNS: dict[str, tuple[str, ...]] = {
    "plan_item": ("plan item", "product of the plan", "计划产品", "监测产品", "产品类别", "category", "类别"),
    "platform": ("platform", "平台", "平台名称", "网络平台名称", "电商平台", "网购平台"),
    "shop": (
        "shop",
        "shop name",
        "shopname",
        "seller",
        "店铺",
        "店铺名称",
        "店铺名",
        "店名",
        "网店名称",
        "卖家",
    ),
    "shop_id": ("shop id", "店铺id", "店铺编号"),
    "product": (
        "product",
        "product name",
        "name",
        "title",
        "商品",
        "产品",
        "商品名称",
        "产品名称",
        "商品标题",
        "标题",
    ),
    "item_id": ("item id", "product id", "id", "商品id", "商品 id", "商品编号", "商品编码"),
    "url": ("url", "link", "address on the web", "链接", "商品链接", "商品详情链接", "详情链接", "网址"),
    "brand": ("brand", "品牌", "商标"),
    "enterprise": ("enterprise", "producer", "生产企业", "生产者", "生产单位", "企业"),
    "model": ("model", "型号", "规格型号"),
    "standard": ("standard", "执行标准", "产品标准", "标准"),
    "price": (
        *("price", "价格", "单价", "商品价格", "售价"),
        *("lowest price", "min price", "price from", "最低价格", "最低价", "最低售价", "起售价"),
    ),
    "price_to": ("price to", "highest price", "max price", "最高价格", "最高价", "最高售价"),
    "sales": (
        *("sales", "sale count", "salenum", "paynum", "sold at least"),
        *("销量", "月销量", "购买人数", "付款人数", "至少售出"),
    ),
}
# What each is called to people.
CALLED: dict[str, Text] = {
    "plan_item": _("Product of the plan"),
    "platform": _("Platform"),
    "shop": _("Shop"),
    "shop_id": _("Shop's number on its platform"),
    "product": _("Product"),
    "item_id": _("Product ID"),
    "url": _("Web address"),
    "brand": _("Brand"),
    "enterprise": _("Producer"),
    "model": _("Model"),
    "standard": _("Standard"),
    "price": _("Price"),
    "price_to": _("Highest price"),
    "sales": _("Sales"),
}
# Without these a line is refused; of the others some follow from what else it says.
MANDATORY = ("shop", "product")
