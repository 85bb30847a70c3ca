"""The same table as ``boston_shootings``: the portal has one."""

from __future__ import annotations

from tests.publishers.feeds.boston_shootings import serve

__all__ = ["serve"]
