"""Of whom and what does the demo's invented province consist? Plain data; nobody here exists.

The log-in of a person is their role; everybody's password is PASSWORD.
"""

from __future__ import annotations

from accounts.models import Level
from accounts.roles import Kind, Role

PASSWORD = "wangjian-demo"  # noqa: S105 (no secret: printed at every start of the demo)

PROVINCE = "990000"
# code, name, level, parent's code. The codes stand in no list of GB/T 2260.
REGIONS = (
    ("990000", "云泽省", Level.PROVINCE, None),
    ("990100", "望澜市", Level.CITY, "990000"),
    ("990101", "听松县", Level.COUNTY, "990100"),
    ("990102", "枕溪县", Level.COUNTY, "990100"),
    ("980000", "临岳省", Level.PROVINCE, None),
)

# key, kind, name, short name, region's code, level of a regulator, parent's key
ORGANISATIONS = (
    ("nation", Kind.REGULATOR, "国家监管总局（演示）", "国家总局", None, Level.NATION, None),
    ("province", Kind.REGULATOR, "云泽省市场监督管理局", "云泽省局", "990000", Level.PROVINCE, "nation"),
    ("city", Kind.REGULATOR, "望澜市市场监督管理局", "望澜市局", "990100", Level.CITY, "province"),
    ("county", Kind.REGULATOR, "听松县市场监督管理局", "听松县局", "990101", Level.COUNTY, "city"),
    ("county2", Kind.REGULATOR, "枕溪县市场监督管理局", "枕溪县局", "990102", Level.COUNTY, "city"),
    ("center", Kind.CENTER, "云泽省电子商务产品质量风险监测中心", "云泽监测中心", "990000", "", None),
    ("center2", Kind.CENTER, "临岳省电子商务产品质量风险监测中心", "临岳监测中心", "980000", "", None),
    ("laboratory", Kind.LABORATORY, "云泽省产品质量检验研究院", "云泽质检院", "990000", "", None),
    ("laboratory2", Kind.LABORATORY, "望澜市纺织品检验所", "望澜纺检所", "990100", "", None),
    ("platform", Kind.PLATFORM, "万象集市网络科技有限公司", "万象集市", "990000", "", None),
    ("platform2", Kind.PLATFORM, "拾光商城网络科技有限公司", "拾光商城", "990100", "", None),
)

# organisation's key: with what the numbers of its documents begin
CODES = {
    "province": "云市监网",
    "city": "望市监网",
    "county": "听市监",
    "county2": "枕市监",
    "center": "云监测",
    "center2": "临监测",
    "laboratory": "云质院",
    "laboratory2": "望纺院",
}

