"""Which words do notices use, for their columns, for platforms and for hazards?"""

from __future__ import annotations

import re
from enum import StrEnum


class Column(StrEnum):
    """What a column of a notice holds."""

    SEQUENCE = "sequence"
    PRODUCT = "product"
    SALE_TITLE = "sale_title"
    PRODUCER = "producer"
    PLACE = "place"
    ADDRESS = "address"
    BRAND = "brand"
    SPECIFICATION = "specification"
    MODEL = "model"
    PRODUCED = "produced"
    BATCH = "batch"
    STANDARD = "standard"
    PLATFORM = "platform"
    SHOP = "shop"
    SOURCE = "source"
    PRICE = "price"
    SAMPLED = "sampled"
    RESULT = "result"
    ITEM_RESULT = "item_result"
    FAILING = "failing"
    DEGREE = "degree"
    LABORATORY = "laboratory"
    REPORT = "report"
    RECTIFICATION = "rectification"
    RECHECK = "recheck"
    PENALTY = "penalty"
    REMARK = "remark"
    ITEM = "item"
    UNIT = "unit"
    LIMIT = "limit"
    MEASURED = "measured"
    CATEGORY = "category"
    SHOP_ADDRESS = "shop_address"
    NOTICE = "notice"
    PUBLISHED = "published"
    TASK = "task"
    UNUSED = "unused"


# Spellings as `workbook` leaves them: one width, no spaces, no brackets, no leading 标称 or 标注.
SPELLINGS: dict[Column, str] = {
    Column.SEQUENCE: "序号 编号 企业序号 样品序号",
    Column.PRODUCT: "产品名称 产品详细名称 样品名称 食品名称 抽查产品名称 抽样产品名称 抽检产品名称"
    " 抽检食品名称"
    " 抽检样品名称 商品名称 产品 样品 食品 品名 受检产品名称 产品/样品名称 样品/产品名称 食品/样品名称"
    " 产品/食品名称 样品名称/产品名称",
    Column.SALE_TITLE: "网店销售名称 销售名称 商品标题 网页名称 网页标题",
    Column.PRODUCER: "企业名称 生产企业 生产企业名称 生产单位 生产单位名称 生产者 生产厂家 制造商"
    " 标称企业名称 生产企业/进口商名称 生产企业名称/进口商名称 生产企业/进口商 生产者名称 生产厂商"
    " 制造商名称"
    " 生产企业名称/产地",
    Column.PLACE: "所在地 所在省 企业所在地 企业所在省 生产地区 地区 生产企业所在地 生产企业所在地名称"
    " 生产企业所在省/市 生产单位所在地 生产单位所在省份 省份 产地",
    Column.ADDRESS: "生产企业地址 生产企业详细地址 企业地址 生产单位地址 生产者地址 生产企业/进口商地址 地址",
    Column.BRAND: "商标 品牌 商标名称",
    Column.SPECIFICATION: "规格 牌号",
    Column.MODEL: "规格型号 型号规格 型号 规格/型号 型号/规格 货号/型号",
    Column.PRODUCED: "生产日期",
    Column.BATCH: "生产日期/批号 生产日期批号 生产日期和批号 生产日期或批号 生产日期或产品批号"
    " 产品批号或生产日期 购进日期 生产/购进日期 生产日期/购进日期 生产日期/加工日期 批号/货号"
    " 批号/生产日期 批号 生产批号 抽查批号 产品批号 货号",
    Column.STANDARD: "执行标准 产品执行标准 性能执行标准 产品标准 依据标准 检验依据 判定依据 依据或参考标准",
    Column.PLATFORM: "电商平台 平台 平台名称 网络平台 网络平台名称 网购平台 电子商务平台 销售平台"
    " 电商平台名称 电子商务平台名称 网络交易平台 网络交易平台名称 销售平台名称 第三方平台"
    " 第三方平台名称 购物平台",
    Column.SHOP: "店铺 店铺名称 网店 网店名称 被抽样单位 被抽样单位名称 被抽检单位 被抽检单位名称 被抽样者"
    " 被抽样经营者 被抽样销售者 被抽样单位名称/店铺名称 被抽样单位/店铺 受检单位"
    " 受检单位名称 受检企业 受检企业名称 经销单位 经销企业 经销企业名称 经销商 经销商名称 经销单位/平台"
    " 销售单位 销售单位/平台 销售企业 销售企业/平台 网购企业 销售者",
    Column.SOURCE: "样品来源 抽样场所 采样场所 经销类型",
    Column.PRICE: "价格 单价 单价元 单价/元 售价 购样价格 购货价格 购买价格 购买单价 购买单价单位:元"
    " 购样金额 采样费/元",
    Column.SAMPLED: "抽样日期 抽样时间 抽查时间 采样日期 购样日期",
    Column.RESULT: "抽查结果 本次抽查结果 抽查结果名称 抽检结果 检验结论 综合判定 判定结果 判定 结论"
    " 检测结论 合格判定情况 最终判定 是否合格 判定情况 质量判定 结果判定 产品质量状况",
    Column.ITEM_RESULT: "检验结果 单项判定 单项判定结果 单项结论 本项检验结果",
    Column.FAILING: "不合格项目 主要不合格项目 不合格项目名称 不合格检验项目 不合格项 不合格指标 不符合项"
    " 安全不符合项 与标准要求不符的检验项目",
    Column.DEGREE: "不合格程度 不合格类别",
    Column.LABORATORY: "承检机构 承检机构名称 承检单位 检验机构 检验机构名称 检测机构",
    Column.REPORT: "报告编号 检验报告编号",
    Column.RECTIFICATION: "整改结果 整改措施 核查处置情况 核查处置结果 处置情况 后处理情况 后处理结果"
    " 原因排查 原因排查情况 风险控制情况 风险控制措施 产品控制情况"
    " 整改情况 企业整改状态 整改复查情况 整改状态",
    Column.RECHECK: "复查结果 复查检验结果 复查检验情况 产品复查检验结果",
    Column.PENALTY: "行政处罚情况 行政处罚 行政处罚结果 处罚情况",
    Column.REMARK: "备注",
    Column.ITEM: "检测项目 检验项目 检验项目名称 检测项目名称",
    Column.UNIT: "单位 计量单位",
    Column.LIMIT: "标准值 标准要求 标准规定 技术要求 标准指标 标准限值 限值 限量值 限量 规定值"
    " 要求值 参考值"
    " 明示值 标准值/明示值",
    Column.MEASURED: "实测值 实测结果 实测 检测结果 检测值 检验值 检出值 实际检测值 测定值 测定结果 结果",
    Column.CATEGORY: "分类 食品分类 食品类别 食品大类 大类 产品类别 产品分类 产品大类",
    Column.SHOP_ADDRESS: "被抽样单位地址 被抽检单位地址 被抽样者地址 受检单位地址 经销单位地址 销售单位地址",
    Column.NOTICE: "公告号 公告编号 通告号 通告编号 公告期号 通告期号",
    Column.PUBLISHED: "公告日期 通告日期 公布日期 发布日期",
    Column.TASK: "任务来源/项目名称 任务来源 项目名称 任务类别",
    Column.UNUSED: "产品等级 质量等级 强度等级 安全类别 企业性质 企业规模 省局代码 结构型式"
    " CCC证书号 CCC证书状态"
    " 被抽样单位所在省份 超标倍数",
}
HEADERS = {spelling: column for column, line in SPELLINGS.items() for spelling in line.split()}

