"""A document as one web page without script: read anywhere, in light and dark, on paper too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import help_lines, languages, links, theme
from dashboard.documents import addresses, closing, drawn
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    FigureBlock,
    Heading,
    Links,
    PageBreak,
    Paragraph,
    TableBlock,
)
from dashboard.markup import escape
from dashboard.words import _

DEEPEST = 4


def html(
    document: Document,
    *,
    site: str = "",
    head: str = "",
    tongues: Sequence[tuple[str, str]] = (),
) -> str:
    """The document as a page.

    Args:
        document: what it says.
        site: the address before the site's paths; "" where the page is served by the site.
        head: more for its head, such as link previews.
        tongues: the codes of languages, and the paths where the page speaks them.
    """
    body = "".join(_blocks(document.blocks, site))
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_browser_title(document)}</title>\n"
        f'<meta name="description" content="{escape(document.description or document.subtitle)}">\n'
        f"<style>{_CSS}</style>\n{head}</head>\n<body>\n"
        f"<header>{_live(document, site)}{languages.row(tongues)}</header>\n"
        f"<main>\n<h1>{escape(document.title)}</h1>\n"
        f"{_paragraph(document.subtitle, 'quiet')}{_paragraph(languages.notice(), 'quiet')}"
        f"{body}</main>\n"
        f"<footer>{_closing(document, site)}</footer>\n</body>\n</html>\n"
    )


def _browser_title(document: Document) -> str:
    return escape(_("{page} · Every Zip Code").format(page=document.title))


def _live(document: Document, site: str) -> str:
    home = _anchor(_("Every Zip Code"), "/", site)
    page = _anchor(_("Open the live page"), document.address, site) if document.address else ""
    return f"<p>{home}{' · ' if page else ''}{page}</p>"


def _closing(document: Document, site: str) -> str:
    made, _care_and_lines = closing.lines(document)
    items = "".join(
        f'<li>{escape(line.name)}: <a href="tel:{escape(line.dial)}">{escape(line.how)}</a></li>'
        for line in help_lines.help_lines()
    )
    return (
        f"<p>{escape(help_lines.care())}</p><ul>{items}</ul>"
        f"<p>{escape(made)} {escape(closing.permalink(document, site))}</p>"
    )


def _blocks(blocks: Sequence[Block], site: str) -> Iterator[str]:
    """Blocks as HTML; a heading is never more than one level below the one before it."""
    level = 1
    for number, block in enumerate(blocks):
        match block:
            case Heading():
                level = max(2, min(block.level, level + 1, DEEPEST))
                yield f"<h{level}>{escape(block.text)}</h{level}>\n"
            case Paragraph():
                yield _paragraph(block.text, block.kind)
            case Bullets():
                yield _list((escape(item) for item in block.items if item), block.numbered)
            case Links():
                yield _list(_anchor(*item, site) for item in block.items)
            case TableBlock():
                yield _table(block)
            case FigureBlock():
                yield _figure(block, max(2, min(level + 1, 3)), f"f{number}-")
            case PageBreak():
                yield ""


def _paragraph(words: str, kind: str) -> str:
    name = f' class="{kind}"' if kind in {"lead", "quiet"} else ""
    return f"<p{name}>{escape(words)}</p>\n" if words else ""


def _list(items: Iterator[str], numbered: bool = False) -> str:
    tag, inside = "ol" if numbered else "ul", "".join(f"<li>{item}</li>" for item in items)
    return f"<{tag}>{inside}</{tag}>\n" if inside else ""


def _anchor(words: str, address: str, site: str) -> str:
    url = addresses.link(words, address, site).url
    if not url and address.startswith("/") and not address.startswith("//"):
        url = links.local(address)
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


def _figure(block: FigureBlock, level: int, prefix: str) -> str:
    figure = block.figure
    table = TableBlock(figure.title, figure.head, figure.rows)
    drawing = (
        f'<div class="plate" role="img" aria-label="{escape(figure.alt)}">'
        f"{drawn.inline(figure, drawn.ON_A_PAGE, prefix)}</div>\n"
    )
    inside = (
        f"<h{level}>{escape(figure.title)}</h{level}>\n{_paragraph(figure.subtitle, 'quiet')}"
        f"{drawing}{_paragraph(figure.summary if block.said else '', 'text')}"
    )
    rows = _table(table, _("The numbers of this figure")) if block.table else ""
    caption = f"<figcaption>{escape(figure.caption)}</figcaption>\n" if figure.caption else ""
    return f"<figure>\n{inside}{rows}{caption}</figure>\n"


def _table(block: TableBlock, name: str = "") -> str:
    if not block.rows:
        return _paragraph(addresses.nothing(block.caption), "quiet")
    width = len(block.head)

    def kind(column: int) -> str:
        return ' class="n"' if column in block.numbers else ""

    top = "".join(
        f'<th scope="col"{kind(i)}>{escape(words)}</th>' for i, words in enumerate(block.head)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0]) if row else ""}</th>'
        + "".join(
            f'<td{kind(i)} data-label="{escape(block.head[i])}">{escape(words)}</td>'
            for i, words in enumerate([*row, *[""] * width][1:width], 1)
        )
        + "</tr>\n"
        for row in block.rows
    )
    caption = name or block.caption
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    label = escape(block.caption or block.head[0])
    return (
        f'<div class="wrap" tabindex="0" role="region" aria-label="{label}"><table>{title}\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    )


def _variables(palette: theme.Palette) -> str:
    names = ("paper", "mist", "ink", "muted", "primary", "line")
    return "".join(f"--{name}:{getattr(palette, name)};" for name in names)


_CSS = (
    f":root{{color-scheme:light dark;{_variables(theme.LIGHT)}}}"
    f"@media (prefers-color-scheme:dark){{:root{{{_variables(theme.DARK)}}}}}"
    + languages.CSS
    + """
