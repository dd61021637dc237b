"""From HTML to a tagged PDF (PDF/UA-1) with WeasyPrint.

Nothing is fetched: the document must hold everything it needs. What WeasyPrint only mentions in its log (a missing
language, an image without words, something it could not load) stops the making here, because a report that a blind
reader cannot read is not done. The same HTML gives the same bytes.
"""

import contextlib
import hashlib
import logging
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


class PdfError(Exception):
    """The document cannot become a good PDF. The message says why and holds no personal data."""


def make_pdf(html: str) -> bytes:
    """The PDF of a whole HTML document with ``lang`` and ``<title>``. Raises PdfError.

    Takes about 80 ms and 3 MB a page; importing WeasyPrint takes a second and 50 MB, so only the worker does it.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    with _complaints() as complaints:
        document = HTML(string=html, base_url=None, url_fetcher=fetcher)
        complaints.extend(_what_a_reader_would_miss(document.etree_element))
        identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    if complaints:
        raise PdfError("; ".join(complaints))
    return pdf


def _what_a_reader_would_miss(root: Element) -> Iterator[str]:
    """What WeasyPrint lets pass without a word."""
    title = root.find("head/title")
    if title is None or not (title.text or "").strip():
        yield "the document has no title"
    for drawing in root.iter(SVG + "svg"):
        words = drawing.find(SVG + "title")
        if words is None or not (words.text or "").strip():
            yield "a drawing has no title"


@contextlib.contextmanager
def _complaints() -> Iterator[list[str]]:
    """Everything WeasyPrint logs as an error while it works."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    logger, listener = logging.getLogger("weasyprint"), Listener(level=logging.ERROR)
    logger.addHandler(listener)
    try:
        yield complaints
    finally:
        logger.removeHandler(listener)
