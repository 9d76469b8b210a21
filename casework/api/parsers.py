"""How is the JSON read that a program sends?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class Json(JSONParser):
    """JSON of a depth that Python's own reader goes to."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Raises ParseError, with a sentence of ours: Python's own are for those who write Python."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply: send it as the description says.")) from error
        except (ParseError, LookupError) as error:
            raise ParseError(
                _("This is no JSON that can be read: send it in UTF-8, with numbers of usual length.")
            ) from error
