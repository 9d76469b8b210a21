"""Who walks figure 1, and from what? Eight people, four organisations, one line of a real notice.

Two people are the whole center: one collects, organises, verifies and compiles, the other buys and approves.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Level, Organisation, Viewer
from accounts.roles import Kind, Role
from catalogue.models import Category, Enterprise, Standard, TestItem
from documents.incoming.grids import grids
from tests.cast import organisation, person, region
from tests.journeys.conftest import Come
from tests.journeys.people import Person
from tests.monitoring.notice_samples import NOTICES, workbook

NOTICE = NOTICES / "ecommerce" / "P020161101605146754412__附件__附件1.xls"
# The names of the notice give way to invented ones.
MAKER, BRAND, SHOP = "听松县云裳护具有限公司", "云裳小筑", "云裳母婴专营店"
OTHER_MAKER, OTHER_BRAND, OTHER_SHOP = "枕溪县暖禾针织厂", "暖禾", "暖禾内衣铺"
PLATFORM, LABORATORY = "万象集市网络科技有限公司", "云泽省产品质量检验研究院"
NAMES = {
    "planner": "林计划",
    "approver": "钱批准",
    "center": "周中心",
    "leader": "吴主任",
    "tester": "褚检验",
    "reviewer": "卫审核",
    "signatory": "蒋签发",
    "platform": "韩质量",
    "nation": "沈总局",
}
ADDRESS = {"address": "云泽省望澜市试验路1号", "phone": "0571-10000001"}


@dataclass
class Eight:
    """The people of the river at their browsers, and what the catalogue knows."""

    planner: Person  # regulator: makes the plan and keeps the cases
    approver: Person  # approves the plan, and is the head who files and decides
    second: Viewer  # the second officer and the legal reviewer of a case sit at no browser
    jurist: Viewer
    center: Person  # all roles of the center but those that must be another person's
    leader: Person  # approves, confirms the national report, and buys
    tester: Person  # receives the samples too
    reviewer: Person
    signatory: Person
    platform: Person
    nation: Person  # the authority that is told at the end
    category: Category
    standard: Standard
    item: TestItem


def arrive(come: Come) -> Eight:
    """The province is founded, and everybody sits down at a browser."""
    place = region("990000", "云泽省", Level.PROVINCE)
    nation = organisation(Kind.REGULATOR, "国家监管总局", level=Level.NATION)
    province = organisation(
        Kind.REGULATOR, "云泽省市场监督管理局", place, level=Level.PROVINCE, parent=nation
    )
    center = organisation(Kind.CENTER, "云泽省电子商务产品质量风险监测中心", place, **ADDRESS)
    center.mandate.add(place)
    laboratory = organisation(Kind.LABORATORY, LABORATORY, place, **ADDRESS)
    platform = organisation(Kind.PLATFORM, PLATFORM, place, **ADDRESS, credit_code="91990000MA00000001")
    for name in (MAKER, OTHER_MAKER):
        Enterprise.objects.create(name=name, region=place)
    category = Category.objects.create(code="08", name="服装鞋帽家纺")
    standard = Standard.objects.create(number="GB 18401-2010", title="国家纺织产品基本安全技术规范")
    item = TestItem.objects.create(
        category=category,
        name="甲醛含量",
        method=standard,
        requirement=standard,
        unit="mg/kg",
        severity="serious",
        limit_text="≤ 75",
    )

    def sits_down(name: str, home: Organisation, *roles: Role) -> Person:
        viewer = person(name, home, *roles)
        viewer.user.name = NAMES[name]
        return come(viewer)

    own = {role for role in Role if role.kind is Kind.CENTER} - {Role.LEADER, Role.BUYER}
    return Eight(
        planner=sits_down("planner", province, Role.PLANNER, Role.CASE_OFFICER),
        approver=sits_down("approver", province, Role.APPROVER),
        second=person("second", province, Role.CASE_OFFICER),
        jurist=person("jurist", province, Role.LEGAL_REVIEWER),
        center=sits_down("center", center, *sorted(own)),
        leader=sits_down("leader", center, Role.LEADER, Role.BUYER, Role.CHAIR),
        tester=sits_down("tester", laboratory, Role.RECEIVER, Role.TESTER),
        reviewer=sits_down("reviewer", laboratory, Role.REVIEWER),
        signatory=sits_down("signatory", laboratory, Role.SIGNATORY),
        platform=sits_down("platform", platform, Role.QUALITY_OFFICER),
        nation=sits_down("nation", nation, Role.APPROVER),
        category=category,
        standard=standard,
        item=item,
    )


def one_line_of_the_notice() -> bytes:
    """The first non-conforming line of the notice as a workbook of its own, under invented names."""
    lines = next(grid.cells for grid in grids(NOTICE.read_bytes()) if grid.cells)
    header = next(line for line in lines if "企业名称" in line)
    line = dict(zip(header, next(line for line in lines if "不合格" in line), strict=True))
    invented = {
        "企业名称": MAKER,
        "所在地": "云泽省",
        "电商平台": PLATFORM,
        "商标": BRAND,
        "承检机构": LABORATORY,
    }
    return workbook([[lines[1][0]], header, [{**line, **invented}[name] for name in header]])


def offers(product: str) -> bytes:
    """What is on offer of the product: two listings of different shops, as a table."""
    columns = "platform,shop,shop id,product,item id,url,brand,enterprise,model,price"
    names = ((SHOP, BRAND, MAKER), (OTHER_SHOP, OTHER_BRAND, OTHER_MAKER))
    rows = [
        f"{PLATFORM},{shop},WX{n},{product},6800{n},https://wanxiang.example/item/6800{n},{brand},{maker},M{n},59.00"
        for n, (shop, brand, maker) in enumerate(names, start=1)
    ]
    return "\n".join([columns, *rows]).encode()
