"""Of which words are invented names made, and what is sold, measured and complained of? Plain data."""

from __future__ import annotations

from typing import NamedTuple

# Two of these make a name that nobody bears.
WORDS = (
    *("听松", "望澜", "枕溪", "云栖", "鹿野", "拾光", "青禾", "暖居", "晴川", "星野", "白鹭", "竹里"),
    *("南枝", "北辰", "沐风", "知夏", "半山", "霁月", "疏桐", "远帆", "漱石", "归雁", "初雪", "长汀"),
    *("浅草", "松涧", "兰渚", "秋屿", "朝露", "暮云", "石桥", "麦浪", "梨园", "柳堤", "荷塘", "枫林"),
    *("橘井", "杏坞", "棠梨", "桃溪", "茶岭", "瓦蓝", "银杉", "雪松", "蓝田", "碧潭", "金穗", "玉泉"),
    *("山鬼", "流萤", "飞鸿", "蝉鸣", "蛙声", "渔火", "樵歌", "牧笛", "耕云", "织锦", "烹泉", "听雨"),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ("知秋", "小满", "清和", "晚晴", "长风", "远山", "一苇", "思齐", "若谷", "明远", "怀瑾", "子衿")
PLATFORMS = (
    *("星河优选", "云杉商城", "橙果生活", "百川购", "木棉小店", "麦田集", "飞鱼特卖", "蓝鲸到家"),
    *("山海良品", "小满市集", "青柠直播购", "银杏严选", "竹蜻蜓母婴", "灯塔数码", "炉火厨房"),
    *("白桦户外", "芦苇二手", "风铃生活", "橡树工品", "稻香农资"),
)
# In whose words risk information comes in: before the hazard, and who was hurt, where, how.
WHEN = ("", "使用中", "首次使用即", "清洗后", "久放后", "儿童使用时", "充电时", "加热时", "雨天", "跌落后")
STORY = (
    *(("一名老人", "一名儿童", "家长", "店员", "一名学生", "孕妇", "买家本人", "两名用户", "邻居", "租客"),),
    *(("在厨房", "在浴室", "在阳台", "在车内", "在学校", "外出途中", "夜间睡眠时", "在办公室", "在公园"),),
    *(("手指划伤", "轻微烫伤", "皮肤红肿发痒", "受到惊吓", "摔倒擦伤", "头晕恶心", "未受伤", "送医缝针"),),
)
DEALERS = ("旗舰店", "专营店", "专卖店", "优选店", "工厂店", "生活馆")


class Goods(NamedTuple):
    """A class of products: what is sold in it, and what is measured of them (a key of ITEMS)."""

    code: str
    trade: str
    products: tuple[str, ...]
    items: str
    hazard: str
    hazard_type: str


GOODS = (
    Goods(
        "01", "电器", ("电热水壶", "电吹风", "暖风机", "电热毯", "空气炸锅"), "electric", "触电", "electrical"
    ),
    Goods("02", "家居", ("儿童床", "强化地板", "电脑椅", "水性漆"), "material", "甲醛释放", "chemical"),
    Goods(
        "03", "数码", ("移动电源", "充电器", "蓝牙耳机", "智能手环"), "electric", "过热起火", "fire_explosion"
    ),
    Goods(
        "04",
        "车品",
        ("电动自行车头盔", "儿童安全座椅", "机动车灯泡"),
        "electric",
        "防护失效",
        "lack_of_protection",
    ),
    Goods(
        "05",
        "童品",
        ("毛绒玩具", "磁力珠", "电动童车", "儿童蜡笔", "拼装积木"),
        "toy",
        "小零件脱落",
        "size_shape",
    ),
    Goods(
        "06", "杯壶", ("塑料水杯", "硅胶奶嘴", "不粘锅", "一次性餐盒"), "contact", "有害物迁移", "chemical"
    ),
    Goods("07", "文体", ("修正液", "跳绳", "橡皮泥", "轮滑鞋"), "toy", "增塑剂超标", "chemical"),
    Goods(
        "08",
        "服饰",
        ("儿童羽绒服", "婴儿连体衣", "运动鞋", "四件套", "围巾"),
        "textile",
        "甲醛超标",
        "chemical",
    ),
    Goods("09", "日杂", ("电蚊香", "打火机", "不锈钢刀具", "保温袋"), "material", "结构不合格", "mechanical"),
    Goods("10", "日化", ("洗洁精", "湿巾", "牙刷", "洗衣液"), "contact", "微生物超标", "microbiological"),
    Goods("11", "养老用品", ("手动轮椅", "助行器", "防滑拖鞋"), "material", "结构强度不足", "mechanical"),
    Goods("12", "工品", ("安全帽", "防护手套", "电线电缆"), "electric", "导体电阻超标", "electrical"),
    Goods("13", "农资", ("复混肥料", "农用薄膜", "喷雾器"), "material", "含量不足", "function"),
    Goods("14", "百货", ("宠物窝", "露营灯", "手机支架"), "material", "部件脱落", "other"),
)


class Item(NamedTuple):
    """What is measured. low, high: its limits. usual, bad: values that keep them and that do not, in units
    of the last of `places` decimals."""

    name: str
    unit: str
    low: str | None
    high: str | None
    places: int
    usual: tuple[int, int]
    bad: tuple[int, int]


def _below(name: str, unit: str, limit: int, places: int = 0) -> Item:
    high = f"{limit / 10**places:.{places}f}"
    return Item(name, unit, None, high, places, (limit // 10, limit * 3 // 4), (limit + 1, limit * 3))


def _above(name: str, unit: str, limit: int, places: int = 0) -> Item:
    low = f"{limit / 10**places:.{places}f}"
    return Item(name, unit, low, None, places, (limit, limit * 3 // 2), (limit // 3, limit - 1))


PH = Item("pH值（萃取）", "", "4.0", "7.5", 1, (42, 73), (78, 96))
METALS = tuple(
    _below(f"可迁移{metal}", "mg/kg", limit)
    for metal, limit in (("铅", 90), ("镉", 75), ("铬", 60), ("汞", 60), ("锑", 60), ("砷", 25), ("钡", 1000))
)
ITEMS: dict[str, tuple[Item, ...]] = {
    "electric": (
        _below("泄漏电流（工作温度）", "mA", 75, 2),
        _below("接地电阻", "Ω", 10, 2),
        _below("绕组温升", "K", 65),
        _below("外壳温升", "K", 60),
        _below("输入功率偏差", "%", 10),
        _above("导体截面积", "mm²", 75, 2),
        _above("爬电距离", "mm", 30, 1),
        _above("电气间隙", "mm", 25, 1),
        _above("绝缘电阻", "MΩ", 2),
        _below("球压痕直径", "mm", 20, 1),
        _above("插拔次数", "次", 5000),
    ),
    "toy": (
        *METALS,
        _below("绳圈周长", "mm", 360),
        _below("邻苯二甲酸酯总量", "%", 10, 2),
        _below("甲醛", "mg/kg", 30),
        _above("小零件拉力", "N", 90),
    ),
    "textile": (
        _below("甲醛含量（水萃取）", "mg/kg", 20),
        PH,
        _below("可分解致癌芳香胺染料", "mg/kg", 20),
        _above("耐水色牢度", "级", 3),
        _above("耐汗渍色牢度", "级", 3),
        _above("耐干摩擦色牢度", "级", 3),
        _above("耐唾液色牢度", "级", 4),
        _below("铅（总量）", "mg/kg", 90),
        _below("镉（总量）", "mg/kg", 100),
        _below("邻苯二甲酸酯总量", "%", 10, 2),
        _below("纤维含量偏差", "%", 5),
    ),
    "contact": (
        _below("总迁移量（4%乙酸）", "mg/dm²", 10),
        _below("总迁移量（乙醇）", "mg/dm²", 10),
        _below("高锰酸钾消耗量", "mg/kg", 10),
        _below("重金属（以铅计）", "mg/kg", 1),
        _below("甲醛迁移量", "mg/kg", 15),
        _below("双酚A迁移量", "mg/kg", 60, 2),
        _below("锑迁移量", "mg/kg", 4, 2),
        _below("菌落总数", "CFU/g", 200),
        PH,
        _below("脱色试验色差", "级", 3),
        _below("丙烯腈迁移量", "mg/kg", 2, 2),
    ),
    "material": (
        _below("甲醛释放量", "mg/m³", 124, 3),
        _below("苯", "mg/m³", 110, 3),
        _below("甲苯", "mg/m³", 200, 3),
        _below("总挥发性有机物", "mg/m³", 600, 3),
        _below("可溶性铅", "mg/kg", 90),
        _below("可溶性镉", "mg/kg", 75),
        _above("静载荷", "N", 1600),
        _above("冲击高度", "mm", 180),
        _above("耐久次数", "次", 10000),
        _above("拉伸强度", "MPa", 18),
        _below("含量偏差", "%", 5),
    ),
}
UNITS = ("件", "个", "台", "套", "盒")
