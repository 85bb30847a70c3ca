"""The catalogues of translations, held to the code and the tables.

A message is a literal of ``_()`` or ``plural()`` in the code, or a sentence of a table. Run by
``python -m dashboard words`` and by the test that fails on a text without a translation.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from dashboard import words
from dashboard.atlas import TEXTS

ROOT = Path(__file__).parent.parent
ROOMS = ("app.py", "dashboard", "pages")
TABLE_TEXTS = TEXTS | {
    "indicators": (*TEXTS["indicators"], "unit"),
    "literature": (*TEXTS["literature"], "direction", "seen"),
    "gradients": ("method",),
    "places": ("population_vintage",),
    "observations": ("denominator_source",),
    "legislators": ("role",),
}
"""Columns of tables whose texts readers see."""
_FIELD = re.compile(r"{[^}]*}")
_WORD = re.compile(r"[^\W\d_]{2}")


def messages(tables: Path) -> Catalog:
    """All that can be translated, each with the places where it stands.

    Args:
        tables: the folder of the tables, such as ``data/``.
    """
    found = Catalog(domain=words.DOMAIN, fuzzy=False)
    for path in sorted(file for room in ROOMS for file in _modules(ROOT / room)):
        for text in literals(path.read_text("utf-8")):
            found.add(text, locations=[(str(path.relative_to(ROOT)), 0)])
    for table, column, text in table_texts(tables):
        found.add(text, locations=[(f"data/{table}.parquet", 0)], auto_comments=[column])
    return found


def _modules(room: Path) -> Iterator[Path]:
    return iter([room]) if room.is_file() else room.rglob("*.py")


def literals(source: str) -> Iterator[str | tuple[str, str]]:
    """The texts of ``_("...")`` and ``plural("...", "...", n)`` in Python source.

    Read from the syntax tree: Babel's own reader passes over what stands inside an f-string.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        match node.func.id, [text for text in texts if isinstance(text, str)]:
            case "_", [text]:
                yield text
            case "plural", [one, many]:
                yield one, many


def table_texts(tables: Path) -> Iterator[tuple[str, str, str]]:
    """Table, column and sentence without its numbers, for each line of each text of the tables."""
    for table, columns in TABLE_TEXTS.items():
        frame = pd.read_parquet(tables / f"{table}.parquet", columns=list(columns))
        for column in columns:
            lines = (line for text in frame[column].dropna().unique() for line in text.split("\n"))
            for text in sorted({words.without_numbers(line)[0] for line in lines}):
                if _WORD.search(_FIELD.sub("", text)):
                    yield table, column, text


def update(tables: Path) -> dict[str, list[str]]:
    """Bring every catalogue up to date: new texts empty, unused ones gone, the rest as it was.

    Returns:
        for each language the texts that want a translation.
    """
    wanted = messages(tables)
    out = {}
    for language in list(words.LANGUAGES)[1:]:
        kept = read(language)
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        for message in kept:
            if isinstance(message.id, str) != isinstance(message.string, str):
                message.string = "" if isinstance(message.id, str) else ("", "")
            message.flags.discard("fuzzy")
        write(language, kept)
        out[language] = absent(kept)
    return out


def read(language: str) -> Catalog:
    """The catalogue of a language as it is written."""
    path = words.catalogue_file(language)
    if not path.is_file():
        return Catalog(domain=words.DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, domain=words.DOMAIN)


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue as translators' programs read it, sorted, without dates."""
    read_by = dict(catalogue.mime_headers).get(words.READ_BY, "")
    head = [
        ("Project-Id-Version", "Every Zip Code"),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        (words.READ_BY, read_by),
    ]
    path = words.catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    # Without line numbers: a catalogue changes when a text does, not when it moves.
    write_po(body, catalogue, width=98, include_lineno=False, sort_output=True, omit_header=True)
    path.write_bytes(_HEAD.format(name=words.LANGUAGES[language].name).encode())
    with path.open("ab") as file:
        file.write("".join(f'"{name}: {value}\\n"\n' for name, value in head).encode())
        file.write(b"\n" + body.getvalue())


_HEAD = """# Every Zip Code: {name}.
# Brought up to date by `python -m dashboard words`. A native speaker who has read this
# translation over says so in the line X-Read-By: name and date. Until then each page says
# that nobody has.
msgid ""
msgstr ""
"""


def absent(catalogue: Catalog) -> list[str]:
    """The texts of a catalogue that have no translation, or not in each plural form."""
    out = []
    for message in catalogue:
        if message.id and not _whole(message.string):
            out.append(message.id if isinstance(message.id, str) else message.id[0])
    return out


def _whole(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string or ()) and bool(string)
