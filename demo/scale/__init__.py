"""How is a whole country's work made in minutes? Rows by COPY, as the engine would have left them."""

from demo.scale.making import populate
from demo.scale.sizes import SCALES, Size

__all__ = ["SCALES", "Size", "populate"]
