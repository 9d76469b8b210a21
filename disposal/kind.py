"""Where and how are compiled results, and what follows from them met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages import navigation as stations
from casework.pages.beside import cards
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation, NationalReport
from disposal.models.disposals import PlatformDisposal
from disposal.models.letters import Assistance
from disposal.models.notices import Denial, ResultNotice
from disposal.views.again import AGAIN, ANEW
from disposal.views.cases import about_case
from disposal.views.compilations import GOES_OUT, REPORTED, about_compilation, about_national
from disposal.views.disposals import DISPUTED, DONE, LESS, about_disposal, what_is_asked
from disposal.views.disputed import WHOSE
from disposal.views.ending import ENDING
from disposal.views.matter import DENIED, MATTER
from disposal.views.notices import TAKEN_BACK, about_notice
from disposal.views.proposed import PROPOSED, SAID
from documents import views as papers

COMPILATIONS = Desk(
    Compilation,
    at="compilations",
    order=130,
    label=_("Compiled reports"),
    menu=Section.DISPOSAL.at(10, Kind.CENTER, Kind.REGULATOR),
    station=stations.COMPILATION,
    about=about_compilation,
    beside={"approve": GOES_OUT, "send": GOES_OUT},
    template="disposal/compilation.html",
)


DISPOSALS = Desk(
    PlatformDisposal,
    at="disposals",
    order=140,
    label=_("Platform disposals"),
    menu=Section.DISPOSAL.at(20, Kind.CENTER, Kind.REGULATOR, Kind.PLATFORM),
    station=stations.DISPOSAL,
    about=about_disposal,
    beside={
        "verify": DONE,
        "settle": DISPUTED,
        "dispute": cards(what_is_asked),
        **dict.fromkeys(("propose_less", "accept_less", "refuse_less"), LESS),
        **AGAIN,
    },
    template="disposal/platformdisposal.html",
)


RESULT_NOTICES = Desk(
    ResultNotice,
    on_page=frozenset({"close"}),
    at="result-notices",
    order=150,
    label=_("Result notices"),
    menu=Section.DISPOSAL.at(30, Kind.CENTER, Kind.REGULATOR, Kind.MERCHANT),
    station=stations.PARTIES,
    about=about_notice,
    template="disposal/resultnotice.html",
)


DENIALS = Desk(
    Denial,
    at="denials",
    order=160,
    label=_("Denials"),
    menu=Section.DISPOSAL.at(40, Kind.CENTER, Kind.REGULATOR, Kind.MERCHANT),
    station=stations.PARTIES,
    about=papers.about,
    beside={
        **dict.fromkeys(("void", "keep"), TAKEN_BACK),
        **dict.fromkeys(("ask", "uphold", "reject"), DENIED),
    },
    template="disposal/denial.html",
)


CASES = Desk(
    EnforcementCase,
    at="enforcement-cases",
    order=170,
    label=_("Enforcement cases"),
    menu=Section.DISPOSAL.at(50, Kind.CENTER, Kind.REGULATOR),
    station=stations.ENFORCEMENT,
    about=about_case,
    otherwise=MATTER,
    beside={
        **dict.fromkeys(("review", "send_back", "decide", "reject_decision"), PROPOSED),
        "hear": SAID,
        **dict.fromkeys(("transfer", "dispute", "assign"), WHOSE),
        **AGAIN,
        **dict.fromkeys(("not_file", "feed_back", "return_report", "verify", "return"), ENDING),
        **dict.fromkeys(("let_stand", "close", "amend"), ENDING),
        "refer_anew": ANEW,
    },
    template="disposal/enforcementcase.html",
)


LETTERS = Desk(
    Assistance,
    on_page=frozenset({"accept"}),
    at="assistance-letters",
    order=180,
    label=_("Assistance letters"),
    menu=Section.DISPOSAL.at(60, Kind.CENTER, Kind.REGULATOR, Kind.PLATFORM),
    station=stations.ENFORCEMENT,
    about=papers.about,
    template="disposal/assistance.html",
)


NATIONAL_REPORTS = Desk(
    NationalReport,
    at="national-reports",
    order=190,
    label=_("National reports"),
    menu=Section.DISPOSAL.at(70, Kind.CENTER, Kind.REGULATOR),
    station=stations.NATION,
    about=about_national,
    beside=dict.fromkeys(
        ("write", "review", "approve", "send", "return", "send_back", "hand_back"), REPORTED
    ),
    template="disposal/nationalreport.html",
)
