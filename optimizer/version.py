"""Which version of this program runs."""

from __future__ import annotations

from importlib import metadata

DISTRIBUTION = "freight-optimizer"


def version() -> str:
    """The version that is installed, or words for a checkout that is not installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "not installed"
