"""Does the check of the translations find what is wrong with one?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from config import translations


def complaints(source: Message, translated: Message | None) -> str:
    return "\n".join(translations.complaints("zh_Hans", source, translated))


def test_a_sound_translation_is_fine() -> None:
    assert complaints(Message("The %(field)s is missing."), Message("", "缺少%(field)s。")) == ""


@pytest.mark.parametrize(
    ("translated", "complaint"),
    [
        (None, "is not in the file"),
        (Message("", ""), "is not translated"),
        (Message("", "缺少%(field)s。", flags=["fuzzy"]), "is marked as fuzzy"),
        (Message("", "缺少。"), "has other placeholders"),
        (Message("", "缺少%(feild)s。"), "has other placeholders"),
    ],
)
def test_an_unsound_translation_is_named(translated: Message | None, complaint: str) -> None:
    assert complaint in complaints(Message("The %(field)s is missing."), translated)


@pytest.mark.parametrize(
    ("source", "translated", "complaint"),
    [
        ("In %% of all", "占 %%", ""),
        ("Share in per cent", "占 95% 的", "lone percent sign"),
        ("Share in %", "占比", "lone percent sign"),
    ],
)
def test_a_percent_sign_that_would_break_a_template_is_named(
    source: str, translated: str, complaint: str
) -> None:
    said = complaints(Message(source, locations=[("templates/page.html", 1)]), Message("", translated))
    assert complaint in said and bool(complaint) == bool(said)
    assert complaints(Message(source, locations=[("page.py", 1)]), Message("", translated)) == ""


def test_the_one_chinese_form_of_a_plural_has_the_number() -> None:
    source = Message(("One record", "%(count)s records"))
    assert complaints(source, Message("", ("%(count)s 条记录",))) == ""
    assert "has other placeholders" in complaints(source, Message("", ("记录",)))


def test_lazy_and_contextual_messages_of_source_and_templates_are_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "models.py").write_text('a = gettext_lazy("Lazy")\nb = pgettext_lazy("month", "May")\n')
    (tmp_path / "templates" / "page.html").write_text(
        "{% trans count %}\n  One\n  {% pluralize %}\n{{ count }} rows{% endtrans %}"
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    found = {(message.id, message.context) for message in translations.extracted() if message.id}
    assert found == {("Lazy", None), ("May", "month"), (("  One\n", "%(count)s rows"), None)}


def test_an_update_keeps_translations_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    source = Catalog()
    source.add("Old")
    source.add("Kept")
    monkeypatch.setattr(translations, "extracted", lambda: source)
    translations.update("zh_Hans")
    path = translations.file_of("zh_Hans")
    path.write_text(path.read_text().replace('msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "留"'))
    source.delete("Old")
    source.add("New")
    translations.update("zh_Hans")
    kept = translations.read("zh_Hans")
    assert {message.id: message.string for message in kept if message.id} == {"Kept": "留", "New": ""}
    assert "dropped 'Old'" in capsys.readouterr().out


def source_of(*messages: tuple[str, str, str | None]) -> Catalog:
    found = Catalog()
    for path, text, context in messages:
        found.add(text, None, [(path, 1)], context=context)
    return found


def test_a_word_of_several_packages_needs_a_context_or_an_agreement() -> None:
    source = source_of(
        ("monitoring/flow.py", "Close", None),
        ("templates/sampling/dialog.html", "Close", None),
        ("inspection/views.py", "Close", "dialog"),
        ("monitoring/flow.py", "Draft", None),
        ("sampling/flow.py", "Draft", None),
        ("sampling/flow.py", "Two words", None),
        ("monitoring/flow.py", "Two words", None),
    )
    [said] = translations.words_of_two_meanings(source, {"Draft"})
    assert said.startswith("'Close' stands in monitoring, sampling: give each a context")


def test_an_update_says_what_is_new_and_which_words_are_used_elsewhere_too() -> None:
    before = source_of(("monitoring/old.py", "Moved", None))
    before.add("Close", "办结", [("monitoring/flow.py", 1)])
    source = source_of(
        ("monitoring/flow.py", "Close", None),
        ("templates/base.html", "Close", None),
        ("monitoring/new.py", "Moved", None),
        ("monitoring/new.py", "Read this.", None),
    )
    assert list(translations.taken_over("zh_Hans", before, source)) == [
        "zh_Hans: 'Close', which is '办结', now stands in base.html too",
        "zh_Hans: new: 'Read this.'",
    ]


def test_what_has_a_plural_is_asked_for_with_a_number_everywhere() -> None:
    forms: Any = ("%(n)d more", "%(n)d more")
    told = [("a.py", forms), ("b.py", "%(n)d more"), ("c.py", "none")]
    places: Any = [(name, 1, message, [], None) for name, message in told]
    assert [said.split(":")[0] for said in translations.asked_without_a_number(places)] == ["b.py"]
