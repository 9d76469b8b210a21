"""Does each letter of a mailbox become risk information once, without a letter being touched?"""

from __future__ import annotations

import imaplib
import json
from collections.abc import Iterator
from time import process_time

import pytest

from monitoring.feeds.connectors import Asked, Broken
from monitoring.feeds.connectors import mailbox as connector
from monitoring.feeds.connectors.mailbox import files_of
from monitoring.importers import items
from monitoring.risks.models.signals import RiskSignal
from tests.hostile import LETTERS
from tests.monitoring.feeds.feed_samples import kept, read
from tests.monitoring.feeds.mail_samples import BOX, Mailbox, letter, mailbox
from tests.monitoring.list_samples import COMPLAINTS
from tests.monitoring.notice_samples import workbook

TIP = letter("充电宝起火", "我买的充电宝昨天起火，电话13800001111。", Message_ID="<tip-1@people.example>")

# How long the worker may be busy itself, in seconds.
BUSY = 5


@pytest.fixture
def box(monkeypatch, settings) -> Iterator[Mailbox]:
    """A mailbox of the cast's center; the connection goes to the server of the test, without TLS."""
    settings.FEED_MAILBOXES = {"Eastland Monitoring Center": {"tips": BOX}}
    with mailbox() as found:
        monkeypatch.setattr(
            connector, "_opened", lambda box: imaplib.IMAP4("127.0.0.1", found.port, timeout=10)
        )
        yield found


@pytest.fixture
def feed(cast, now, box):
    return kept(cast, now, "tips", name="举报邮箱", kind="mail", channel="a")


def with_list(subject: str = "本周投诉") -> object:
    made = letter(subject, "见附件。", Message_ID=f"<{len(subject)}@people.example>")
    made.add_attachment(workbook(COMPLAINTS), maintype="application", subtype="x", filename="投诉.xlsx")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    return made


def test_a_plain_letter_is_one_signal_without_the_numbers_of_people(feed, box, now):
    box.put(1, TIP)
    run = read(feed, now)
    assert (run.ended, run.signals, run.error) == ("new", 1, "")
    signal = RiskSignal.objects.get()
    assert (signal.product, signal.hazard_item, signal.sub_channel) == ("充电宝起火", "起火", "web_mailbox")
    assert signal.source_ref == "tip-1@people.example" and "product" in signal.derived
    assert "138" not in signal.injury and "赵" not in signal.injury


def test_a_list_that_is_attached_is_imported_as_any_file(feed, box, now):
    box.put(1, with_list())
    run = read(feed, now)
    assert (run.lines, run.signals, run.refused) == (2, 1, 1)
    assert run.refusals[0][0].startswith("投诉.xlsx") and "not about quality" not in run.error
    assert RiskSignal.objects.get().product == "电热水壶"


def test_only_what_came_since_is_read_and_nothing_is_marked(feed, box, now):
    box.put(1, TIP)
    read(feed, now)
    assert feed.etag == "7:1"
    box.put(2, letter("玩具车轮脱落", "孩子吞下了轮子。"))
    run = read(feed, now)
    assert (run.signals, feed.etag) == (1, "7:2")
    fetched = [said for said in box.said if "BODY" in said]
    assert len(fetched) == 2 and all("BODY.PEEK[]" in said for said in fetched)
    assert not [said for said in box.said if said.startswith(("SELECT", "STORE", "UID STORE", "UID MOVE"))]


def test_a_mailbox_that_numbers_anew_is_read_from_its_beginning_and_adds_nothing(feed, box, now):
    box.put(1, TIP)
    read(feed, now)
    box.validity = 8
    run = read(feed, now)
    assert (run.lines, run.signals, run.known, feed.etag) == (1, 0, 1, "8:1")


def test_of_many_letters_some_are_read_and_the_others_at_once_after(feed, box, now, monkeypatch):
    monkeypatch.setattr(connector, "MOST_LETTERS", 2)
    for number in (1, 2, 3):
        box.put(number, letter(f"第{number}台烤箱起火", "起火"))
    assert read(feed, now).signals == 2
    assert feed.next_at == now
    assert read(feed, now).signals == 1 and feed.next_at > now


def test_what_cannot_be_read_is_refused_alone(feed, box, now, monkeypatch):
    broken = letter("表格", "见附件。")
    broken.add_attachment(b"PK\x03\x04", maintype="application", subtype="x", filename="bad.xlsx")
    box.put(1, broken)
    box.put(2, letter("照片", "很大" * 2000))
    box.put(3, TIP)
    monkeypatch.setattr(connector, "LARGEST", 5000)
    run = read(feed, now)
    assert (run.ended, run.signals, run.refused, feed.etag) == ("new", 1, 2, "7:3")
    [(first, why), (second, large)] = run.refusals
    assert (first, second) == ("bad.xlsx", "letter 2")
    assert "damaged" in why and "larger than" in large


