"""Is a limit read as people write it, and kept as it was written?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalogue.limits import Share, in_words, read_limit
from catalogue.numerals import Unreadable, number, spelled
from catalogue.units import converted, same

READ = [
    ("≤ 0.10", "", "0.10", 2, ""),
    ("<= 0.10", "", "0.10", 2, ""),
    ("≤0.10 mg/kg", "", "0.10", 2, "mg/kg"),
    ("≤０．１０", "", "0.10", 2, ""),
    ("＜９０", "", "<90", 0, ""),
    ("< 90", "", "<90", 0, ""),
    ("≥ 90.0", "90.0", "", 1, ""),
    ("> 5", ">5", "", 0, ""),
    ("6.5~8.5", "6.5", "8.5", 1, ""),
    ("6.5-8.5", "6.5", "8.5", 1, ""),
    ("6.5～8.5", "6.5", "8.5", 1, ""),
    ("6.5–8.5", "6.5", "8.5", 1, ""),
    ("6.5 至 8.5 mg", "6.5", "8.5", 1, "mg"),
    ("0.3~0.60", "0.3", "0.60", 2, ""),
    ("-10--5", "-10", "-5", 0, ""),
    ("-10~+5", "-10", "5", 0, ""),
    ("6.5 ≤ X < 8.5", "6.5", "<8.5", 1, ""),
    ("≥6.5, <8.5", "6.5", "<8.5", 1, ""),
    ("≥ 6.5 且 ≤ 8.5", "6.5", "8.5", 1, ""),
    ("10 ± 0.5", "9.5", "10.5", 1, ""),
    ("10±0.5", "9.5", "10.5", 1, ""),
    ("10 +/- 0.5 mm", "9.5", "10.5", 1, "mm"),
    ("(65±5)%", "60", "70", 0, "%"),
    ("±10", "-10", "10", 0, ""),
    ("10.0±0.1（不含0.1）", ">9.9", "<10.1", 1, ""),
    ("10.0±0.1（不含+0.1）", "9.9", "<10.1", 1, ""),
    ("10.0±0.1（不含−0.1）", ">9.9", "10.1", 1, ""),
    ("10.0 ± 0.1 (不含10.1) mm", "9.9", "<10.1", 1, "mm"),
    ("从6.5到8.5", "6.5", "8.5", 1, ""),
    ("6.5 mm 到 8.5 mm", "6.5", "8.5", 1, "mm"),
    ("超过6.5到8.5", ">6.5", "8.5", 1, ""),
    ("至少6.5不足8.5", "6.5", "<8.5", 1, ""),
    ("超过6.5不足8.5", ">6.5", "<8.5", 1, ""),
    ("80 +2 -1", "79", "82", 0, ""),
    ("510 Ω(1±5%)", "484.5", "535.5", 1, "Ω"),
    ("不大于 0.10", "", "0.10", 2, ""),
    ("不得超过0.10mg/kg", "", "0.10", 2, "mg/kg"),
    ("不小于 5", "5", "", 0, ""),
    ("不低于５", "5", "", 0, ""),
    ("小于 5", "", "<5", 0, ""),
    ("大于或等于 5", "5", "", 0, ""),
    ("not more than 5", "", "5", 0, ""),
    ("≥ 14×100", "1400", "", -2, ""),
    ("≥ １４×１０²", "1400", "", -2, ""),
    ("≤ 1.4×10⁴ CFU/g", "", "14000", -3, "CFU/g"),
    ("≤10⁵CFU/g", "", "100000", -5, "CFU/g"),
    ("10²~10^3", "100", "1000", -2, ""),
    ("≤ 0.1 (以 Pb 计)", "", "0.1", 1, ""),
    ("= 5", "5", "5", 0, ""),
]


@pytest.mark.parametrize(("text", "lowest", "highest", "places", "unit"), READ)
def test_a_limit_is_read_as_people_write_it(
    text: str, lowest: str, highest: str, places: int, unit: str
) -> None:
    limit = read_limit(text)
    assert (limit.lowest, limit.highest, limit.places, limit.unit) == (lowest, highest, places, unit)
    assert limit.text == text


@pytest.mark.parametrize(
    "text", ["不得检出", "不应检出", "未检出/25g", "not detected", "不得使用", "不得添加"]
)
def test_nothing_may_be_detected(text: str) -> None:
    assert read_limit(text).absent


@pytest.mark.parametrize(
    "text",
    [
        *("", "0.10", "abc", "无异味", "≤", "≤ 1.", "≤ 3,7", "8.5~6.5", "> 5, > 6", "5 < X < 5", "1-2-3"),
        *(
            "2026-01-05",
            "6.5~8.5(不含8.5)",
            "10.0±0.1(不含0.2)",
            "> 6.5 到",
            "≥ 14×102",
            "510 Ω ± 5 %",
            "不能超过 5",
            "5 mg ~ 8 mL",
            "标示值 + 5",
        ),
    ],
)
def test_what_is_no_limit_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_limit(text)
    assert str(refused.value.why).endswith((".", "。"))


@pytest.mark.parametrize(
    ("text", "stated", "lowest", "highest"),
    [
        ("≥ 标示值", "0.10", "0.10", ""),
        ("标示值", "5", "5", "5"),
        ("≥ 80 % 标示值", "10", "8", ""),
        ("≤ 标示值的 120%", "10.0", "", "12.0"),
        ("标示值 ± 5 %", "10", "9.5", "10.5"),
        ("标示值 ± 0.5", "10", "9.5", "10.5"),
        ("标示值的 90 %~110 %", "50", "45", "55"),
    ],
)
def test_a_limit_may_rest_on_what_the_product_states(
    text: str, stated: str, lowest: str, highest: str
) -> None:
    limit = read_limit(text)
    assert limit.share != Share.NONE
    found = limit.of(Decimal(stated))
    assert (found.lowest, found.highest, found.share) == (lowest, highest, Share.NONE)


def test_a_limit_names_its_unit_once() -> None:
    assert read_limit("≤ 0.10").within("mg/kg") == "≤ 0.10 mg/kg"
    assert read_limit("≤ 0.10 mg/kg").within("mg/kg") == "≤ 0.10 mg/kg"
    assert read_limit("不得检出").within("mg/kg") == "不得检出"


@pytest.mark.parametrize(
    ("text", "words"),
    [("无异味", True), ("应符合要求", True), ("≤ 5", False), ("不得检出", False), ("5", False)],
)
def test_a_requirement_in_words_has_no_figure(text: str, words: bool) -> None:
    assert in_words(text) is words


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0.10", "0.10"),
        ("１２", "12"),
        ("1e3", "1000"),
        ("1.3×10⁻²", "0.013"),
        ("１.３×１０⁻²", "0.013"),
        ("3.7x10^4", "37000"),
        ("−5", "-5"),
    ],
)
def test_a_number_keeps_its_zeros_and_its_power(text: str, figure: str) -> None:
    assert spelled(number(text)) == figure


@pytest.mark.parametrize("text", ["3,7", "1,000", "1e999", "abc", "", "1.2.3", "9" * 41])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        number(text)


@pytest.mark.parametrize(
    ("figure", "unit", "to", "expected"),
    [
        ("0.8", "cm²", "mm²", "80"),
        ("0.5", "g/kg", "mg/kg", "500"),
        ("0.10", "%", "mg/kg", "1000"),
        ("5", "μg/L", "mg/L", "0.005"),
        ("5", "µg/L", "mg/L", "0.005"),
        ("3", "g/100 g", "%", "3"),
        ("90", "min", "h", "1.5"),
        ("2", "daN", "N", "20"),
        ("2", "hPa", "Pa", "200"),
        ("2", "MPa", "kPa", "2000"),
        ("2", "GHz", "MHz", "2000"),
        ("2", "nm", "pm", "2000"),
        ("20", "dL", "L", "2.0"),
        ("90", "s", "min", "1.5"),
        ("7200", "s", "h", "2"),
        ("1.5", "t", "kg", "1500"),
        ("3", "‰", "mg/kg", "3000"),
        ("3", "ppm", "mg/kg", "3"),
        ("3", "ppb", "μg/kg", "3"),
        ("2", "L", "dm³", "2"),
        ("5", "毫克／千克", "mg/kg", "5"),
        ("5", "mL", "cm³", "5"),
        ("2", "mg/dm²", "g/m²", "0.2"),
        ("5", "CFU/100mL", "CFU/mL", "0.05"),
        ("5", "级", "级", "5"),
        ("1", "min", "h", None),
        ("5", "mg", "mL", None),
        ("5", "级", "mm", None),
    ],
)
def test_a_unit_is_converted_exactly_or_not_at_all(
    figure: str, unit: str, to: str, expected: str | None
) -> None:
    found = converted(Decimal(figure), unit, to)
    assert (None if found is None else spelled(found)) == expected


def test_two_spellings_of_a_unit_are_one() -> None:
    assert same("㎎/㎏", "mg/kg") and same("℃", "°C") and same("mm²", "mm2") and not same("mg", "Mg")
