"""Which characters can a paper print? Makes the font files beside it from two full faces of Noto Sans SC.

    python subset.py NotoSansSC_400Regular.ttf NotoSansSC_700Bold.ttf

Needs fonttools, which WeasyPrint brings along. `README.md` says where the two faces come from.
"""

import sys
from collections.abc import Iterable, Set
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
LATIN = {
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *range(0x2010, 0x2060),  # dashes, quotation marks, ellipsis
    *range(0x2070, 0x20A0),  # superscripts and subscripts, as in CO₂ and m²
    *range(0x2100, 0x2200),  # ℃, №, ™, fractions, arrows
}
MARKS = {0x20AC, 0x2260, 0x2264, 0x2265, 0x2610, 0x2611, 0x2713, 0x2717, 0x33A1, 0x33A5}
HAN = {*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x33480)}
# What Chinese and Latin text needs. Vertical and proportional variants would add glyphs that no paper uses.
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]


def gb2312() -> set[int]:
    """Code points of GB/T 2312-1980: 6,763 Han characters and the full-width marks."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    text = b"".join(bytes((row, cell)) for row in rows for cell in cells).decode("gb2312", errors="ignore")
    return {ord(character) for character in text}


def cut(face: Path, characters: Iterable[int], family: str, target: Path) -> None:
    """Write to `target` a face of `family` with those glyphs of `face` that draw `characters`."""
    options = subset.Options(layout_features=FEATURES, hinting=False, recalc_timestamp=False)
    options.drop_tables += ["BASE", "DSIG", "STAT", "vhea", "vmtx"]
    font = subset.load_font(str(face), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    for name in font["name"].names:
        name.string = str(name).replace("Noto Sans SC", family).replace("NotoSansSC", family.replace(" ", ""))
    subset.save_font(font, str(target), options)


def coverage(face: Path) -> Set[int]:
    """Code points that `face` can draw."""
    with TTFont(face, lazy=True) as font:
        return frozenset(font.getBestCmap())


def main(regular: Path, bold: Path) -> None:
    """Make the two text faces and the one of rare characters, and say how large they are."""
    text = gb2312() | LATIN | MARKS
    rare = (coverage(regular) & HAN) - text
    files = {
        "WangjianSans-Regular.ttf": ("Wangjian Sans", regular, text),
        "WangjianSans-Bold.ttf": ("Wangjian Sans", bold, text),
        "WangjianSansRare-Regular.ttf": ("Wangjian Sans Rare", regular, rare),
    }
    for name, (family, face, characters) in files.items():
        cut(face, characters, family, HERE / name)
        print(f"{name}: {len(characters)} characters, {(HERE / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
