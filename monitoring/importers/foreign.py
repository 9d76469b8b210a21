"""How are the recalls of important foreign bodies read? (6.1.2-e)

The EU's Safety Gate, the US consumer product and road safety bodies, and the US food and drug body each give
out lists of their own, as CSV or JSON; the template is a list in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.importers.complaints import told
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.notice_reader import Default

LONGEST_NAME = 200
_STANDARD = re.compile(
    r"\b(?:EN(?: ?(?:ISO|IEC))?|ISO|IEC|ASTM|UL) ?[A-Z]?\d[\d:.-]{0,40}\d"
    r"|\bGB(?:/T)? ?\d[\d.]{0,20}(?:-\d{4})?|\b16 ?CFR ?(?:part )?\d{1,40}"
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)")
_TITLE = re.compile(
    r"(?:.{0,500}?\bRecalls? (?!Due)(?P<after>.{1,500}?)"
    r"|(?P<before>.{1,500}?) (?:Is |Are )?Recalled\b.{0,500}?)"
    r"(?:,? (?:Due to|Because of) (?P<why>.{1,500}?))?(?:;|$)",
    re.IGNORECASE,
)


def american(text: str) -> str:
    """06/13/2012 as 2012-06-13; all else as it is."""
    found = _AMERICAN.fullmatch(text)
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else text


def named(text: str) -> tuple[str, bool]:
    """A product's name, and whether it is only the beginning of a description too long for a name."""
    if len(text) <= LONGEST_NAME:
        return text, False
    head = re.split(r"[;；。]|\. |: ", text)[0]
    return (head if len(head) < LONGEST_NAME else f"{head[: LONGEST_NAME - 1].rsplit(' ', 1)[0]}…"), True


def made(
    body: str, product: str, item: str, story: list[str], ref: str, more: Said, degree: str = ""
) -> Found | str:
    """A recall as risk information. story: the texts that are kept whole. ref: the body's number for it.
    degree: as the body grades it."""
    name, cut = named(product)
    texts = list(dict.fromkeys(text for text in [*([product] if cut else []), *story] if text))
    found = told("\n".join(texts), item)
    if isinstance(found, str):
        return found
    values = {"product": name, **more} | found.values
    guessed = [*found.guessed, *(["product"] if cut else [])]
    if len(values.get("model", "")) > LONGEST_NAME:
        values["injury"] = "\n".join(text for text in (values["model"], values.get("injury", "")) if text)
        values["model"] = ""
    if degree:
        values["degree"] = degree
        guessed = [field for field in guessed if field != "degree"]
    if ref:
        values["source_ref"] = more.get("source_ref") or ref
    cited = "、".join(dict.fromkeys(_STANDARD.findall(" ".join(texts))))
    if cited and len(cited) <= LONGEST_NAME:
        values["standard_ref"] = cited
    return Found(values, tuple(guessed), key=f"{body} {ref}" if ref else "")


# --- the European Union ------------------------------------------------------------------------------------

# Of a risk type's words, the kind of hazard; the gravest first.
RISKS = {
    "Fire": "fire_explosion",
    "Electric shock": "electrical",
    "Microbiological": "microbiological",
    "Chemical": "chemical",
    "Burns": "thermal",
    "Choking": "size_shape",
    "Suffocation": "size_shape",
    "Asphyxiation": "size_shape",
    "Strangulation": "mechanical",
    "Entrapment": "mechanical",
    "Injuries": "mechanical",
    "Cuts": "mechanical",
    "Drowning": "lack_of_protection",
    "Damage to sight": "lack_of_protection",
    "Damage to hearing": "noise_vibration",
}
# An alert under article 12 is of a serious risk; one under article 11 is not.
GRADES = {"A12": "high", "SR": "high", "A11": "medium", "INFO": "low"}