# log-in, name, organisation's key, roles
PEOPLE = (
    ("planner", "林计划", "province", (Role.PLANNER, Role.CASE_OFFICER)),
    ("approver", "钱批准", "province", (Role.APPROVER,)),
    ("national", "何总局", "nation", (Role.APPROVER, Role.CASE_OFFICER)),
    ("city", "许市局", "city", (Role.CASE_OFFICER, Role.APPROVER)),
    ("citysecond", "贺市局", "city", (Role.CASE_OFFICER,)),
    ("citythird", "毛执法", "city", (Role.CASE_OFFICER,)),
    ("cityreviewer", "严法制", "city", (Role.LEGAL_REVIEWER,)),
    ("citychief", "陶局长", "city", (Role.APPROVER,)),
    ("county", "郑办案", "county", (Role.CASE_OFFICER,)),
    ("countychief", "谢局长", "county", (Role.APPROVER,)),
    ("county2", "孔枕溪", "county2", (Role.CASE_OFFICER, Role.APPROVER)),
    ("countysecond", "罗执法", "county", (Role.CASE_OFFICER,)),
    ("countythird", "田执法", "county", (Role.CASE_OFFICER,)),
    ("countyreviewer", "柳法制", "county", (Role.LEGAL_REVIEWER,)),
    ("county2second", "温执法", "county2", (Role.CASE_OFFICER,)),
    ("county2third", "苏执法", "county2", (Role.CASE_OFFICER,)),
    ("county2reviewer", "柏法制", "county2", (Role.LEGAL_REVIEWER,)),
    ("county2chief", "江局长", "county2", (Role.APPROVER,)),
    ("provincesecond", "梁执法", "province", (Role.CASE_OFFICER,)),
    ("provincereviewer", "文法制", "province", (Role.LEGAL_REVIEWER,)),
    ("collector", "周信息", "center", (Role.COLLECTOR, Role.ASSESSOR)),
    ("assessor", "施评估", "center", (Role.ASSESSOR,)),
    ("chair", "孙组长", "center", (Role.CHAIR, Role.ASSESSOR)),
    ("expert", "钟专家", "center", (Role.ASSESSOR,)),
    ("leader", "吴主任", "center", (Role.LEADER,)),
    ("organiser", "赵组织", "center", (Role.ORGANISER,)),
    ("buyer", "李买样", "center", (Role.BUYER,)),
    ("verifier", "杨核查", "center", (Role.VERIFIER,)),
    ("storekeeper", "陈库管", "center", (Role.STOREKEEPER, Role.ADDRESS_KEEPER)),
    ("compiler", "朱汇总", "center", (Role.COMPILER,)),
    ("center2", "秦临岳", "center2", (Role.COLLECTOR, Role.ORGANISER, Role.COMPILER)),
    ("receiver", "冯收样", "laboratory", (Role.RECEIVER,)),
    ("tester", "褚检验", "laboratory", (Role.TESTER,)),
    ("reviewer", "卫审核", "laboratory", (Role.REVIEWER,)),
    ("signatory", "蒋签发", "laboratory", (Role.SIGNATORY,)),
    ("lab2", "沈纺检", "laboratory2", (Role.RECEIVER, Role.TESTER)),
    ("platform", "韩质量", "platform", (Role.QUALITY_OFFICER,)),
    ("platform2", "尤拾光", "platform2", (Role.QUALITY_OFFICER,)),
    ("provinceadmin", "罗管理", "province", (Role.ADMINISTRATOR, Role.SHARING_OFFICER)),
    ("centeradmin", "马管理", "center", (Role.ADMINISTRATOR, Role.SHARING_OFFICER)),
    ("cityadmin", "姚管理", "city", (Role.ADMINISTRATOR,)),
    ("countyadmin", "穆管理", "county", (Role.ADMINISTRATOR,)),
    ("county2admin", "汤管理", "county2", (Role.ADMINISTRATOR,)),
    ("lab2admin", "时管理", "laboratory2", (Role.ADMINISTRATOR,)),
    ("platform2admin", "傅管理", "platform2", (Role.ADMINISTRATOR,)),
    ("labadmin", "苗管理", "laboratory", (Role.ADMINISTRATOR, Role.SHARING_OFFICER)),
    ("platformadmin", "袁管理", "platform", (Role.ADMINISTRATOR, Role.SHARING_OFFICER)),
)

# organisation's key, purpose, roles, key: tokens of the sandbox, as public as the password
TOKENS = (
    ("center", "信息采集接口（沙箱）", (Role.COLLECTOR,), "wj_demo-center"),
    ("laboratory", "实验室信息系统接口（沙箱）", (Role.RECEIVER, Role.TESTER), "wj_demo-laboratory"),
    ("platform", "平台质量系统接口（沙箱）", (Role.QUALITY_OFFICER,), "wj_demo-platform"),
    ("province", "信息共享接口（沙箱）", (Role.SHARING_OFFICER,), "wj_demo-regulator"),
)

# code, name
CATEGORIES = (
    ("01", "家用电器"),
    ("02", "家具及装饰装修材料"),
    ("03", "电子信息"),
    ("04", "交通用具"),
    ("05", "儿童用品"),
    ("06", "食品相关产品"),
    ("07", "文教体育"),
    ("08", "服装鞋帽家纺"),
    ("09", "日用杂品"),
    ("10", "日化卫生"),
    ("11", "老年人用品"),
    ("12", "工业生产资料"),
    ("13", "农资"),
    ("14", "其他"),
)

# number, title
STANDARDS = (
    ("GB 6675.1-2014", "玩具安全 第1部分：基本规范"),
    ("GB 6675.2-2014", "玩具安全 第2部分：机械与物理性能"),
    ("GB/T 22048-2022", "玩具及儿童用品材料中可迁移限量元素和特定邻苯二甲酸酯增塑剂的测定"),
    ("GB 31701-2015", "婴幼儿及儿童纺织产品安全技术规范"),
    ("GB/T 2912.1-2009", "纺织品 甲醛的测定"),
    ("GB/T 7573-2009", "纺织品 水萃取液pH值的测定"),
    ("GB 4706.1-2005", "家用和类似用途电器的安全 第1部分：通用要求"),
    ("GB 4806.7-2023", "食品安全国家标准 食品接触用塑料材料及制品"),
    ("GB 31604.8-2021", "食品安全国家标准 食品接触材料及制品 总迁移量的测定"),
)

