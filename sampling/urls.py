"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from sampling import views

urlpatterns: list[URLPattern] = [
    path("schemes/<str:number>/choice.zip", views.choice_bundle, name="choice-bundle"),
    path("schemes/<str:number>/choices/<str:token>/", views.choosing, name="choosing"),
    *views.SCHEMES.urls("schemes"),
    path("purchases/<str:number>/reveal/", views.reveal_purchase, name="purchase-reveal"),
    path("purchases/<str:number>/invoice/", views.purchase_invoice, name="purchase-invoice"),
    path("money/", views.money_page, name="money"),
    path("money/ledger.<str:ending>", views.money_sheet, name="money-sheet"),
    path("money/give/", views.money_give, name="money-give"),
    path("money/back/", views.money_back, name="money-back"),
    path("money/<str:token>/confirm/", views.advance_confirm, name="advance-confirm"),
    path("money/<str:token>/deny/", views.advance_deny, name="advance-deny"),
    path("money/plans/<str:number>/overrun/", views.plan_overrun, name="workplan-overrun"),
    *views.SETTLEMENTS.urls("settlements"),
    *views.PURCHASES.urls("purchases"),
    path("samples/labels/", views.ask_labels, name="labels-ask"),
    path("labels/<str:token>/", views.label_sheet, name="labels"),
    path("labels/<str:token>/labels.pdf", views.label_file, name="labels-file"),
    path("samples/<str:number>/label/", views.label, name="sample-label"),
    *views.SAMPLES.urls("samples"),
    path("recipients/", views.recipients, name="recipients"),
    path("recipients/new/", views.recipient_add, name="recipient-add"),
    path("recipients/reads/", views.reads, name="recipient-reads"),
    path("recipients/wordings/", views.declarations, name="declarations"),
    path("recipients/wordings/new/", views.declaration_new, name="declaration-new"),
    path("recipients/<str:pseudonym>/", views.recipient_detail, name="recipient"),
    path("recipients/<str:pseudonym>/consent/", views.recipient_consent, name="recipient-consent"),
    path("recipients/<str:pseudonym>/identifier/", views.recipient_identifier, name="recipient-identifier"),
    path("recipients/<str:pseudonym>/retire/", views.recipient_retire, name="recipient-retire"),
    path("recipients/<str:pseudonym>/withdraw/", views.recipient_withdraw, name="recipient-withdraw"),
    path("recipients/<str:pseudonym>/reveal/", views.recipient_reveal, name="recipient-reveal"),
    path("recipients/<str:pseudonym>/erase/", views.recipient_erase, name="recipient-erase"),
    path("leaks/", views.leaks, name="leaks"),
    path("leaks/<str:pseudonym>/rest/", views.leak_rest, name="leak-rest"),
    path("undertaking/", views.undertaking, name="undertaking"),
]