def safety_gate(texts: Said) -> Found | type[Conforms] | str:
    risk, number = texts.get("risk", ""), texts.get("number", "")
    if not number or not risk:
        return _("The alert has no number or names no risk.")
    found = made(
        "EU",
        texts.get("product", ""),
        risk,
        [texts.get("text", ""), texts.get("measures", ""), texts.get("description", "")],
        number,
        {"brand": texts.get("brand", ""), "scope_text": texts.get("country", "")},
        next((degree for begin, degree in GRADES.items() if number.startswith(begin)), ""),
    )
    if isinstance(found, Found):
        kind = next((kind for word, kind in RISKS.items() if word.casefold() in risk.casefold()), "")
        found.values.update({"hazard_type": kind} if kind else {})
    return found


# --- the United States -------------------------------------------------------------------------------------


def consumer(texts: Said) -> Found | type[Conforms] | str:
    """A recall of consumer products: from its headline, as their web site writes it."""
    title, hazards = texts.get("title", ""), texts.get("hazards", "")
    if not title:
        return _("The recall has no title.")
    parts = _TITLE.match(title)
    product = (parts["after"] or parts["before"]) if parts else title
    found = made(
        "CPSC",
        product,
        (parts["why"] if parts and parts["why"] else "") or hazards,
        [title, texts.get("text", ""), hazards],
        texts.get("number", ""),
        {"enterprise": texts.get("enterprise", ""), "source_ref": texts.get("address", "")},
    )
    if isinstance(found, Found) and not parts:
        return Found(found.values, (*found.guessed, "product"), found.key)
    return found


def american_recall(texts: Said) -> Found | type[Conforms] | str:
    """A recall as the two safety bodies give it out in one shape: of product types, or of vehicles' parts."""
    component = texts.get("component", "")
    product = texts.get("description", "") or texts.get("types", "") or component
    makes = texts.get("brand", "")
    more = {
        "enterprise": texts.get("enterprise", ""),
        "model": texts.get("model", ""),
        "brand": makes if len(makes) <= 120 else "",
        "source_ref": texts.get("address", ""),
    }
    story = [texts.get("defect", ""), texts.get("consequence", "")]
    item = texts.get("hazards", "") or texts.get("subject", "") or component
    if not texts.get("number") or not item:
        return _("The recall has no number or does not say what is hazardous.")
    return made(texts.get("body", ""), product, item, story, texts["number"], more)


def food_and_drug(texts: Said) -> Found | type[Conforms] | str:
    description = texts.get("description", "")
    if not description:
        return _("The product's name is missing.")
    grade = {"Class I": "high", "Class II": "medium", "Class III": "low"}.get(texts.get("class", ""), "")
    reason = texts.get("reason", "")
    number = next(iter(re.findall(r"Recall # ?([A-Z]-\d{1,9}-\d{1,9})", description)), "")
    item = reason if len(reason) <= 400 else ""
    if not reason:
        return _("The recall does not say why.")
    more = {
        "enterprise": "" if len(texts.get("enterprise", "")) > LONGEST_NAME else texts.get("enterprise", "")
    }
    story = [reason if not item else "", texts.get("enterprise", "") if not more["enterprise"] else ""]
    return made("FDA", description, item, [*story, texts.get("code", "")], number, more, grade)


def listed(texts: Said) -> Found | type[Conforms] | str:
    """A line of the template."""
    number = texts.get("number", "") or texts.get("source_ref", "")
    defect = texts.get("defect", "") or texts.get("hazard_item", "")
    if not defect:
        return _("The line does not say what is hazardous.")
    found = told(defect, texts.get("hazard_item", ""))
    if isinstance(found, str):
        return found
    values = found.values | {"source_ref": texts.get("source_ref", "") or number}
    country = " ".join(text for text in (texts.get("body", ""), texts.get("country", "")) if text)
    values |= {"scope_text": country} if country else {}
    return Found(values, found.guessed, key=f"{texts.get('body', '')} {number}".strip())


def dated(
    read: Callable[[Said], Found | type[Conforms] | str],
) -> Callable[[Said], Found | type[Conforms] | str]:
    """The same, with the day as the Americans write it understood."""

    def found(texts: Said) -> Found | type[Conforms] | str:
        one = read(texts)
        if isinstance(one, Found) and texts.get("reported_on"):
            one.values["reported_on"] = american(texts["reported_on"])
        return one

    return found


