"""How does a paper become a PDF? The only module that knows WeasyPrint, and only the worker imports it.

The same template, content and language give the same bytes, in any process on any machine: the fonts are
those of `fonts/` alone, and nothing in the PDF is taken from the clock or from chance. Nothing is ever
fetched: a paper that refers to a file or an address is refused, so that no content can bring one into it.
Only a photo that is handed over with the paper can be referred to, by its digest (photo:…).
"""

import functools
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.drawn import draw

try:
    import pydyf
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError:  # WeasyPrint is there, Pango's libraries are not: the worker runs, papers wait for them
    HTML, FontConfiguration, URLFetcher, URLFetcherResponse, pydyf = None, object, object, object, None


class Refusing(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Fetches nothing but the photos that it was given, and remembers what else it was asked for: WeasyPrint
    itself swallows some refusals."""

    def __init__(self, photos: Mapping[str, bytes]) -> None:
        super().__init__()
        self.photos = {f"photo:{digest}": photo for digest, photo in photos.items()}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self.photos:
            return URLFetcherResponse(url, self.photos[url], {"Content-Type": "image/jpeg"})
        self.refused.append(url)
        raise PermissionError(url)


@functools.cache
def fonts() -> FontConfiguration:
    """The fonts of `fonts/`, opened once in a process.

    Fontconfig reads where they are from the environment only, at this call.
    """
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent / "fonts" / "fonts.conf")
    return FontConfiguration()


def to_pdf(html: str, photos: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The HTML document as tagged PDF (PDF/UA-1); ValueError where it refers to anything outside itself.

    photos: JPEGs by their digests, to which it may refer.
    """
    if HTML is None:
        raise RuntimeError(
            _("PDF papers need Pango: install libpango and libpangoft2, then start the worker anew.")
        )
    fetcher = Refusing(photos)
    page = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(finisher=signable, font_config=fonts(), pdf_variant="pdf/ua-1")
    if fetcher.refused:
        raise ValueError(_("The paper refers to something outside itself; remove the reference."))
    return pdf


def signable(_document: Any, pdf: Any) -> None:
    """Give a PDF an empty form, to which whoever signs it adds a field: only then can it be told afterwards
    whether more was added than signatures (documents.quarantine.revisions)."""
    form = pydyf.Dictionary({"Fields": pydyf.Array([]), "SigFlags": 3})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference


def render(template: str, context: Mapping[str, object], *, language: str) -> bytes:
    """The PDF of a Jinja2 template of `templates/papers/` in this language (zh-hans or en).

    context: `paper`, and `photos` where it shows any.
    """
    photos: Any = context.get("photos", {})
    with override(language):
        return to_pdf(draw(template, context, language=language), photos)
