"""The PDF can be read by everybody, and making it reads nothing from disk or network."""

import io
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from programmes.pdf import PdfError, make_pdf

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90"><title>{}</title>{}</svg>'
TABLE = """<table><caption>Resultaat</caption>
<thead><tr><th scope="col">Wat</th><th scope="col">Aantal</th></tr></thead>
<tbody><tr><th scope="row">Gestart</th><td>24</td></tr></tbody></table>"""

opened: list[str] = []
watching = threading.Event()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if watching.is_set() and event == "open":
        opened.append(str(arguments[0]))


sys.addaudithook(_watch)


def page(body: str = "<p>Dag</p>", head: str = "<title>Jaarverslag</title>", lang: str = 'lang="nl"') -> str:
    return f"<!doctype html><html {lang}><head>{head}</head><body><h1>Verslag</h1>{body}</body></html>"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def elements(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from elements(kid)


@pytest.fixture
def lure() -> Iterator[str]:
    """The address of a listening server. Whoever calls is noted."""
    calls: list[object] = []

    class Note(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(self.client_address)

    with socketserver.TCPServer(("127.0.0.1", 0), Note) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
    assert calls == []


HOSTILE = [
    '<img alt="x" src="{}">',
    "<style>@import url({});</style>",
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    '<p style="background: url({})">x</p>',
    '<ul style="list-style-image: url({})"><li>x</li></ul>',
    '<p style="border-image: url({}) 30">x</p>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<iframe src="{}"></iframe>',
    '<p style="content: url({})">x</p>',
    DRAWING.format("t", '<image href="{}" width="5" height="5"/>'),
    DRAWING.format("t", '<use href="{}#a"/>'),
    DRAWING.format("t", "<style>@import url({});</style>"),
]


@pytest.mark.parametrize("trick", HOSTILE)
def test_nothing_is_fetched_from_disk_or_network(trick: str, lure: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="a" y="9">geheim</text></svg>')
    watching.set()
    try:
        for address in (secret.as_uri(), f"http://{lure}/a", f"ftp://{lure}/a", str(secret), f"//{lure}/a"):
            try:
                pdf = make_pdf(page(trick.format(address)))
            except (PdfError, ValueError):
                continue
            assert "geheim" not in "".join(each.extract_text() for each in read(pdf).pages)
            assert b"EmbeddedFile" not in pdf
    finally:
        watching.clear()
    assert not [path for path in opened if "secret" in path]


def test_the_watch_on_files_works(tmp_path: Path) -> None:
    """Or the test above would prove nothing."""
    watching.set()
    (tmp_path / "seen").write_text("x")
    watching.clear()
    assert str(tmp_path / "seen") in opened


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        (page(lang=""), "lang"),
        (page(head=""), "title"),
        (
            page(
                '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">'
            ),
            "alt",
        ),
        (page(DRAWING.format("", "")), "title"),
        (page('<img alt="kaart" src="data:image/png;base64,AAAA">'), "image"),
    ],
)
def test_what_a_blind_reader_would_miss_stops_the_making(html: str, complaint: str) -> None:
    with pytest.raises(PdfError, match=complaint):
        make_pdf(html)


def test_the_pdf_says_what_it_is_and_how_to_read_it() -> None:
    pdf = read(
        make_pdf(
            page(TABLE + DRAWING.format("Meer gesprekken dan vorig jaar", '<rect width="9" height="9"/>'))
        )
    )
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Jaarverslag"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    found = list(elements(root["/StructTreeRoot"]))
    kinds = [element["/S"] for element in found]
    assert {"/H1", "/Table", "/TH", "/TD", "/Caption", "/Figure"} <= set(kinds)
    figure = next(element for element in found if element["/S"] == "/Figure")
    assert figure["/Alt"] == "Meer gesprekken dan vorig jaar"
    cell = next(element for element in found if element["/S"] == "/TD" and "/A" in element)
    assert len(cell["/A"]["/Headers"]) == 2
    assert "Gestart" in pdf.pages[0].extract_text()


def test_every_page_is_there() -> None:
    pdf = read(
        make_pdf(page('<h2 style="break-before: page">Twee</h2><h2 style="break-before: page">Drie</h2>'))
    )
    assert len(pdf.pages) == 3
    assert "Drie" in pdf.pages[2].extract_text()


def test_the_same_document_gives_the_same_bytes() -> None:
    assert make_pdf(page(TABLE)) == make_pdf(page(TABLE))
    assert make_pdf(page(TABLE)) != make_pdf(page())


def test_names_from_everywhere_are_in_the_text() -> None:
    names = "Żaneta Ünal, Ève d’Hondt, Σοφία, Наталія"
    assert names in read(make_pdf(page(f"<p>{names}</p>"))).pages[0].extract_text().replace("\n", " ")
