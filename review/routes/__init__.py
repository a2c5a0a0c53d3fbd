"""The pages of the station, one file a part. A file here that has a `router` is served; nothing names it."""

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """Of every file of this folder, by name of the file."""
    names = sorted(one.name for one in iter_modules(__path__))
    found = (getattr(import_module(f"{__name__}.{name}"), "router", None) for name in names)
    return tuple(one for one in found if isinstance(one, APIRouter))