# The gravest first: of several failing items the first line that matches names the hazard (PRISM's twelve).
HAZARDS = tuple(
    (hazard, re.compile(words, re.IGNORECASE))
    for hazard, words in (
        ("fire_explosion", "燃|着火|防火|爆|灼热丝|短路|过充"),
        (
            "electrical",
            "触电|带电|接地|漏电|泄漏电流|绝缘|电气|电源|爬电|插[头座销孔]|导线|布线|软线|输入功率",
        ),
        ("microbiological", "菌|霉|微生物|大肠"),
        (
            "chemical",
            "甲醛|ph值|^ph$|芳香胺|偶氮|重金属|[铅镉汞砷铬镍锑钡]|邻苯|增塑剂|塑化剂|voc|挥发|苯|迁移|残留|毒",
        ),
        ("thermal", "发热|温升|表面温度|工作温度|高温|烫"),
        (
            "mechanical",
            "小零件|锐|尖端|绳带|机械|强度|稳定性|制动|车闸|车把|突出物|间隙|抗冲击|破裂|断裂|剥离|牢固",
        ),
        ("lack_of_protection", "防护|安全联锁|光透射比|透射比|滤过|缓冲"),
        ("noise_vibration", "噪声|振动"),
        ("size_shape", "尺寸|厚度|直径|孔径|长度"),
        ("function", "含量|性能|色牢度|耐磨|效率|能效|充绒|偏差|吸水|密度|耗电"),
    )
)
