"""Of whom and what does the demo's invented province consist? Plain data; nobody here exists.

The log-in of a person is their role; everybody's password is PASSWORD.
"""

from __future__ import annotations

from accounts.models import Level
from accounts.roles import Kind, Role

PASSWORD = "wangjian-demo"  # noqa: S105 (no secret: printed at every start of the demo)

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

# log-in, name, organisation's key, roles
PEOPLE = (
    ("planner", "林计划", "province", (Role.PLANNER, Role.CASE_OFFICER)),
    ("approver", "钱批准", "province", (Role.APPROVER,)),
    ("national", "何总局", "nation", (Role.APPROVER, Role.CASE_OFFICER)),
    ("city", "许市局", "city", (Role.CASE_OFFICER, Role.APPROVER)),
    ("county", "郑办案", "county", (Role.CASE_OFFICER,)),
    ("countychief", "谢局长", "county", (Role.APPROVER,)),
    ("county2", "孔枕溪", "county2", (Role.CASE_OFFICER, Role.APPROVER)),
    ("collector", "周信息", "center", (Role.COLLECTOR, Role.ASSESSOR)),
    ("assessor", "施评估", "center", (Role.ASSESSOR,)),
    ("chair", "孙组长", "center", (Role.CHAIR, Role.ASSESSOR)),
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
    ("GB 6675.2-2014", "玩具安全 第2部分：机械与物理性能"),
    ("GB 31701-2015", "婴幼儿及儿童纺织产品安全技术规范"),
    ("GB/T 2912.1-2009", "纺织品 甲醛的测定"),
    ("GB/T 7573-2009", "纺织品 水萃取液pH值的测定"),
    ("GB 4706.1-2005", "家用和类似用途电器的安全 第1部分：通用要求"),
)

# category's code, item, method, grounds of judgement, unit, lower limit, upper limit
TEST_ITEMS = (
    ("05", "小零件", "GB 6675.2-2014", "GB 6675.2-2014", "", None, None),
    ("05", "绳带长度", "GB 6675.2-2014", "GB 6675.2-2014", "mm", None, "220"),
    ("08", "甲醛含量", "GB/T 2912.1-2009", "GB 31701-2015", "mg/kg", None, "20"),
    ("08", "pH值", "GB/T 7573-2009", "GB 31701-2015", "", "4.0", "7.5"),
    ("01", "泄漏电流", "GB 4706.1-2005", "GB 4706.1-2005", "mA", None, "0.75"),
)

# name, region's code
ENTERPRISES = (
    ("听松县小鹿服饰有限公司", "990101"),
    ("枕溪县暖阳针织厂", "990102"),
    ("望澜市童趣玩具有限公司", "990100"),
    ("听松县青禾电器有限公司", "990101"),
)

# platform's key, shop ID, name, operator, place's code
SHOPS = (
    ("platform", "WX10001", "小鹿童装旗舰店", "听松县小鹿服饰有限公司", "990101"),
    ("platform", "WX10002", "暖阳家纺专营店", "枕溪县暖阳针织厂", "990102"),
    ("platform", "WX10003", "童趣乐园玩具店", "望澜市童趣玩具有限公司", "990100"),
    ("platform2", "SG20001", "拾光母婴优选", "听松县青禾电器有限公司", "990101"),
    ("platform2", "SG20002", "枕溪阿婆手作", "", "990102"),
)