# category's code, item, method, grounds of judgement, unit, limit as written
TEST_ITEMS = (
    ("05", "小零件", "GB 6675.2-2014", "GB 6675.2-2014", "", ""),
    ("05", "绳带长度", "GB 6675.2-2014", "GB 6675.2-2014", "mm", "≤ 220"),
    ("05", "邻苯二甲酸酯", "GB/T 22048-2022", "GB 6675.1-2014", "%", "≤ 0.1"),
    ("06", "总迁移量", "GB 31604.8-2021", "GB 4806.7-2023", "mg/dm²", "≤ 10"),
    ("08", "甲醛含量", "GB/T 2912.1-2009", "GB 31701-2015", "mg/kg", "≤ 20"),
    ("08", "pH值", "GB/T 7573-2009", "GB 31701-2015", "", "4.0~7.5"),
    ("01", "泄漏电流", "GB 4706.1-2005", "GB 4706.1-2005", "mA", "≤ 0.75"),
    ("01", "电源线截面积", "GB 4706.1-2005", "GB 4706.1-2005", "mm²", "≥ 0.75"),
)

# number, name, model, what is measured with it, for how many days from now on its calibration holds
INSTRUMENTS = (
    ("JY-03", "小零件试验器", "XL-1", ("小零件",), 280),
    ("JY-04", "钢直尺", "1000 mm", ("绳带长度",), 290),
    ("JY-07", "气相色谱质谱联用仪", "QT-200", ("邻苯二甲酸酯",), 300),
    ("JY-12", "紫外可见分光光度计", "UV-1800", ("甲醛含量",), 20),
    ("JY-13", "酸度计", "PH-30", ("pH值",), 310),
    ("JY-16", "电子天平", "TP-220", ("总迁移量",), 240),
    ("JY-21", "泄漏电流测试仪", "XL-75", ("泄漏电流",), 320),
    ("JY-22", "测量投影仪", "TY-300", ("电源线截面积",), 260),
)

# number, title, category, law, (test and backup sample, unit), and how a report concludes where all passed
# and where something failed
RULES = (
    (
        "YZWJ-XZ-2026-05",
        "儿童玩具质量安全风险监测实施细则",
        "05",
        "《中华人民共和国产品质量法》",
        (2, 0, "件"),
        "经抽样检验，所检项目符合〔依据〕的要求。",
        "经抽样检验，〔项目〕不符合〔依据〕的要求，判定为不合格。",
    ),
)

# Where everything in the registers is said to come from.
SOURCE = "演示数据"

# What the legal reviewer noted of each term.
READ = "演示：与期限表所列条文核对（数值仅供演示）"

# Of these items a failure is an ordinary one, of all others a serious one.
ORDINARY = frozenset({"总迁移量", "pH值", "绳带长度", "甲醛含量"})

# laboratory's key, number of the CMA certificate, address, telephone
LABORATORIES = (
    ("laboratory", "CMA-演示-0001", "云泽省望澜市望澜大道18号", "0990-8800100"),
    ("laboratory2", "CMA-演示-0002", "云泽省望澜市锦梭路6号", "0990-8800200"),
)

# The address and telephone of those who write papers, by key.
OFFICES = {
    "province": ("云泽省望澜市监管路6号", "0990-8800010"),
    "city": ("云泽省望澜市府前街12号", "0990-8800020"),
    "county": ("望澜市听松县松涛路9号", "0990-8800400"),
    "county2": ("望澜市枕溪县溪畔路3号", "0990-8800410"),
    "center": ("云泽省望澜市监测路1号", "0990-8800001"),
    "center2": ("临岳省岳麓路20号", "0980-8800001"),
}

