"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from sampling.custody import views as samples
from sampling.deliveries import views as refunds
from sampling.evidence import views as evidence
from sampling.listings.views import listings, offers
from sampling.money import views as money
from sampling.purchases import views as purchases
from sampling.recipients.views import consents, recipients
from sampling.samples.views import counts, labels, storage
from sampling.selection import views as selection

addressed("storage_rule", "storage_place")
urlpatterns: list[URLPattern] = [
    path("schemes/<str:number>/listings/", listings.listings, name="listings"),
    path("schemes/<str:number>/listings.<str:ending>", listings.listing_sheet, name="listing-sheet"),
    path("schemes/<str:number>/files/<str:token>/", offers.offer_file, name="offer-file"),
    path("schemes/<str:number>/files/<str:token>/discard/", offers.offer_discard, name="offer-discard"),
    path("schemes/<str:number>/files/<str:token>/columns/", offers.offer_columns, name="offer-columns"),
    path("schemes/<str:number>/files/<str:token>/refused.csv", offers.offer_refused, name="offer-refused"),
    path("schemes/<str:number>/choice.zip", selection.choice_bundle, name="choice-bundle"),
    path("schemes/<str:number>/choices/<str:token>/", selection.choosing, name="choosing"),
    path("schemes/<str:number>/readings/<str:token>/", selection.perusal, name="perusal"),
    path("purchases/assign/", purchases.assign_many, name="purchases-assign"),
    path("purchases/<str:number>/reveal/", purchases.reveal_purchase, name="purchase-reveal"),
    path("purchases/<str:number>/evidence/", evidence.add_evidence, name="purchase-evidence"),
    path("purchases/<str:number>/bag/", evidence.take_out, name="purchase-bag"),
    path("purchases/<str:number>/files/", evidence.check_files, name="purchase-files"),
    path("purchases/<str:number>/invoice/", money.purchase_invoice, name="purchase-invoice"),
    path("money/", money.money_page, name="money"),
    path("money/ledger.<str:ending>", money.money_sheet, name="money-sheet"),
    path("money/give/", money.money_give, name="money-give"),
    path("money/back/", money.money_back, name="money-back"),
    path("money/<str:token>/confirm/", money.advance_confirm, name="advance-confirm"),
    path("money/<str:token>/deny/", money.advance_deny, name="advance-deny"),
    path("money/<str:token>/withdraw/", money.advance_withdraw, name="advance-withdraw"),
    path("money/plans/<str:number>/overrun/", money.plan_overrun, name="workplan-overrun"),
    path("samples/labels/", labels.ask_labels, name="labels-ask"),
    path("labels/<str:token>/", labels.label_sheet, name="labels"),
    path("labels/<str:token>/labels.pdf", labels.label_file, name="labels-file"),
    path("samples/<str:number>/label/", labels.label, name="sample-label"),
    path("samples/<str:number>/seals/", samples.seals, name="sample-seals"),
    path("stocktakings/", counts.stocktakings, name="stocktakings"),
    path("stocktakings/<str:token>/", counts.stocktaking, name="stocktaking"),
    path("stocktakings/<str:token>/end/", counts.stocktaking_end, name="stocktaking-end"),
    path("stocktakings/<str:token>/explain/", counts.stocktaking_explain, name="stocktaking-explain"),
    path("stocktakings/<str:token>/close/", counts.stocktaking_close, name="stocktaking-close"),
    path("refunds/", refunds.claims, name="claims"),
    path("refunds/list.<str:ending>", refunds.claims_sheet, name="claims-sheet"),
    path("refunds/<str:number>/", refunds.claim, name="claim"),
    path("refunds/<str:number>/enter/", refunds.claim_enter, name="claim-enter"),
    path("refunds/<str:number>/write-off/", refunds.claim_write_off, name="claim-write-off"),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/new/", recipients.recipient_add, name="recipient-add"),
    path("recipients/reads/", consents.reads, name="recipient-reads"),
    path("recipients/wordings/", consents.declarations, name="declarations"),
    path("recipients/wordings/new/", consents.declaration_new, name="declaration-new"),
    path("recipients/<str:pseudonym>/", recipients.recipient_detail, name="recipient"),
    path("recipients/<str:pseudonym>/consent/", recipients.recipient_consent, name="recipient-consent"),
    path(
        "recipients/<str:pseudonym>/identifier/", recipients.recipient_identifier, name="recipient-identifier"
    ),
    path("recipients/<str:pseudonym>/retire/", recipients.recipient_retire, name="recipient-retire"),
    path("recipients/<str:pseudonym>/withdraw/", recipients.recipient_withdraw, name="recipient-withdraw"),
    path("recipients/<str:pseudonym>/reveal/", recipients.recipient_reveal, name="recipient-reveal"),
    path("recipients/<str:pseudonym>/erase/", recipients.recipient_erase, name="recipient-erase"),
    path("storage/", storage.storage, name="storage"),
    path("storage/rules/new/", storage.add_rule, name="storage-rule-new"),
    path("storage/rules/<storage_rule:pk>/", storage.rule, name="storage-rule"),
    path("storage/places/new/", storage.change_place, name="storage-place-new"),
    path("storage/places/<storage_place:pk>/", storage.place, name="storage-place"),
    path("storage/places/<storage_place:pk>/change/", storage.change_place, name="storage-place-change"),
    path("storage/places/<storage_place:pk>/reading/", storage.read_off, name="storage-reading"),
    path("storage/samples/<str:number>/", storage.put, name="storage-put"),
    path("storage/samples/<str:number>/out/", storage.take_out, name="storage-out"),
    path("leaks/", purchases.leaks, name="leaks"),
    path("leaks/<str:pseudonym>/rest/", purchases.leak_rest, name="leak-rest"),
    path("undertaking/", consents.undertaking, name="undertaking"),
]
