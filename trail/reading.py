"""How does a stage know what stands in its parts? The modules of a layer are read, and register it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages


def read(package: str, *layers: str) -> None:
    """Import every module of a package that is one of these layers, or lies in one: no list names them."""
    for found in walk_packages(import_module(package).__path__, f"{package}."):
        if {*layers} & set(found.name.split(".")):
            import_module(found.name)
