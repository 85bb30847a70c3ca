"""Writes the whole companion to a folder, for any web host: pages, pictures, sitemap."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from dashboard import words
from dashboard.atlas import Atlas
from dashboard.companion import pages, paths

Progress = Callable[[list[str]], Iterable[str]]


def sitemap(atlas: Atlas, site: str) -> str:
    """All pages, for search engines (sitemaps.org)."""
    urls = "".join(
        f"<url><loc>{escape(f'{site}/{paths.in_language(path, language)}')}</loc></url>\n"
        for language in words.LANGUAGES
        for path in paths.every(atlas)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def robots(site: str) -> str:
    """Everything may be read; where the list of pages is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}/sitemap.xml\n"


def write(
    atlas: Atlas,
    out: Path,
    site: str,
    *,
    previews: bool = True,
    progress: Progress = iter,
) -> int:
    """The companion in ``out``, replaced whole or not at all; gives the number of pages.

    Args:
        atlas: the tables.
        out: folder; what an earlier run wrote there is replaced.
        site: address at which the site itself stands, such as ``https://atlas.example``.
        previews: also the pictures that links are shown with.
        progress: wraps the list of paths while they are gone through.

    Raises:
        FileExistsError: ``out`` holds something that this did not write.
    """
    if out.exists() and any(out.iterdir()) and not (out / "sitemap.xml").exists():
        raise FileExistsError(f"{out} holds other files: name an empty folder")
    fresh = out.with_name(out.name + ".part")
    shutil.rmtree(fresh, ignore_errors=True)
    count = 0
    for path, content in _files(atlas, site, previews, progress):
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += path.endswith(".html")
    if out.exists():
        old = out.with_name(out.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old)
    else:
        fresh.rename(out)
    return count


def _files(
    atlas: Atlas, site: str, previews: bool, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    every = [paths.in_language(p, code) for code in words.LANGUAGES for p in paths.every(atlas)]
    for full in progress(every):
        path = paths.without_language(full)
        language = words.FIRST if path == full else full.partition("/")[0]
        with words.speaking(language):
            html = pages.html(atlas, path, site)
            assert html is not None
            yield full, html.encode()
            picture = pages.preview(atlas, path, site) if previews else None
            if picture is not None:
                yield paths.picture(full), picture
    yield "sitemap.xml", sitemap(atlas, site).encode()
    yield "robots.txt", robots(site).encode()
