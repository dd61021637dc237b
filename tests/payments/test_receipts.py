"""A receipt is kept as what it is and without what it tells about somebody."""

import io

import pytest
from PIL import Image
from pillow_heif import register_heif_opener
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from payments.receipts import LONGEST_SIDE, clean_receipt
from programmes.pictures import MOST_BYTES
from programmes.refusals import Refused


def picture(kind, size=(60, 40), **more):
    register_heif_opener()
    exif = Image.Exif()
    exif[0x010F] = "GeheimeCamera"
    exif[0x0132] = "2026:05:04 10:11:12"
    exif.get_ifd(0x8825)[1] = "N"
    raw = io.BytesIO()
    Image.new("RGB", size, "red").save(raw, kind, exif=exif.tobytes(), **more)
    return raw.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_is_kept_as_a_jpeg_without_place_time_or_camera(kind):
    raw = picture(kind)
    assert b"GeheimeCamera" in raw
    kept = clean_receipt(raw)
    assert kept.media == "image/jpeg"
    assert b"GeheimeCamera" not in kept.data
    assert b"Exif" not in kept.data
    shown = Image.open(io.BytesIO(kept.data))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (60, 40), {})


def test_a_photo_taken_sideways_is_kept_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = io.BytesIO()
    Image.new("RGB", (60, 40)).save(raw, "JPEG", exif=exif.tobytes())
    assert Image.open(io.BytesIO(clean_receipt(raw.getvalue()).data)).size == (40, 60)


def test_a_large_photo_becomes_smaller_and_what_is_see_through_becomes_white():
    kept = Image.open(io.BytesIO(clean_receipt(picture("JPEG", (4000, 3000))).data))
    assert max(kept.size) == LONGEST_SIDE
    raw = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(raw, "PNG")
    assert Image.open(io.BytesIO(clean_receipt(raw.getvalue()).data)).getpixel((5, 5)) == (255, 255, 255)


def pdf(pages=1, password=""):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Mariam Geheim", "/Title": "Bon"})
    script = {"/S": "/JavaScript", "/JS": "app.alert('hoi')"}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject(name): (NameObject if value.startswith("/") else TextStringObject)(value)
            for name, value in script.items()
        }
    )
    writer.add_attachment("dossier.txt", b"heel geheim")
    writer.add_uri(0, "https://spoor.example/", [0, 0, 50, 50])
    if password:
        writer.encrypt(password)
    raw = io.BytesIO()
    writer.write(raw)
    return raw.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_author_script_attachment_and_links():
    raw = pdf(2)
    assert b"Mariam Geheim" in raw
    kept = clean_receipt(raw)
    assert kept.media == "application/pdf"
    reader = PdfReader(io.BytesIO(kept.data))
    assert len(reader.pages) == 2
    for secret in (b"Mariam", b"alert", b"geheim", b"spoor.example", b"/JavaScript", b"/EmbeddedFile"):
        assert secret not in kept.data, secret
    assert not reader.metadata
    assert reader.attachments == {}


def test_a_photo_inside_a_pdf_loses_its_camera_too():
    raw = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "GeheimeCamera"
    jpeg = io.BytesIO()
    Image.new("RGB", (60, 40), "blue").save(jpeg, "JPEG", exif=exif.tobytes())
    Image.open(jpeg).save(raw, "PDF")
    writer = PdfWriter(io.BytesIO(raw.getvalue()))
    image = next(iter(writer.pages[0]["/Resources"]["/XObject"].values())).get_object()
    image._data = jpeg.getvalue()
    with_camera = io.BytesIO()
    writer.write(with_camera)
    assert b"GeheimeCamera" in with_camera.getvalue()
    assert b"GeheimeCamera" not in clean_receipt(with_camera.getvalue()).data


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "kunnen we niet lezen"),
        (b"<html><script>alert(1)</script>", "kunnen we niet lezen"),
        (b"MZ\x90\x00 this is a program", "kunnen we niet lezen"),
        (b"%PDF-1.7 and then nothing", "kunnen we niet lezen"),
        (b"\xff\xd8\xff\xe0 half a photo", "kunnen we niet lezen"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kunnen we niet lezen"),
        (b"x" * (MOST_BYTES + 1), "te groot"),
    ],
)
def test_what_is_no_receipt_is_refused_with_a_sentence(raw, words):
    with pytest.raises(Refused, match=words):
        clean_receipt(raw)


def test_a_gif_is_refused_whatever_it_is_called():
    raw = io.BytesIO()
    Image.new("P", (5, 5)).save(raw, "GIF")
    with pytest.raises(Refused, match="JPEG, PNG of HEIC"):
        clean_receipt(raw.getvalue())


def test_a_picture_that_unfolds_without_end_is_refused():
    raw = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(raw, "PNG")
    assert len(raw.getvalue()) < 100_000
    with pytest.raises(Refused, match="te groot"):
        clean_receipt(raw.getvalue())


def test_a_locked_or_endless_pdf_is_refused():
    with pytest.raises(Refused, match="wachtwoord"):
        clean_receipt(pdf(password="1234"))
    with pytest.raises(Refused, match="te veel bladzijden"):
        clean_receipt(pdf(21))
