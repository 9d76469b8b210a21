"""What does an address answer? `python -m config.operation.ask http://…/readyz`: 0 if it is well.

For an engine or a timer that watches: the image has no curl, and Django need not be loaded to ask.
"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

PATIENCE = 4  # seconds


def main(address: str) -> int:
    """0 where it answers 200, else 1; what it says is printed."""
    well = False
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  of whoever calls
            said, well = answer.read().decode(), True
    except urllib.error.HTTPError as error:
        said = error.read().decode()
    except OSError as error:
        said = str(error)
    sys.stdout.write(f"{said}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
