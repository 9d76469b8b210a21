"""Does each part of a page say what it was given, and make safe what it was given?"""

from __future__ import annotations

from datetime import datetime

import pytest
from django import forms
from jinja2 import UndefinedError
from markupsafe import Markup

from casework.terms.around import around
from casework.terms.calendar import official
from casework.terms.count import SHANGHAI, Unit, count

DUE = datetime(2026, 10, 8, 23, 59, tzinfo=SHANGHAI)


class Check(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Name", help_text="As listed.")
    remark = forms.CharField(label="Remark", required=False)
    verdict = forms.ChoiceField(label="Verdict", choices=[("p", "passed")], widget=forms.RadioSelect)
    evidence = forms.FileField(label="Evidence")
    groups = [("The product", ["name", "remark"]), ("The check", ["verdict", "evidence"])]


def test_a_clock_in_a_panel_says_its_day_and_how_it_was_counted(draw):
    clock = {
        "label": "Return",
        "status": "soon",
        "text": "due today",
        "due": DUE,
        "why": "7 days, then rolled.",
    }
    html = draw("parts/clock.html", "clocks([c])", c=clock)
    assert "due today" in html
    assert "2026-10-08" in html
    assert "7 days, then rolled." in html


def test_a_refused_step_is_no_link_and_says_why(draw):
    offer = {"label": "Store it", "url": "/store/", "reason": "The proof is missing."}
    step = {"cautions": [], "said": "", "lead": None, "others": [offer], "exceptions": [], "idle": False}
    html = draw("parts/actions.html", 'next_step(step, "Verifier", "")', step=step)
    assert "/store/" not in html
    assert "The proof is missing." in html


def test_one_thing_leads_and_what_leads_back_is_folded(draw):
    lead = {"label": "Store it", "url": "/store/", "reason": None, "rank": "main"}
    back = {"label": "Return it", "url": "/return/", "reason": None}
    step = {"cautions": ["Nobody tests it."], "said": "", "lead": lead, "others": [], "exceptions": [back]}
    html = draw("parts/actions.html", 'next_step(step, "Verifier", "")', step=step)
    shown, folded = html.split("<details")
    assert shown.count("btn-primary") == 1 and "/return/" not in shown and "/return/" in folded
    assert shown.index("Nobody tests it.") < shown.index("/store/")


def test_a_direct_step_posts_with_the_token_and_asks_first(draw):
    offer = {"label": "Return it", "url": "/return/", "reason": None, "direct": True, "confirm": "Sure?"}
    html = draw("parts/actions.html", "button(o, token)", o=offer, token=Markup("<i>token</i>"))
    assert '<form method="post" action="/return/" data-confirm="Sure?">' in html
    assert "<i>token</i>" in html


def test_the_step_bar_marks_the_present_state_once(draw):
    stages = [{"label": str(i), "when": when} for i, when in enumerate(["done", "now", "ahead"])]
    assert draw("parts/steps.html", "steps(s)", s=stages).count('aria-current="step"') == 1


def test_a_table_takes_rows_as_tuples_and_labels_each_cell_for_phones(draw):
    columns = [{"label": "Matter", "key": 0}, {"label": "Signals", "key": 1, "kind": "number"}]
    html = draw("parts/table.html", 'table(columns, rows, "Cases")', columns=columns, rows=[("Pram", 1216)])
    assert '<td class="wj-cell-number" data-label="Signals">1,216' in html


def test_what_people_typed_is_escaped_in_a_table(draw):
    html = draw("parts/table.html", "table(c, r, 'x')", c=[{"label": "A", "key": 0}], r=[("<script>",)])
    assert "<script>" not in html


def test_the_pager_offers_only_the_pages_that_exist(draw):
    html = draw("parts/table.html", 'pager(50, none, older="?before=X")')
    assert "50 of 1,000+" in html
    assert "Older" in html
    assert "Newer" not in html


def test_older_events_unfold(draw):
    lines = [
        {"label": f"step {i}", "who": "Li", "role": "", "at": DUE, "clause": "", "note": ""} for i in range(8)
    ]
    shown, _, folded = draw("parts/trail.html", "trail(lines)", lines=lines).partition("<details")
    assert "step 5" in shown
    assert "step 6" in folded
    assert "2 earlier events" in folded


def test_an_error_stands_beside_its_field_and_leads_there_from_the_summary(draw):
    html = draw("parts/fields.html", 'sheet(form, "", "Save")', form=Check({}))
    assert '<a href="#id_name">Name</a>: This field is required.' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "3 things are to be put right" in html


def test_mandatory_and_optional_fields_are_told_apart(draw):
    form = Check()
    assert "wj-must" in draw("parts/fields.html", "field(f)", f=form["name"])
    assert "optional" in draw("parts/fields.html", "field(f)", f=form["remark"])


def test_a_file_field_says_type_and_size_before(draw):
    html = draw("parts/fields.html", 'file_drop(f, types=".pdf,.png", limit=1048576)', f=Check()["evidence"])
    assert ".pdf, .png, up to 1.0\xa0MB each" in html
    assert 'accept=".pdf,.png"' in html


def test_a_form_is_drawn_in_the_groups_of_the_paper(draw):
    html = draw("parts/fields.html", 'sheet(form, "", "Save")', form=Check())
    order = [html.index(word) for word in ("The product", "Remark", "The check", "Verdict", "Evidence")]
    assert order == sorted(order)


def test_an_unknown_icon_is_an_error(draw):
    with pytest.raises(UndefinedError):
        draw("parts/icons.html", 'icon("no-such-icon")')


def test_a_step_that_asks_for_nothing_is_one_button(draw):
    html = draw("parts/fields.html", 'sheet(none, "", "Ship it", cancel="/back/")')
    assert '<button class="btn btn-primary">Ship it</button>' in html
    assert "<input" not in html


def test_the_calendar_around_a_count_is_a_table_whose_days_speak(draw):
    start = datetime(2026, 9, 16, tzinfo=SHANGHAI)
    counted = count(start, 100, Unit.CALENDAR, calendar=official())
    html = draw("parts/month.html", 'month(weeks, "x")', weeks=around(counted, calendar=official()))
    assert (
        html.count('<th scope="col">') == 8
        and '<th scope="row"><span class="visually-hidden">2026-09-14' in html
    )
    assert '<td class="wj-month-start"><time datetime="2026-09-16">' in html and "<span>start</span>" in html
    assert "… 9 weeks …" in html
