"""A photo or PDF of a receipt, made safe to keep: what it really is decides, not its name, and it is written anew.

A photo becomes a JPEG without place, time or camera; a PDF keeps its pages and loses its author, scripts, links,
attachments and the data inside its photos. Pure: bytes in, bytes out.
"""

import hashlib
import io
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from programmes.pictures import MOST_BYTES, TOO_LARGE, as_jpeg
from programmes.refusals import Refused

MOST_PAGES = 20
LONGEST_SIDE = 2_400

NOT_A_RECEIPT = _("Dit bestand kunnen we niet lezen. Kies een foto (JPEG, PNG of HEIC) of een pdf.")
LOCKED = _("Deze pdf zit op slot met een wachtwoord. Maak een foto van de bon.")
TOO_LONG = _("Deze pdf heeft te veel bladzijden. Kies alleen de bladzijde met de bon.")


@dataclass(frozen=True, slots=True)
class CleanReceipt:
    """What is kept."""

    media: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean_receipt(raw: bytes) -> CleanReceipt:
    """The receipt as it is kept. Raises Refused with a sentence for the screen."""
    if len(raw) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        if raw[:1024].lstrip().startswith(b"%PDF-"):
            return CleanReceipt("application/pdf", _pages_only(raw))
        return CleanReceipt("image/jpeg", as_jpeg(raw, longest_side=LONGEST_SIDE))
    except Refused:
        raise
    except Exception as error:
        # Whatever a broken or hostile file does to its reader, the person hears the same sentence.
        raise Refused(NOT_A_RECEIPT) from error


def _pages_only(raw: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted:
        raise Refused(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise Refused(TOO_LONG)
    writer = PdfWriter()
    for page in reader.pages:
        added = writer.add_page(page)
        for name in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/LastModified"):
            added.pop(name, None)
        _without_metadata(added.get("/Resources", DictionaryObject()))
        for image in added.images:
            if _tells_of_camera(image.indirect_reference) and image.image is not None:
                image.replace(image.image.convert("RGB"), quality=85)
    if not writer.pages:
        raise Refused(NOT_A_RECEIPT)
    writer.metadata = None
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _tells_of_camera(reference: object) -> bool:
    """Whether a photo inside a PDF still carries what the camera wrote into it."""
    from pypdf.generic import IndirectObject, StreamObject

    stream = reference.get_object() if isinstance(reference, IndirectObject) else None
    if not isinstance(stream, StreamObject) or "DCTDecode" not in str(stream.get("/Filter")):
        return False
    return b"Exif\x00" in stream.get_data()


def _without_metadata(resources: object, depth: int = 0) -> None:
    """Pictures and forms inside a page carry a description of their own."""
    from pypdf.generic import DictionaryObject, IndirectObject

    found = resources.get_object() if isinstance(resources, IndirectObject) else resources
    if not isinstance(found, DictionaryObject) or depth > 5:
        return
    inside = found.get("/XObject")
    inside = inside.get_object() if inside is not None else DictionaryObject()
    for each in inside.values():
        thing = each.get_object()
        thing.pop("/Metadata", None)
        thing.pop("/PieceInfo", None)
        _without_metadata(thing.get("/Resources"), depth + 1)