def test_a_letter_on_which_the_library_stumbles_is_refused_alone(feed, box, now):
    box.put(1, b"From: a:;a:;\r\n\r\n")
    box.put(2, TIP)
    run = read(feed, now)
    assert (run.signals, run.refused) == (1, 1) and "no sound e-mail" in run.refusals[0][1]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_made_to_keep_its_reader_busy_keeps_only_that_one_busy(feed, box, now, name):
    """Anybody may write one: what it takes is taken from a process of its own, and the next one is read."""
    box.put(1, LETTERS[name]())
    box.put(2, TIP)
    begun = process_time()
    run = read(feed, now)
    # Beside it the next reading takes what the first left for want of time.
    while feed.etag != "7:2":
        run = read(feed, now)
    assert process_time() - begun < BUSY
    assert RiskSignal.objects.filter(source_ref="tip-1@people.example").exists() and run.ended == "new"


def test_a_sheet_that_is_no_list_stands_in_the_refusals(feed, box, now):
    made = letter("投诉", "见附件。")
    book = workbook(COMPLAINTS, [["随便", "写的"], ["没有", "表头"]])
    made.add_attachment(book, maintype="application", subtype="x", filename="投诉.xlsx")
    box.put(1, made)
    run = read(feed, now)
    assert run.signals == 1 and len(run.refusals) == 2
    assert "None of its first rows is the header" in run.refusals[1][1]


def test_a_letter_taken_away_meanwhile_and_an_empty_one_do_no_harm(feed, box, now, monkeypatch):
    box.put(1, TIP)
    monkeypatch.setattr(box, "_fetched", lambda number, part: [])
    run = read(feed, now)
    assert (run.ended, run.lines, run.error, feed.etag) == ("nothing", 0, "", "7:1")
    monkeypatch.undo()


def test_nobody_at_the_other_end_is_a_broken_mailbox(monkeypatch):
    monkeypatch.setattr(connector, "_opened", lambda box: imaplib.IMAP4("127.0.0.1", 1, timeout=5))
    with pytest.raises(Broken, match="fails or breaks off"):
        connector.mail(Asked(BOX, "a"))


def test_a_text_in_an_unknown_encoding_is_read_as_well_as_it_can_be():
    made = "Subject: x\r\nContent-Type: text/plain; charset=no-such\r\n\r\n充电宝起火".encode("gb18030")
    [file] = files_of(made)
    assert "充电宝起火" in json.loads(file.content)[0][items.TEXT]


def test_a_machines_answer_is_no_letter():
    assert list(files_of(letter("Out of office", "起火", Auto_Submitted="auto-replied").as_bytes())) == []


def test_a_letter_in_html_is_read_as_its_words():
    made = letter("充电宝", "")
    made.set_content("<p>充电宝<b>起火</b></p>", subtype="html")
    [file] = files_of(made.as_bytes(), ("充电宝",))
    [written] = json.loads(file.content)
    assert written[items.TEXT] == "充电宝 起火" and written[items.PRODUCT] == "充电宝"
    assert written[items.DAY] == "2026-11-21"


def test_a_mailbox_that_does_not_let_us_in_is_broken_and_its_password_stands_nowhere(
    feed, box, now, settings
):
    wrong = BOX.replace("wind-over", "stone-under")
    settings.FEED_MAILBOXES = {"Eastland Monitoring Center": {"tips": wrong}}
    run = read(feed, now)
    assert run.ended == "failed" and "does not let us in" in run.error
    assert "stone" not in run.error + feed.address


def test_a_folder_that_is_not_there_is_said(box):
    with pytest.raises(Broken, match="no such folder"):
        connector.mail(Asked(BOX.replace("Tips", "Other"), "a"))


def test_a_mailbox_that_the_installation_no_longer_names_is_said(feed, now, settings):
    settings.FEED_MAILBOXES = {"Westland Monitoring Center": {"tips": BOX}}
    assert "names no mailbox" in read(feed, now).error


@pytest.mark.parametrize("address", ["imap://a:b@c/", "imaps://c/", "imaps://a@b:x/", "tips"])
def test_a_mailbox_set_up_wrongly_is_said(address):
    with pytest.raises(Broken, match="set up rightly"):
        connector.located(address)
