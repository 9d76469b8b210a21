"""Does a paper print the same bytes everywhere, carry Chinese that can be read back, and fetch nothing?"""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents.papers import Paper
from documents.render import render, to_pdf
from inspection.reports.papers import Picture, Result
from tests.documents import samples

SECRET = "the-content-of-a-file-that-no-paper-may-carry"
HASH_OF_SAMPLE = """
import hashlib, django
django.setup()
from documents.render import render
from tests.documents.samples import test_report
paper = test_report()
pdf = render(paper.template, {"paper": paper.content()}, language="zh-hans")
print(hashlib.sha256(pdf).hexdigest())
"""


def printed(paper: Paper, language: str = "zh-hans") -> bytes:
    return render(paper.template, {"paper": paper.content()}, language=language)


def objects_of(pdf: bytes) -> bytes:
    """All dictionaries of the file, written out uncompressed."""
    writer, out = PdfWriter(clone_from=io.BytesIO(pdf)), io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text_of(pdf: bytes) -> str:
    """What a reader can copy out, with single spaces where lines and cells end."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_same_paper_has_the_same_bytes_in_another_process() -> None:
    other = subprocess.run(
        [sys.executable, "-c", HASH_OF_SAMPLE],
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "UTC", "FONTCONFIG_FILE": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(printed(samples.test_report())).hexdigest()


def test_neither_a_title_nor_the_address_to_check_at_breaks_within_a_part() -> None:
    paper = replace(
        samples.platform_compilation(),
        title="检验报告 云泽质检院〔2026〕7号第二版（脱敏）：保温电热水壶",
        verify_at="https://wangjian.yunze.gov.cn/verify/7V5WTX2MPQRSTUVW/",
    )
    lines = "".join(page.extract_text() + "\n" for page in PdfReader(io.BytesIO(printed(paper))).pages)
    assert "保温电热水壶" in lines.splitlines() and "7V5WTX2MPQRSTUVW/" in lines.splitlines()


def test_the_full_report_calls_the_grade_that_of_the_label() -> None:
    assert "质量等级（标签明示）" in "".join(text_of(printed(samples.test_report())).split())


def test_papers_printed_before_do_not_change_the_bytes_of_a_paper() -> None:
    alone = printed(samples.test_report())
    printed(samples.national_report(), language="en")
    assert printed(samples.test_report()) == alone


def test_a_test_report_prints_product_id_conclusion_and_signatures() -> None:
    text = text_of(printed(samples.test_report()))
    for expected in ("100872634519", "判定为发现问题", "周煊", "吴镕", "郑玥", "JLZJ-2026-W00317"):
        assert expected in text


def test_rare_characters_of_names_are_printed_in_the_fonts_of_the_project() -> None:
    pdf = printed(samples.test_report())
    assert "钱䶮" in text_of(pdf) and "李𬬻" in text_of(pdf)
    names = set(re.findall(rb"/BaseFont\s*/\w+\+([\w-]+)", objects_of(pdf)))
    assert names == {b"Wangjian-Sans", b"Wangjian-Sans-Bold", b"Wangjian-Sans-Rare"}


def test_every_page_of_a_long_annex_repeats_the_head_and_the_report_number() -> None:
    results = tuple(samples.RESULTS[0] for _ in range(60))
    pages = PdfReader(io.BytesIO(printed(samples.test_report(results), language="en"))).pages
    for number, page in enumerate(pages[2:], start=3):
        text = page.extract_text()
        assert "Detection" in text and "JLZJ-2026-W00317" in text
        assert f"Page {number} of {len(pages)}" in text


def test_an_amended_report_names_the_report_that_it_replaces() -> None:
    text = text_of(printed(samples.test_report(amends="JLZJ-2026-W00290"), language="en"))
    assert "replaces report JLZJ-2026-W00290" in text


def test_a_platforms_version_asks_for_feedback_and_shows_no_producer() -> None:
    text = text_of(printed(samples.platform_compilation(), language="en"))
    assert "within 5 days of finishing" in text
    assert "producer" not in text


def test_a_regulators_version_shows_producers_and_all_platforms() -> None:
    text = text_of(printed(samples.regulator_compilation(), language="en"))
    for expected in ("Stated producer", "百汇购", "万集网", "13.3%"):
        assert expected in text


def test_a_national_report_prints_its_figures_and_what_is_overdue() -> None:
    text = text_of(printed(samples.national_report(), language="en"))
    # In time of 35 platforms that were done 31, of 12 cases that were closed 10.
    for expected in ("1284", "Handled late 3", "88.6%", "83.3%", "PD-3F6T9K1X", "38,600.00"):
        assert expected in text


def test_a_report_from_before_the_overdue_was_counted_prints_the_share_of_what_was_reported() -> None:
    older = replace(samples.national_report(), feedback_overdue=None, reports_overdue=None)
    text = text_of(printed(older, language="en"))
    assert "93.9%" in text and "90.9%" in text  # 31 of 33, 10 of 11


def test_a_form_longer_than_a_page_begins_on_its_first() -> None:
    first, *more = PdfReader(io.BytesIO(printed(samples.case_feedback()))).pages
    text = "".join(first.extract_text().split())
    assert more and "案件处理反馈表" in text and "云州市暖泉电器有限公司" in text


def test_only_a_test_report_says_that_nothing_follows() -> None:
    said = {
        paper.title: "以下空白" in "".join(text_of(printed(paper)).split())
        for paper in (samples.test_report(), samples.assistance_letter(), samples.case_feedback())
    }
    assert said == {"检验报告": True, "协查函": False, "案件处理反馈表": False}


def test_every_item_of_a_report_stands_with_its_method_and_with_what_it_was_measured() -> None:
    lead = replace(samples.RESULTS[1], method="GB/T 4706.1-2024 第13章", requirement="GB 4706.1-2024")
    meter = "泄漏电流测试仪 YQ-07（校准有效期至2027-03-01）"
    text = "".join(text_of(printed(replace(samples.test_report((lead,)), instruments=(meter,)))).split())
    assert "GB/T4706.1-2024第13章" in text and "泄漏电流测试仪YQ-07（校准有效期至2027-03-01）" in text


def test_digests_stand_behind_the_seal_and_not_among_what_is_read() -> None:
    photo = Picture(shows="实验室收到时的样品", sha256="ab" * 32)
    text = "".join(text_of(printed(replace(samples.test_report(), pictures=(photo,)))).split())
    assert text.index("样品照片") < text.index("文书真伪查验") < text.index("abab")


def test_a_photo_is_printed_that_was_handed_over_with_the_paper_and_no_other() -> None:
    photo = Picture(shows="实验室收到时的样品", sha256="ab" * 32)
    paper = replace(samples.test_report(), pictures=(photo,)).content()
    jpeg = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(jpeg, "JPEG")
    printed_with = {}
    for photos in ({}, {photo.sha256: jpeg.getvalue()}):
        pdf = render("papers/test_report.html", {"paper": paper, "photos": photos}, language="zh-hans")
        shown = {image.data for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images}
        printed_with[len(photos)] = len(shown)
    assert printed_with == {0: 0, 1: 1}
    with pytest.raises(ValueError, match="outside itself"):
        to_pdf('<html lang="en"><title>x</title><img src="photo:cd" alt="x">', {"ab": jpeg.getvalue()})


def test_a_paper_is_tagged_and_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(printed(samples.national_report())))
    root = reader.root_object
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "zh-hans"
    assert reader.xmp_metadata is not None
    assert b'pdfuaid:part="1"' in reader.xmp_metadata.stream.get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "2026年第三季度电子商务产品质量风险监测情况报告 江电监〔2026〕41号"


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}">',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<a rel="attachment" href="{url}">x</a>',
        '<object data="{url}"></object>',
        '<embed src="{url}">',
        "<style>@import url({url});</style>",
        "<style>@font-face {{ font-family: x; src: url({url}) }}</style>",
        '<p style="background: url({url})">x</p>',
        '<p style="list-style: url({url}); display: list-item">x</p>',
        '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    ],
)
@pytest.mark.parametrize("scheme", ["file", "http", "data"])
def test_whatever_refers_to_the_outside_is_refused_and_nothing_of_it_printed(
    markup: str, scheme: str, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET)
    urls = {"file": (tmp_path / "secret").as_uri(), "http": "http://127.0.0.1:9/x", "data": f"data:,{SECRET}"}
    with pytest.raises(ValueError, match="outside itself") as refused:
        to_pdf(f'<html lang="en"><title>x</title>{markup.format(url=urls[scheme])}</html>')
    assert SECRET not in str(refused.value)


def test_markup_in_the_content_is_printed_as_text_and_embeds_nothing() -> None:
    payload = '<link rel="attachment" href="file:///etc/hostname"><img src="file:///etc/hostname">'
    results = (Result(number=1, item=payload, measured="{{ 7 * 7 }}", verdict="符合"),)
    reader = PdfReader(io.BytesIO(printed(samples.test_report(results))))
    assert not reader.attachments
    annex = reader.pages[2].extract_text().replace("\n", "")
    assert "<img" in annex and "{{ 7 * 7 }}" in annex
