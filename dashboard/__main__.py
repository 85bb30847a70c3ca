"""``python -m dashboard``: what the site can write to files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from dashboard import catalogues, store
from dashboard.companion import writing
from dashboard.tables import DataError
from dashboard.words import catalogue_file

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)


@app.callback()
def _rooms() -> None:
    """What the site can write to files."""


@app.command()
def pages(
    out: Annotated[Path, typer.Option(help="Folder; replaced whole.")] = Path("build/site"),
    site: Annotated[
        str, typer.Option(envvar="EZC_SITE", help="Address at which the site itself stands.")
    ] = "http://localhost:8501",
    previews: Annotated[bool, typer.Option(help="Also the pictures for links.")] = True,
) -> None:
    """Write a page without script for every ZIP code and district, for any web host."""

    def progress(paths: list[str]) -> Iterable[str]:
        return track(paths, description="Pages")

    try:
        count = writing.write(
            store.atlas(), out, site.rstrip("/"), previews=previews, progress=progress
        )
    except (DataError, FileExistsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count:,} pages in {out}")


@app.command()
def words() -> None:
    """Bring the catalogues of translations up to date with the code and the tables."""
    wanted = catalogues.update(store.folder())
    for language, texts in wanted.items():
        path = catalogue_file(language).relative_to(catalogues.ROOT)
        typer.echo(f"{path}: {len(texts):,} texts want a translation")
        for text in texts:
            typer.echo(f"  {text!r}")
    raise typer.Exit(1 if any(wanted.values()) else 0)


if __name__ == "__main__":
    app()
