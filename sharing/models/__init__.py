"""Which information is offered, under which safeguards, to whom, and who read it? For the registry alone."""

from trail.reading import read

read("sharing", "models")
