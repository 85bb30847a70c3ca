"""Logs without readers: no address, no query, no ZIP code, whoever writes the line.

A server's access log names who asked for what. A traceback ends in the message of its error,
which often quotes what a reader typed (``KeyError: '02121'``): it is logged as the places it went
through and the kinds of its errors.
"""

from __future__ import annotations

import logging
import traceback


def keep_readers_out() -> None:
    """From now on; once the server has set up its own logging."""
    logging.getLogger("uvicorn.access").addFilter(_nothing)
    logging.getLogger("uvicorn.error").addFilter(_no_address)
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _no_address(record: logging.LogRecord) -> bool:
    """Lines about one connection start with its address."""
    return not str(record.msg).startswith("%s - ")


def _record(*args: object, **more: object) -> logging.LogRecord:
    record = logging.LogRecord(*args, **more)  # type: ignore[arg-type]
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = places(record.exc_info[1])
        record.exc_info = None
    return record


def places(error: BaseException) -> str:
    """Where an error and its causes came from, and their kinds; nothing of what they say."""
    parts = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        stack = "".join(traceback.format_list(traceback.extract_tb(at.__traceback__)))
        parts.append(f"Traceback (most recent call last):\n{stack}{type(at).__qualname__}")
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n\nThat came of:\n\n".join(parts)