UNSTATED = {
    "standard_ref": Default(
        "境外召回信息未列明标准", gettext_lazy("A foreign recall rarely cites a standard.")
    )
}


def layout(
    name: str,
    label: object,
    needs: tuple[str, ...],
    read: Callable[[Said], Found | type[Conforms] | str],
    **columns: str,
) -> Layout:
    return Layout(
        name=name,
        channel="e",
        source="foreign_body",
        label=label,  # type: ignore[arg-type]
        sheet="",
        needs=needs,
        read=dated(read),
        columns=columns,
        defaults=UNSTATED,
    )


BODIES = (
    layout(
        "safety_gate",
        gettext_lazy("Alerts of the EU's Safety Gate"),
        ("number", "risk", "product"),
        safety_gate,
        number="alert_number alertnumber",
        product="product_name product",
        brand="brand",
        description="product_description",
        risk="risk_type",
        text="risk_description",
        measures="measures_authorities measures",
        country="country_of_origin",
    ),
    layout(
        "us_consumer",
        gettext_lazy("Recalls of US consumer products"),
        ("number", "title", "hazards"),
        consumer,
        number="recall_number recallnumber",
        title="title",
        text="description",
        enterprise="manufacturer",
        hazards="hazards",
        reported_on="recall_date recalldate",
        address="url",
    ),
    layout(
        "us_recalls",
        gettext_lazy("Recalls of US products and vehicles"),
        ("number", "body", "hazards|component"),
        american_recall,
        number="recall_number",
        body="organization",
        description="descriptions",
        types="product_types",
        hazards="hazards",
        enterprise="manufacturers manufacturer",
        component="component_description",
        subject="recall_subject",
        defect="defect_summary",
        consequence="consequence_summary",
        brand="make",
        model="model",
        address="recall_url",
        reported_on="recall_date",
    ),
    layout(
        "us_food_and_drug",
        gettext_lazy("Recalls of US food, drugs and devices"),
        ("description", "reason", "class"),
        food_and_drug,
        description="product-description product_description",
        reason="reason-for-recall reason_for_recall",
        enterprise="recalling-firm recalling_firm",
        code="code-info code_info",
        reported_on="report-date report_date",
        **{"class": "classification"},
    ),
)
RECALLS = Layout(
    name="foreign_recalls",
    channel="e",
    source="foreign_body",
    label=gettext_lazy("Foreign recalls, in the template's columns"),
    sheet="境外召回",
    needs=("body", "product", "defect|hazard_item"),
    read=listed,
    columns={
        "body": "发布机构 境外机构 机构 来源机构",
        "number": "通报编号 召回编号 编号",
        "reported_on": "发布日期 通报日期 召回日期 日期",
        "country": "国家 国家/地区 原产国",
        "product": "产品名称 产品",
        "defect": "缺陷描述 风险描述 召回原因 危害描述",
        "source_ref": "网址 链接 url",
    },
    shown=(
        "body",
        "number",
        "reported_on",
        "country",
        "product",
        "category",
        "brand",
        "model",
        "enterprise",
        "defect",
        "hazard_item",
        "hazard_type",
        "degree",
        "standard_ref",
        "source_ref",
    ),
    example={
        "body": "欧盟安全门",
        "number": "A12/00000/26",
        "reported_on": "2026-11-13",
        "country": "某国",
        "product": "电动玩具车",
        "category": "儿童用品",
        "brand": "戊牌",
        "model": "W-8",
        "enterprise": "戊玩具有限公司",
        "defect": "电池盒可被儿童打开，纽扣电池有被吞咽的危险",
        "hazard_item": "电池盒未紧固",
        "hazard_type": "尺寸形状",
        "degree": "严重",
        "standard_ref": "EN 71-1",
        "source_ref": "https://example.org/alert/00000",
    },
    defaults=UNSTATED,
)
LAYOUTS = (*BODIES, RECALLS)
