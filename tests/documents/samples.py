"""What do the papers of an invented province say? One filled form of each kind, for the tests."""

from datetime import date
from decimal import Decimal

from disposal.papers.compilations import (
    PlatformCompilation,
    Product,
    RegulatorCompilation,
    Tally,
    TracedProduct,
)
from disposal.papers.feedback import CaseFeedback
from disposal.papers.letters import AssistanceLetter
from disposal.papers.national import Case, NationalReport, Overdue
from inspection.reports.papers import Result, TestReport

RESULTS = (
    Result(number=1, item="标志和说明", measured="符合要求", verdict="符合"),
    Result(
        number=2, item="泄漏电流", unit="mA", limit_high="0.75", measured="0.12", lod="0.01", verdict="符合"
    ),
    Result(
        number=3,
        item="非正常工作时的温度限值",
        unit="℃",
        limit_high="150",
        declared="≤145",
        measured="183",
        lod="0.1",
        verdict="不符合",
        note="第19章",
        failed=True,
    ),
    Result(
        number=4, item="功率偏差", unit="%", limit_low="-10", limit_high="+5", measured="+3.2", verdict="符合"
    ),
    Result(
        number=5,
        item="邻苯二甲酸酯总量",
        unit="mg/kg",
        measured="未检出",
        lod="5",
        verdict="符合",
        subcontracted="省轻工检测所（CMA 161120340456）",
    ),
)


def test_report(results: tuple[Result, ...] = RESULTS, amends: str = "") -> TestReport:
    """A laboratory's report on one electric kettle that failed, with a rare character in a name."""
    return TestReport(
        office="江临省产品质量检验研究院",
        title="检验报告",
        number="JLZJ-2026-W00317",
        issued_on=date(2026, 11, 24),
        qr="https://example.org/verify/RP-NTEV286B#7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069",
        verify_at="https://example.org/verify/RP-NTEV286B",
        laboratory_address="江临省云州市学府路18号",
        laboratory_phone="0571-00000000",
        cma="261100340001",
        cnas="L00000",
        objections="对检验结果有异议的，请自收到报告之日起15日内向任务下达部门书面提出。",
        amends=amends,
        amendment="更正型号规格。" if amends else "",
        client="江临省电子商务产品质量监测中心",
        client_contact="0571-00000001",
        task_source="江临省市场监督管理局",
        product="电热水壶",
        brand="暖泉",
        model="NQ-1702 1.7L 220V~ 1500W",
        batch="2026-07-11",
        grade="合格品",
        shop="暖泉家居旗舰店",
        platform="万集网",
        item_id="100872634519",
        producer="云州市暖泉电器有限公司",
        producer_address="云州市工业园区3号",
        sampled_by="钱䶮、孙喆",
        sampled_on=date(2026, 10, 12),
        sampled_at="江临省电子商务产品质量监测中心（网上购买）",
        sampling_number="WJ-2026-0412",
        received_on=date(2026, 10, 20),
        quantity="2台（其中备样1台）",
        lot_size="店铺标示库存 480台",
        sealed_by="李𬬻",
        seal_state="封样完好",
        sample_state="包装完整，外观无损",
        tested_items="标志和说明、泄漏电流、非正常工作等5项",
        test_grounds="GB/T 4706.1-2024、GB/T 4706.19-2024",
        judgement_grounds="《电热水壶产品质量风险监测实施细则》",
        tested_from=date(2026, 10, 21),
        tested_to=date(2026, 11, 20),
        tested_at="云州市学府路18号电器实验室",
        conclusion="经检验，非正常工作时的温度限值项目不符合监测规范要求，判定为发现问题。",
        tester="周煊",
        reviewer="吴镕",
        signatory="郑玥",
        results=results,
    )


PRODUCTS = (
    Product(
        item_id="100872634519",
        product="电热水壶",
        model="NQ-1702",
        shop="暖泉家居旗舰店",
        platform="万集网",
        report_number="JLZJ-2026-W00317",
        failed_items="非正常工作时的温度限值",
        conclusion="发现问题，不符合监测规范要求。",
        level="高",
        failed=True,
    ),
    Product(
        item_id="100872639902",
        product="电热水壶",
        model="K15",
        shop="晴川小家电",
        platform="万集网",
        report_number="JLZJ-2026-W00318",
        conclusion="未发现问题。",
    ),
)


def platform_compilation(products: tuple[Product, ...] = PRODUCTS) -> PlatformCompilation:
    """The version of one task's compilation for the platform 万集网."""
    return PlatformCompilation(
        office="江临省电子商务产品质量监测中心",
        title="电热水壶产品质量风险监测结果报告",
        number="江电监〔2026〕47号",
        issued_on=date(2026, 11, 25),
        qr="https://example.org/verify/CO-SBDNPV1M",
        verify_at="https://example.org/verify/CO-SBDNPV1M",
        addressee="万集网",
        platform="万集网",
        task="2026年第四季度小家电风险监测",
        period_from=date(2026, 10, 8),
        period_to=date(2026, 11, 24),
        tested=2,
        failed=1,
        summary="本次监测在贵平台购买电热水壶2批次，其中1批次发现问题，问题项目为非正常工作时的温度限值。",
        advice="建议对同款产品进行排查。",
        handle_by=date(2026, 12, 2),
        compiled_by="冯堃",
        approved_by="陈默",
        products=products,
    )


