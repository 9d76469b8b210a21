"""Do the guided tours show the pictures that there are, and all of them?"""

from __future__ import annotations

from tests.looks import tours


def test_every_picture_of_a_tour_is_there_and_every_one_is_shown():
    named = {picture.file for picture in tours.pictures()}
    assert named == {path.name for path in tours.PICTURES.glob("*")}


def test_a_tour_shows_pages_in_its_own_language():
    for text in tours.texts():
        languages = {match.group(3) for match in tours.LINK.finditer(text.read_text(encoding="utf-8"))}
        assert languages == {text.parent.name}, text


def test_every_tour_is_told_in_both_languages():
    told = {(text.parent.name, text.name) for text in tours.texts()}
    names = {name for _language, name in told}
    assert told == {(language, name) for language in ("zh", "en") for name in names}


def test_the_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in tours.PICTURES.glob("*")}
    assert {name: size for name, size in sizes.items() if size > tours.LIMIT} == {}
    assert sum(sizes.values()) <= tours.ALL
