"""Which reports are compared in P5? Invented ones, the same of a number each time, whose matter is known."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from monitoring.risks.near import SIMPLIFIED, Report

FIRST = "安博昌德东恩丰冠广海恒宏华佳金景康丽龙美明诺鹏普奇瑞盛泰天威祥新兴雅阳怡永优源悦智中卓"
LAST = "宝宸达尔帆格虹吉凯乐林马牛派全仁顺特王仙雪鱼缘泽尊"
KINDS = (
    *("便携", "家用", "儿童", "迷你", "大容量", "自动断电", "防烫", "静音", "无线", "多功能", "可折叠"),
    *("加厚", "智能", "双层", "快充", "环保", "恒温", "车载", "婴儿", "户外", "不锈钢", "学生", "卡通"),
)
GOODS = (
    *("电热水壶", "充电宝", "儿童推车", "毛绒玩具", "插线板", "电吹风", "电热毯", "羽绒服", "安全座椅"),
    *("电饭锅", "燃气灶", "热水器", "电风扇", "台灯", "积木", "滑板车", "婴儿床", "奶瓶", "学生书包"),
    *("电动牙刷", "空气炸锅", "暖手宝", "加湿器", "打火机", "头盔", "运动鞋", "面膜", "口红", "洗衣液"),
    *("榨汁机", "豆浆机", "手机充电器", "蓝牙耳机", "电动自行车", "高压锅", "烤箱", "除湿机", "拉杆箱"),
)
SPECS = ("1.5升", "500克", "10000毫安时", "1800瓦", "三件套", "1.2米", "2千克", "均码", "350毫升", "60瓦")
PARTS = (
    *("接地措施", "电源线", "外壳", "小零件", "手柄", "缝合处", "内部布线", "插头", "电池", "开关", "密封圈"),
    *("边角", "涂层", "温控器", "底座", "提带", "玻璃面板", "扣件", "拉链头", "轮子", "填充物", "绳带"),
)
FAULTS = (
    *("不合格", "松动脱落", "突然断裂", "过热冒烟", "起火燃烧", "爆裂", "漏电", "渗漏", "甲醛超标", "掉色"),
    *("铅含量超标", "尖锐锋利", "绝缘失效", "异味刺鼻", "鼓包变形", "邻苯二甲酸酯超标", "短路", "误启动"),
)
WHEN = (
    *(
        "充电半小时后",
        "首次使用时",
        "用了一个月",
        "夜间无人时",
        "孩子玩耍中",
        "洗涤两次后",
        "通电后",
        "搬动时",
    ),
    *("抽检时", "跌落试验中", "旅途中", "高温天气下", "加水过程中", "组装之后", "耐久试验后", "车内存放时"),
)
ENDS = (
    *(
        "烫伤手臂",
        "幸未伤人",
        "险些窒息",
        "引发小火",
        "皮肤红肿",
        "割破手指",
        "触电麻木",
        "送医治疗",
        "熏黑墙面",
    ),
    *(
        "误吞入口",
        "摔倒擦伤",
        "眼睛不适",
        "烧坏桌面",
        "呼吸困难",
        "商家拒赔",
        "要求召回",
        "多人反映",
        "同批下架",
    ),
)
ADDED = ("新款", "正品", "官方", "包邮", "热销")
TRADITIONAL = {ord(simple): chr(code) for code, simple in SIMPLIFIED.items() if code < 0x10000}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPACE = 26**3 * 10_000


def invented(number: int) -> Report:
    """A report of a matter of its own: no two have one model."""
    draw = Random(number)  # noqa: S311  no secret
    words = [draw.choice(FIRST) + draw.choice(FIRST) + draw.choice(LAST), *draw.sample(KINDS, 2)]
    product = "".join([*words, draw.choice(GOODS), draw.choice(SPECS)])
    hazard = f"{draw.choice(WHEN)}{draw.choice(PARTS)}{draw.choice(FAULTS)}，{draw.choice(ENDS)}"
    return Report(product, hazard, model=_model(number))


def _model(number: int) -> str:
    mixed = number * 48_271 % SPACE
    letters, digits = divmod(mixed, 10_000)
    signs = "".join(chr(65 + letters // 26**place % 26) for place in range(3))
    return f"{signs}-{digits:04d}"


def asked(number: int, many: int) -> Report:
    """What comes in beside so many: of ten, six tell anew of a matter that is there, two of the like but
    another model, two of a matter of their own."""
    draw = Random(number)  # noqa: S311
    base, kind = draw.randrange(many), number % 10
    if kind >= 8:
        return invented(number)
    told = invented(base)
    if kind >= 6:
        return replace(told, model=_model(number))
    return _retold(told, draw)


def matter_of(number: int, many: int) -> int:
    """Of which matter a report tells: the number of who told of it first."""
    if number < many or number % 10 >= 6:
        return number
    return Random(number).randrange(many)  # noqa: S311


def _retold(told: Report, draw: Random) -> Report:
    """The same in other words, spellings and order."""
    product, hazard = told.product, told.hazard
    cut = draw.randrange(2, len(product) - 2)
    way = draw.randrange(6)
    if way == 0:
        product = f"【{draw.choice(ADDED)}】{product}"
    elif way == 1:
        product = product[:cut] + product[cut + 1 :]
    elif way == 2:
        product = product[cut:] + product[:cut]
    elif way == 3:
        hazard = hazard.replace("，", " ").replace("使用", "用")
    elif way == 4:
        product, hazard = product.translate(TRADITIONAL), hazard.translate(TRADITIONAL)
    else:
        product = f"{product} {told.model}".translate(FULL_WIDTH)
    return replace(told, product=product, hazard=f"{hazard}！" if draw.random() < 0.5 else hazard)