body{margin:0 auto;padding:16px;max-width:860px;background:var(--paper);color:var(--ink);
font:17px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
header{font-size:14.5px}
h1{font-size:2rem;line-height:1.2;margin:1rem 0 .5rem}
h2{font-size:1.41rem;line-height:1.3;margin:2.25rem 0 .5rem}
h3,h4{font-size:1.12rem;line-height:1.35;margin:1.5rem 0 .25rem}
h1,h2,h3,h4{font-weight:650;text-wrap:balance}
p,ul,ol{max-width:720px;margin:.5rem 0;text-wrap:pretty;overflow-wrap:anywhere}
li{margin:.35rem 0}
.lead{font-size:1.3rem;line-height:1.45}
.quiet,figcaption,footer,caption{font-size:14.5px;line-height:1.45;color:var(--muted)}
a{color:var(--primary)}
figure{margin:2rem 0}
figure h2,figure h3{margin-top:0;font-size:1.12rem}
.plate{background:#fff;border-radius:4px;padding:8px;overflow-x:auto}
.plate svg{display:block;width:100%;height:auto;max-width:640px}
.wrap{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.94rem;line-height:1.4;
font-variant-numeric:tabular-nums}
caption{text-align:left;padding:0 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem 1rem .5rem 0;
border-bottom:1px solid var(--line)}
tbody th{font-weight:400}
.n{text-align:right}
footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.5rem}
footer ul{list-style:none;padding:0}
footer a,header a{display:inline-block;padding:4px 0}
@media (max-width:640px){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,caption,tbody,tr,tbody th,td{display:block}
tr{border-bottom:1px solid var(--line);padding:.5rem 0}
th,td,.n{border:0;padding:.1rem 0;text-align:left}
tbody th{font-weight:650}
td::before{content:attr(data-label) ": ";color:var(--muted)}}
@media print{:root{"""
    + _variables(theme.LIGHT)
    + """}header{display:none}body{max-width:none;font-size:11pt}
figure,tr{break-inside:avoid}.wrap{overflow:visible}
a[href^="http"]::after{content:" (" attr(href) ")"}}
"""
)
