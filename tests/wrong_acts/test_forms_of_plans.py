"""Does a plan's file change nothing behind an approval or a colleague's back? (C)"""

from __future__ import annotations

import pytest

from monitoring.plans.actions import plans, versions
from tests.conftest import NOW
from tests.documents.books import Books, beside, faults
from tests.monitoring import given

pytestmark = pytest.mark.django_db(databases=["default", "log"])
PRODUCTS, QUOTAS = "Product", "Quota"


@pytest.fixture
def books(at_desk):
    return Books(at_desk)


def batches(book, row=2):
    page = book[PRODUCTS]
    return page.cell(row, [one.value for one in page[1]].index("Batches") + 1)


def test_a_plan_goes_out_and_comes_back_with_its_products_and_quotas(cast, books):
    plan = given.draft_plan(cast, NOW)
    book = books.out(cast.planner, plan, "plan")
    assert beside(book, "Work plan", "Platforms to sample on").value == str(cast.platform)
    beside(book, "Work plan", "Price range").value = "up to 300 yuan"
    batches(book).value = "7"
    page = book[QUOTAS]
    heads = [one.value for one in page[1]]
    for head, text in (("Platform", str(cast.platform)), ("At most, batches", "9")):
        page.cell(2, heads.index(head) + 1).value = text
    shown = books.send(cast.planner, plan, "plan", book)
    assert shown.status_code == 200, faults(shown)
    assert "up to 300 yuan" in faults(shown) and plan.items.get(position=1).batches == 1
    assert books.agree(cast.planner, plan, "plan", shown).status_code == 302
    plan.refresh_from_db()
    assert (plan.price_range, plan.items.get(position=1).batches) == ("up to 300 yuan", 7)
    assert plan.quotas.get().most == 9 and plan.items.count() == len(given.PRODUCTS)


def test_a_file_raises_no_batches_after_the_approval(cast, books):
    plan = given.draft_plan(cast, NOW)
    book = books.out(cast.planner, plan, "plan")
    batches(book).value = "700"
    shown = books.send(cast.planner, plan, "plan", book)
    versions.submit_plan(plan, by=cast.planner, now=NOW)
    plans.approve_plan(plan, by=cast.approver, now=NOW)
    again = books.send(cast.planner, plan, "plan", book)
    assert again.status_code == 422 and "Nothing of this form can be filled in now" in faults(again)
    assert books.agree(cast.planner, plan, "plan", shown).status_code == 409
    assert plan.items.get(position=1).batches == 1


def test_an_old_file_does_not_overwrite_a_colleagues_products(cast, books):
    plan = given.draft_plan(cast, NOW)
    book = books.out(cast.planner, plan, "plan")
    plan.items.filter(position=1).update(batches=9)
    batches(book).value = "7"
    shown = books.send(cast.planner, plan, "plan", book)
    assert shown.status_code == 422 and "Somebody changed these lines" in faults(shown)
    assert plan.items.get(position=1).batches == 9


def test_a_choice_that_the_page_does_not_offer_is_refused_in_its_line(cast, books):
    plan = given.draft_plan(cast, NOW)
    book = books.out(cast.planner, plan, "plan")
    beside(book, "Work plan", "Monitoring center").value = "A center of our own"
    batches(book).value = "many"
    said = faults(books.send(cast.planner, plan, "plan", book))
    assert "“A center of our own” is not among what can be chosen here." in said
    beside(book, "Work plan", "Monitoring center").value = str(cast.center)
    said = faults(books.send(cast.planner, plan, "plan", book))
    assert "Product, line 2" in said and "Enter a whole number." in said


def test_who_plans_nothing_takes_no_plan_out(cast, books):
    plan = given.draft_plan(cast, NOW)
    assert books.ask(cast.approver, plan, "plan", "-sheet").status_code == 403
    assert books.ask(cast.tester, plan, "plan", "-sheet").status_code == 404


def test_a_file_goes_in_once(cast, books):
    plan = given.draft_plan(cast, NOW)
    book = books.out(cast.planner, plan, "plan")
    batches(book).value = "7"
    shown = books.send(cast.planner, plan, "plan", book)
    assert books.agree(cast.planner, plan, "plan", shown).status_code == 302
    again = books.agree(cast.planner, plan, "plan", shown)
    assert again.status_code == 409 and "Something has changed since this was shown" in faults(again)
