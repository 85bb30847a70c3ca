"""Fixtures of the clients that ask publishers."""

from __future__ import annotations

from tests.publishers.refusals import boston, real_time

__all__ = ["boston", "real_time"]
