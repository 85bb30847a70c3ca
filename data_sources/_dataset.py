"""What every source module shares: the description of a dataset and loud reading.

A reader of a source file must learn from an error which file, row and column is wrong
and what was expected there; nothing is coerced in silence.
"""

from __future__ import annotations

import csv
import hashlib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pandas as pd


class SourceError(Exception):
    """A source file is missing, cut short or not in its documented form."""

    def __init__(
        self,
        file: Path | str,
        problem: str,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        where = "".join(
            [
                str(file),
                f", line {row}" if row is not None else "",
                f", column {column!r}" if column is not None else "",
            ]
        )
        super().__init__(f"{where}: {problem}. Expected {expected}.")
        self.file, self.row, self.column = str(file), row, column


@dataclass(frozen=True)
class Dataset:
    """One dataset of one publisher: what it is, where it is and how it may be used."""

    id: str
    title: str
    publisher: str
    landing_page: str
    endpoint: str
    vintage: str
    retrieved: str
    licence: str
    citation: str
    files: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    used_for: str = field(default="")
    package: str = ""
    """The installed Python package that carries the files; "" where the sources folder does."""
    live: tuple[str, ...] = ()
    """Hosts (``_hosts.HOSTS``) that the module's ``fetch`` asks; empty without a ``fetch``."""
    cadence_days: int = 0
    """Days after which a fetched copy counts as old; 0 where nobody promises any."""
    embedded: bool = True
    """False where only ``fetch`` brings the files: a build without them leaves its measures out."""

    def present(self, folder: Path) -> bool:
        """Whether all its files stand below ``folder`` (or in the package that carries them)."""
        try:
            return bool(self.paths(folder))
        except SourceError:
            return False

    def paths(self, folder: Path) -> list[Path]:
        """The dataset's files: below ``folder``, or inside the package that carries them.

        Raises:
            SourceError: a file or the package is not there.
        """
        if self.package:
            spec = find_spec(self.package)
            if spec is None or spec.origin is None:
                raise SourceError(
                    self.package, "the package is not installed", "the pins of requirements.txt"
                )
            folder = Path(spec.origin).parent
        paths = [folder / name for name in self.files]
        for path in paths:
            if not path.is_file():
                raise SourceError(
                    path,
                    "the file is missing",
                    f"{self.title} ({self.publisher}) from {self.landing_page}",
                )
        return paths

    def sha256(self, folder: Path) -> str:
        """Checksum over the dataset's files, in order."""
        digest = hashlib.sha256()
        for path in self.paths(folder):
            digest.update(path.read_bytes())
        return digest.hexdigest()


def read_rows(
    path: Path,
    columns: Mapping[str, str],
    *,
    key: tuple[str, ...] = (),
    encoding: str = "utf-8-sig",
) -> pd.DataFrame:
    """Read a CSV as text, keep and rename the columns that are wanted.

    Args:
        path: the file.
        columns: published column name -> our name.
        key: our names of columns that together identify a row, if any do.

    Returns:
        Text columns (blank stays ``""``) plus ``source_row``, the 1-based line in the file.

    Raises:
        SourceError: no file, no rows, a wanted column is absent, a line has too few or too
            many fields, or a key is repeated.
    """
    if not path.is_file():
        raise SourceError(path, "the file is missing", "a CSV file with a header line")
    try:
        with warnings.catch_warnings():
            # Lines longer than the header are refused below, with their number.
            warnings.simplefilter("ignore", pd.errors.ParserWarning)
            frame = pd.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                encoding=encoding,
                on_bad_lines="error",
                index_col=False,
            )
    except pd.errors.EmptyDataError:
        raise SourceError(path, "the file is empty", "a header line and rows") from None
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise SourceError(path, f"the file cannot be read ({error})", "CSV in UTF-8") from error
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise SourceError(
            path,
            f"the column is absent; the file has {', '.join(map(str, frame.columns[:40]))}",
            f"the column {absent[0]!r}",
            row=1,
            column=absent[0],
        )
    if frame.empty:
        raise SourceError(path, "the file has a header and no rows", "at least one row")
    frame = frame[list(columns)].rename(columns=dict(columns))
    frame["source_row"] = range(2, len(frame) + 2)
    frame.attrs["published"] = {ours: theirs for theirs, ours in columns.items()}
    _require_whole_lines(path, encoding)
    if key:
        repeated = frame.duplicated(list(key))
        if repeated.any():
            row = frame.loc[repeated].iloc[0]
            value = ", ".join(str(row[k]) for k in key)
            raise SourceError(
                path,
                f"{value!r} stands twice",
                f"each {' and '.join(key)} once",
                row=int(row["source_row"]),
                column=_published(frame, key[0]),
            )
    return frame


def _require_whole_lines(path: Path, encoding: str) -> None:
    """Stop at a line with too few fields, which pandas fills with blanks in silence.

    Or too many: where every line has more than the header, pandas drops the last ones.
    """
    with path.open(newline="", encoding=encoding) as file:
        lines = csv.reader(file)
        fields = len(next(lines))
        for row, line in enumerate((line for line in lines if line), start=2):
            if len(line) != fields:
                raise SourceError(
                    path,
                    "the line has too few fields; the file may be cut short"
                    if len(line) < fields
                    else "the line has more fields than the header",
                    f"{fields} fields",
                    row=row,
                )


def _published(frame: pd.DataFrame, column: str) -> str:
    return str(frame.attrs.get("published", {}).get(column, column))


def parse_column(
    frame: pd.DataFrame, path: Path, column: str, parser: Callable[[str], object], expected: str
) -> pd.Series:
    """Parse a text column value by value; the first one that fails is named.

    Raises:
        SourceError: ``parser`` raised ValueError; names the file, line, column and value.
    """
    values = []
    for text, row in zip(frame[column], frame["source_row"], strict=True):
        try:
            values.append(parser(text))
        except ValueError:
            raise SourceError(
                path,
                f"{text[:60]!r} does not fit",
                expected,
                row=int(row),
                column=_published(frame, column),
            ) from None
    return pd.Series(values, index=frame.index, name=column)


def require(holds: pd.Series, frame: pd.DataFrame, path: Path, column: str, expected: str) -> None:
    """Stop at the first row where ``holds`` is false.

    Raises:
        SourceError: names the file, line, column and value.
    """
    if not holds.all():
        row = frame.loc[~holds].iloc[0]
        raise SourceError(
            path,
            f"{row[column]!r} does not fit",
            expected,
            row=int(row["source_row"]),
            column=_published(frame, column),
        )


def whole_number(text: str) -> int:
    """A count: digits, perhaps with thousands commas.

    Raises:
        ValueError: anything else, a negative number included.
    """
    cleaned = text.strip().replace(",", "")
    if not cleaned.isdigit():
        raise ValueError(text)
    return int(cleaned)
