"""Are the translations complete? Collects the messages, compiles the translations, and lists what lacks."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("zh_Hans",)
# The words that mean the same wherever they stand; all others of several packages carry a context.
AGREED = "locale/words.txt"
EXAMPLES = "style.html"
WIDTH = 110
METHODS = [("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"), ("**.py", "python")]
# As config/jinja.py reads blocks, else their messages differ; a template that does not parse is an error.
OPTIONS = {"templates/**": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A message and its place: file, line, message or its forms, comments, context.
Found = tuple[str, int, str | tuple[str, ...], list[str], str | None]
SILENT = {"tests", "bench", "node_modules", "var"}
ONE_WORD = re.compile(r"[\w-]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# What templates say is formatted always, so a sign that is no placeholder is written twice.
LONE_PERCENT = re.compile(r"%(?!%|\(\w+\)[a-z])")


def main(command: str) -> int:
    """update, compile or check; 1 if the check finds something."""
    match command:
        case "update":
            for language in LANGUAGES:
                update(language)
                compile_language(language)
        case "compile":
            for language in LANGUAGES:
                compile_language(language)
        case "check":
            findings = [finding for language in LANGUAGES for finding in check(language)]
            for finding in findings:
                print(finding)
            return 1 if findings else 0
        case _:
            sys.exit("usage: python -m config.translations update | compile | check")
    return 0


def update(language: str) -> None:
    """Adds new messages to the language's file, untranslated, and drops those no longer in the source."""
    path = file_of(language)
    catalog, source = read(language), extracted()
    for sentence in taken_over(language, catalog, source):
        print(sentence)
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    for message in catalog.obsolete.values():
        print(f"{language}: dropped {message.id!r}, which was {message.string!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    without = sum(1 for message in catalog if message.id and not is_translated(message))
    print(f"{language}: {len(catalog)} messages, {without} without a translation")


def compile_language(language: str) -> None:
    """Writes the .mo that gettext reads; GNU gettext is not needed."""
    path = file_of(language)
    if path.exists():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def check(language: str) -> Iterator[str]:
    """One sentence for each message that lacks, that is left over, or whose translation is not sound."""
    catalog, source = read(language), extracted()
    yield from asked_without_a_number(found())
    for message in source:
        translated = catalog.get(message.id, message.context)
        if message.id:
            yield from complaints(language, message, translated)
    yield from words_of_two_meanings(source, set((ROOT / AGREED).read_text().split()))
    for message in [*catalog, *catalog.obsolete.values()]:
        if message.id and source.get(message.id, message.context) is None:
            yield f"{language}: {message.id!r} is translated, but no longer in the source"


def taken_over(language: str, catalog: Catalog, source: Catalog) -> Iterator[str]:
    """Says which messages are new, and which words that are translated already now stand somewhere else too:
    there they may mean another thing."""
    for message in source:
        before = catalog.get(message.id, message.context) if message.id else None
        if before is None:
            if message.id:
                yield f"{language}: new: {message.id!r}"
            continue
        stood, stands = ({package_of(path) for path, _line in one.locations} for one in (before, message))
        if is_word(message) and stands - stood:
            more = ", ".join(sorted(stands - stood))
            yield f"{language}: {message.id!r}, which is {before.string!r}, now stands in {more} too"


def words_of_two_meanings(source: Catalog, agreed: Collection[str]) -> Iterator[str]:
    """One sentence for each word without a context that stands in several packages, and is not agreed to mean
    the same wherever it stands."""
    for message in source:
        if message.context is None and is_word(message) and message.id not in agreed:
            packages = sorted({package_of(path) for path, _line in message.locations} - {EXAMPLES})
            if len(packages) > 1:
                where = f"{message.id!r} stands in {', '.join(packages)}"
                yield f"{where}: give each a context (pgettext), or agree in {AGREED} that it means the same"


def is_word(message: Message) -> bool:
    return isinstance(message.id, str) and bool(ONE_WORD.fullmatch(message.id))


def package_of(path: str) -> str:
    """The package of a module, or the one whose page a template is."""
    first, *rest = path.split("/")
    return rest[0] if first == "templates" else first


def complaints(language: str, message: Message, translated: Message | None) -> Iterator[str]:
    """What is wrong with one translation."""
    where = f"{language}: {message.id!r} ({', '.join(path for path, _line in message.locations)})"
    if translated is None:
        yield f"{where} is not in the file"
    elif translated.fuzzy:
        yield f"{where} is marked as fuzzy"
    elif not is_translated(translated):
        yield f"{where} is not translated"
    else:
        # Every form of the translation stands for the plural, which has all placeholders.
        wanted = placeholders(strings(message.id)[-1])
        for string in strings(translated.string):
            if placeholders(string) != wanted:
                yield f"{where} has other placeholders in its translation: {string!r}"
    yield from lone_percents(where, message, translated)


def lone_percents(where: str, message: Message, translated: Message | None) -> Iterator[str]:
    """One sentence for each form, or its translation, that breaks where a template formats it."""
    if any(path.startswith("templates/") for path, _line in message.locations):
        for string in [*strings(message.id), *strings(translated.string if translated else "")]:
            if LONE_PERCENT.search(string.replace("%%", "")):
                yield f"{where} has a lone percent sign, which templates take for a placeholder: {string!r}"


def asked_without_a_number(messages: Iterable[Found]) -> Iterator[str]:
    """One sentence for each place that asks without a number for what has several forms elsewhere: not every
    Python finds its translation then."""
    everywhere = list(messages)
    several = [(said[2], said[4]) for said in everywhere if isinstance(said[2], tuple)]
    plurals = {(forms[0], context) for forms, context in several}
    for name, line, message, _comments, context in everywhere:
        if (message, context) in plurals:
            yield f"{name}:{line}: {message!r} has a plural elsewhere: ask for it with a number"


def extracted() -> Catalog:
    """The messages of the source and the templates, with the files they stand in."""
    catalog = Catalog(project="Wangjian")
    for name, line, message, comments, context in found():
        catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def found() -> Iterable[Found]:
    """Every place of a message in the source and the templates."""
    return extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, directory_filter=has_messages)


def has_messages(folder: str | Path) -> bool:
    name = Path(folder).name
    return name not in SILENT and not name.startswith((".", "_"))


def read(language: str) -> Catalog:
    """The language's file; empty if there is none yet."""
    path = file_of(language)
    if not path.exists():
        heading = f"# Wangjian: {language}"
        return Catalog(locale=language, project="Wangjian", fuzzy=False, header_comment=heading)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def file_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def is_translated(message: Message) -> bool:
    return all(strings(message.string))


def strings(of: str | Iterable[str] | None) -> list[str]:
    """The forms of a message: one, or singular and plural."""
    return [of] if isinstance(of, str) else list(of or [""])


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
