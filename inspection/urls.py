"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from documents.form_files.views import addresses
from inspection.commissions.views.commissions import draw
from inspection.instruments import views as instruments
from inspection.issuing.sealing.views import sealing, sealing_begin, unsealed_reports
from inspection.issuing.views import issuing, signed_reports
from inspection.laboratories.views import qualifications
from inspection.laboratories.views.annex_file import ANNEX
from inspection.reports.views.judged import results_judged
from inspection.reports.views.results_file import RESULTS

addressed("qualification", "instrument")
urlpatterns: list[URLPattern] = [
    path("qualifications/", qualifications.qualifications, name="qualifications"),
    path("qualifications/new/", qualifications.add, name="qualification-new"),
    path("qualifications/<qualification:pk>/", qualifications.qualification, name="qualification"),
    path("qualifications/<qualification:pk>/change/", qualifications.change, name="qualification-change"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/new/", instruments.add, name="instrument-new"),
    path("instruments/<instrument:pk>/", instruments.instrument, name="instrument"),
    path("instruments/<instrument:pk>/change/", instruments.change, name="instrument-change"),
    path("instruments/<instrument:pk>/calibrate/", instruments.calibrate, name="instrument-calibrate"),
    path("instruments/<instrument:pk>/withdraw/", instruments.withdraw, name="instrument-withdraw"),
    path("instruments/<instrument:pk>/end/", instruments.end, name="instrument-end"),
    path("entrustments/<str:number>/draw.zip", draw, name="draw"),
    path("signed-reports/", signed_reports, name="signed-reports"),
    path("issuings/<str:token>/", issuing, name="issuing"),
    path("unsealed-reports/", unsealed_reports, name="unsealed-reports"),
    path("unsealed-reports/seal/", sealing_begin, name="sealing-begin"),
    path("sealings/<str:token>/", sealing, name="sealing"),
    path("reports/<str:number>/enter/judged/", results_judged, name="results-judged"),
    *addresses(ANNEX),
    *addresses(RESULTS),
]
