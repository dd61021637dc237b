"""A photo made safe to keep: what it really is decides, not its name, and it is written anew. Pure: bytes in, bytes out."""

import io

from django.utils.translation import gettext_lazy as _

from .refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000

TOO_LARGE = _(
    "Dit bestand is te groot. Het mag hooguit 10 MB zijn. Maak een nieuwe foto, of kies een kleiner bestand."
)
NOT_A_PHOTO = _("Dit bestand kunnen we niet lezen. Kies een foto (JPEG, PNG of HEIC).")


def clean_photo(raw: bytes, *, longest_side: int) -> bytes:
    """The photo as it is kept. Raises Refused with a sentence for the screen."""
    if len(raw) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        return as_jpeg(raw, longest_side=longest_side)
    except Refused:
        raise
    except Exception as error:
        # Whatever a broken or hostile file does to its reader, the person hears the same sentence.
        raise Refused(NOT_A_PHOTO) from error


def as_jpeg(raw: bytes, *, longest_side: int) -> bytes:
    """Upright, on white, without place, time or camera. Raises Refused when there are too many pixels, and what Pillow
    raises when it is no photo."""
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    with Image.open(io.BytesIO(raw), formats=["JPEG", "PNG", "HEIF"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(TOO_LARGE)
        upright = ImageOps.exif_transpose(picture)
        seen = upright.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
    paper.thumbnail((longest_side, longest_side))
    kept = io.BytesIO()
    paper.save(kept, "JPEG", quality=82, optimize=True)
    return kept.getvalue()