# name, region's code
ENTERPRISES = (
    ("听松县小鹿服饰有限公司", "990101"),
    ("枕溪县暖阳针织厂", "990102"),
    ("望澜市云朵童装有限公司", "990100"),
    ("望澜市童趣玩具有限公司", "990100"),
    ("枕溪县布谷玩具厂", "990102"),
    ("听松县积木匠玩具有限公司", "990101"),
    ("望澜市奇想文创有限公司", "990100"),
    ("临岳省星野玩具制造有限公司", "980000"),
    ("听松县青禾电器有限公司", "990101"),
    ("望澜市暖居电器有限公司", "990100"),
    ("枕溪县萤火电子有限公司", "990102"),
    ("望澜市晴川小家电有限公司", "990100"),
    ("听松县沸点电器厂", "990101"),
    ("临岳省北辰电器有限公司", "980000"),
    ("枕溪县炉边电器厂", "990102"),
    ("望澜市清泉杯壶有限公司", "990100"),
    ("枕溪县木子塑料制品厂", "990102"),
)

# platform's key, shop ID, name, operator, place's code
SHOPS = (
    ("platform", "WX10001", "小鹿童装旗舰店", "听松县小鹿服饰有限公司", "990101"),
    ("platform", "WX10002", "暖阳家纺专营店", "枕溪县暖阳针织厂", "990102"),
    ("platform", "WX10003", "童趣乐园玩具店", "望澜市童趣玩具有限公司", "990100"),
    ("platform", "WX10004", "布谷鸟玩具屋", "枕溪县布谷玩具厂", "990102"),
    ("platform", "WX10005", "积木匠专卖店", "听松县积木匠玩具有限公司", "990101"),
    ("platform", "WX10006", "奇想家文创店", "望澜市奇想文创有限公司", "990100"),
    ("platform", "WX10007", "青禾电器旗舰店", "听松县青禾电器有限公司", "990101"),
    ("platform", "WX10008", "暖居生活馆", "望澜市暖居电器有限公司", "990100"),
    ("platform", "WX10009", "沸点小家电", "听松县沸点电器厂", "990101"),
    ("platform", "WX10010", "木子母婴用品店", "枕溪县木子塑料制品厂", "990102"),
    ("platform", "WX10011", "听松小集", "", "990101"),
    ("platform2", "SG20001", "拾光母婴优选", "听松县青禾电器有限公司", "990101"),
    ("platform2", "SG20002", "枕溪阿婆手作", "", "990102"),
    ("platform2", "SG20003", "云朵童装馆", "望澜市云朵童装有限公司", "990100"),
    ("platform2", "SG20004", "星野玩具工厂店", "临岳省星野玩具制造有限公司", "980000"),
    ("platform2", "SG20005", "晴川电器", "望澜市晴川小家电有限公司", "990100"),
    ("platform2", "SG20006", "萤火数码小铺", "枕溪县萤火电子有限公司", "990102"),
    ("platform2", "SG20007", "北辰电器直营店", "临岳省北辰电器有限公司", "980000"),
    ("platform2", "SG20008", "清泉杯壶店", "望澜市清泉杯壶有限公司", "990100"),
    ("platform2", "SG20009", "炉边电器铺", "枕溪县炉边电器厂", "990102"),
)

BRANDS = (
    "小鹿森林",
    "云朵宝贝",
    "童趣乐园",
    "布谷鸟",
    "积木匠",
    "奇想家",
    "星野",
    "阿婆手作",
    "暖小熊",
    "青禾",
    "暖居",
    "萤火",
    "晴川",
    "沸点",
    "北辰",
    "炉边",
    "清泉",
    "木子小熊",
)

# name, telephone, address, area's code: volunteers who receive parcels
RECIPIENTS = (
    ("叶知秋", "19900000001", "云泽省望澜市听潮街道1号院2幢301", "990100"),
    ("方小满", "19900000002", "云泽省望澜市听潮街道7号院1幢502", "990100"),
    ("梁清和", "19900000003", "云泽省听松县松风镇松涛路12号", "990101"),
    ("白露晞", "19900000004", "云泽省听松县松风镇松涛路38号", "990101"),
    ("江晚晴", "19900000005", "云泽省枕溪县溪口镇石桥巷5号", "990102"),
    ("宋霁月", "19900000006", "云泽省枕溪县溪口镇石桥巷19号", "990102"),
    ("顾长风", "19900000007", "云泽省望澜市澜东街道海棠苑8幢201", "990100"),
    ("苏木槿", "19900000008", "云泽省望澜市澜东街道海棠苑11幢602", "990100"),
    ("程远山", "19900000009", "云泽省听松县柏林乡柏林村22号", "990101"),
    ("邵一苇", "19900000010", "云泽省枕溪县芦花乡芦花村7号", "990102"),
)
