"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from sampling import views

urlpatterns: list[URLPattern] = [
    path("schemes/<str:number>/choice.zip", views.choice_bundle, name="choice-bundle"),
    path("schemes/<str:number>/choices/<str:token>/", views.choosing, name="choosing"),
    *views.SCHEMES.urls("schemes"),
    path("purchases/<str:number>/reveal/", views.reveal_purchase, name="purchase-reveal"),
    path("purchases/<str:number>/evidence/", views.add_evidence, name="purchase-evidence"),
    path("purchases/<str:number>/bag/", views.take_out, name="purchase-bag"),
    path("purchases/<str:number>/files/", views.check_files, name="purchase-files"),
    *views.PURCHASES.urls("purchases"),
    path("samples/labels/", views.ask_labels, name="labels-ask"),
    path("labels/<str:token>/", views.label_sheet, name="labels"),
    path("labels/<str:token>/labels.pdf", views.label_file, name="labels-file"),
    path("samples/<str:number>/label/", views.label, name="sample-label"),
    *views.SAMPLES.urls("samples"),
    path("recipients/", views.recipients, name="recipients"),
    path("recipients/new/", views.recipient_add, name="recipient-add"),
    path("recipients/<str:pseudonym>/reveal/", views.recipient_reveal, name="recipient-reveal"),
    path("recipients/<str:pseudonym>/erase/", views.recipient_erase, name="recipient-erase"),
]
