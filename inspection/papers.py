"""Which papers does this stage issue? For their registry alone: import the module."""

from trail.reading import read

read("inspection", "papers")
