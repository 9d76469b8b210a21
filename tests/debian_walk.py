"""How do people begin on a server? At browsers over https, from the first log-in to an approved plan.

The steps are those of tests/journeys/test_founded.py; here nobody sets the clock, and a worker draws papers.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from documents.models import Document
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.chromium import CHROMIUM, FLAGS
from tests.debian import HOST, until
from tests.journeys import eight, founded, sampled
from tests.journeys.people import Camera, Person, Site

SIGNAL = {
    "channel": "a",
    "source_ref": "12315-0001",
    "product": "剖腹产专用收腹带",
    "hazard_item": "甲醛含量",
    "hazard_type": "chemical",
    "scope": "single_shop",
    "degree": "high",
    "trigger": "health_safety",
    "secrecy": "internal",
}
# The first bytes of a file, as the browser gets it.
BEGINS = """address => fetch(address).then(answer => answer.arrayBuffer())
    .then(bytes => new TextDecoder().decode(bytes.slice(0, 5)))"""


class Door:
    """Lets people in, each with a browser of their own."""

    def __init__(self, browser: Browser, camera: Camera) -> None:
        self.browser, self.camera, self.site = browser, camera, Site(f"https://{HOST}")
        self.people: list[Person] = []

    def __call__(self, viewer: object, username: str, given: str) -> Person:
        context = self.browser.new_context(
            locale="zh-CN", viewport={"width": 1440, "height": 900}, ignore_https_errors=True
        )
        context.set_default_timeout(120_000)
        person = Person(founded.viewer(username), context.new_page(), self.site, self.camera)
        person.comes_in(given)
        self.people.append(person)
        return person


def walk() -> None:
    """The whole way; the first password and the folder of pictures stand in the environment."""
    password, folder = os.environ["FIRST_PASSWORD"], Path(os.environ["TRY_FOLDER"])
    founded.by_command = lambda *_file: password  # it was founded already, by the command of the installation
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
        fonts = str(settings.BASE_DIR / "documents" / "fonts" / "fonts.conf")
        given: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": fonts}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags, env=given)
        door = Door(browser, Camera(str(folder / "pictures")))
        people = founded.arrive(door)
        print("Everybody came in, and the checklist is gone through", flush=True)  # noqa: T201
        case = a_signal_becomes_a_case(people)
        sampled.the_panel_has_it_sampled(people, case)
        today = timezone.localdate()
        plan = sampled.the_regulator_plans(people, case, today, today + timedelta(days=60))
        print(f"{plan.number} is {plan.state}", flush=True)  # noqa: T201
        until(lambda: not Document.objects.filter(record_id=plan.pk, pdf="").exists())
        people.approver.opens(plan)
        paper = people.approver.page.locator(".wj-papers div > a").first.get_attribute("href")
        assert people.approver.page.evaluate(BEGINS, paper) == "%PDF-"
        print("Its paper was drawn and handed out", flush=True)  # noqa: T201
        troubles = [trouble for person in door.people for trouble in person.troubles]
        assert not troubles, troubles


def a_signal_becomes_a_case(people: eight.Eight) -> RiskCase:
    """6.1.1, 6.1.2: written down by hand."""
    center = people.center
    center.goes("/signals/new/")
    at = timezone.localtime() - timedelta(hours=1)
    center.fills(**SIGNAL, category=people.category, collected_at=f"{at:%Y-%m-%dT%H:%M}")
    center.fills(platform=people.platform.viewer.organisation)
    center.sends()
    signal = RiskSignal.objects.get()
    center.goes("/signals/")
    center.page.locator(f'input[name="signal"][value="{signal.number}"]').check()
    center.follows(center.page.locator('form[action="/signals/case/"] button'))
    center.fills(category=people.category, platform=people.platform.viewer.organisation)
    center.fills(summary="消费者反映收腹带有刺激气味，同类产品仍在销售。")
    center.sends()
    return center.is_at(RiskCase)