def regulator_compilation() -> RegulatorCompilation:
    """The version of the same compilation for the province's regulator."""
    return RegulatorCompilation(
        office="江临省电子商务产品质量监测中心",
        title="电热水壶产品质量风险监测结果报告",
        number="江电监〔2026〕48号",
        issued_on=date(2026, 11, 25),
        addressee="江临省市场监督管理局",
        task="2026年第四季度小家电风险监测",
        period_from=date(2026, 10, 8),
        period_to=date(2026, 11, 24),
        tested=30,
        failed=4,
        summary="本次监测在3个平台购买电热水壶30批次，其中4批次发现问题。",
        analysis="问题集中在温控器。\n四批次产品由两家企业生产，均位于云州市。",
        advice="建议对云州市温控器配套企业开展专项检查。",
        handle_by=date(2026, 12, 16),
        compiled_by="冯堃",
        approved_by="陈默",
        by_platform=(Tally(name="万集网", tested=16, failed=3), Tally(name="百汇购", tested=14, failed=1)),
        by_category=(Tally(name="家用电器", tested=30, failed=4),),
        products=(
            TracedProduct(
                item_id="100872634519",
                product="电热水壶",
                model="NQ-1702",
                shop="暖泉家居旗舰店",
                platform="万集网",
                report_number="JLZJ-2026-W00317",
                failed_items="非正常工作时的温度限值",
                conclusion="发现问题，不符合监测规范要求。",
                level="高",
                failed=True,
                operator="云州市暖泉电器有限公司",
                operator_region="江临省云州市",
                producer="云州市暖泉电器有限公司",
                producer_address="工业园区3号",
                producer_region="江临省云州市",
            ),
            TracedProduct(
                item_id="BH-77120",
                product="电热水壶",
                shop="百汇自营",
                platform="百汇购",
                report_number="JLZJ-2026-W00321",
                conclusion="未发现问题。",
            ),
        ),
    )


def case_feedback() -> CaseFeedback:
    """A county's form on a case, too long for a page."""
    return CaseFeedback(
        office="听松县市场监督管理局",
        title="案件处理反馈表",
        number="听市监馈〔2026〕4号",
        issued_on=date(2026, 11, 25),
        addressee="江临省电子商务产品质量监测中心",
        record_number="EC-R73GTT8Z",
        product="电热水壶",
        item_id="100872634519",
        party="云州市暖泉电器有限公司",
        received_on=date(2026, 11, 11),
        started_on=date(2026, 11, 13),
        jurisdiction="企业所在地",
        violation="生产、销售不符合强制性国家标准的产品。\n" * 40,
        closed_on=date(2026, 11, 24),
        reported_on=date(2026, 11, 25),
        account="查明原因，责令改正并处罚款。\n" * 12,
        reported_by="郑办案",
        confirmed_by="谢局长",
    )


def assistance_letter() -> AssistanceLetter:
    """A city's letter to a platform."""
    return AssistanceLetter(
        office="云州市市场监督管理局",
        title="协查函",
        number="云市监协〔2026〕1号",
        issued_on=date(2026, 11, 25),
        addressee="万集网",
        shop="暖泉家居旗舰店",
        shop_id="SG20008",
        product="电热水壶",
        item_id="100872634519",
        model="NQ-1801",
        batch="20260612",
        report_number="云质院检〔2026〕88号",
        failed_items="泄漏电流",
        asked=("经营者身份信息", "实际经营地址"),
        legal_ground="《中华人民共和国电子商务法》第二十五条",
        answer_days=5,
        contact="许市局",
        contact_phone="0571-00000002",
    )


def national_report() -> NationalReport:
    """The center's report on a quarter, with one overdue duty and two cases."""
    return NationalReport(
        office="江临省电子商务产品质量监测中心",
        title="2026年第三季度电子商务产品质量风险监测情况报告",
        number="江电监〔2026〕41号",
        issued_on=date(2026, 10, 15),
        addressee="国家市场监督管理总局",
        period_from=date(2026, 7, 1),
        period_to=date(2026, 9, 30),
        signals=1284,
        excluded=96,
        notified=31,
        to_sample=42,
        bought=310,
        tested=304,
        failed=37,
        by_category=(
            Tally(name="家用电器", tested=180, failed=22),
            Tally(name="儿童用品", tested=84, failed=15),
            Tally(name="服装鞋帽家纺", tested=40, failed=0),
        ),
        disposals_asked=37,
        disposals_done=35,
        disposals_late=2,
        disposals_handled_late=3,
        feedback_in_time=31,
        feedback_late=2,
        feedback_overdue=2,
        cases_referred=19,
        cases_filed=14,
        cases_not_filed=3,
        cases_decided=12,
        cases_unpenalised=1,
        disposals_less=1,
        disposals_voided=2,
        cases_voided=1,
        cases_closed=12,
        cases_late=1,
        reports_in_time=10,
        reports_late=1,
        reports_overdue=1,
        overdue=(
            Overdue(
                number="PD-3F6T9K1X",
                duty="处理产品和店铺",
                holder="百汇购",
                due_on=date(2026, 9, 18),
                days_late=12,
                reason="店铺申请复核",
            ),
        ),
        cases=(
            Case(
                number="云市监处〔2026〕112号",
                enterprise="云州市暖泉电器有限公司",
                region="云州市",
                product="电热水壶",
                decision="罚款、没收违法所得",
                amount=Decimal("38600.00"),
                closed_on=date(2026, 9, 11),
                reported_on=date(2026, 9, 14),
            ),
            Case(
                number="云市监案〔2026〕130号",
                enterprise="晴川贸易商行",
                region="青溪县",
                product="儿童雨衣",
                decision="立案调查",
            ),
        ),
        summary="本季度共采集风险信息1284条，购买样品310批次，完成检验304批次，37批次发现问题。",
        advice="建议将儿童雨衣列入下一年度监测计划。",
        compiled_by="冯堃",
        reviewed_by="褚明",
        approved_by="陈默",
    )
