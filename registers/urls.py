"""At which addresses are the registers?"""

from django.urls import include, path

from registers import goods
from registers.checklist import own, views  # noqa: F401  what is needed
from registers.entries import urls as entries
from registers.entries.urls import looking
from registers.entries.views.offered import offered_items, offered_rules

REGISTERS = (goods.CATEGORIES, goods.STANDARDS, goods.ITEMS, goods.RULES)
urlpatterns = [
    path("", include("registers.organisations.urls")),
    *entries.of(REGISTERS),
    *entries.FILES,
    path("offered-items/", looking(offered_items), name="offered-items"),
    path("offered-rules/", looking(offered_rules), name="offered-rules"),
    path("checklist/", views.checklist, name="checklist"),
]
