"""At which addresses are the registers?"""

from django.urls import include, path

from registers import goods
from registers.checklist import own, views  # noqa: F401  what is needed
from registers.entries import urls as entries

REGISTERS = (goods.CATEGORIES, goods.STANDARDS, goods.ITEMS, goods.RULES)
urlpatterns = [
    path("", include("registers.organisations.urls")),
    *entries.of(REGISTERS),
    *entries.FILES,
    path("checklist/", views.checklist, name="checklist"),
]
