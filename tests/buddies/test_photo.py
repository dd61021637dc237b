"""A volunteer's picture: put there by themselves, without place or camera, and seen only by who may see the card."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from buddies.forms import CARD_SIDE
from buddies.models import Photo
from matching.models import ChoiceRound
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.payments.test_receipts import picture

pytestmark = pytest.mark.django_db


def upload(raw: bytes) -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("ik.jpg", raw, content_type="image/jpeg")}


@pytest.fixture
def on_the_card(west) -> Photo:
    with scope(west.programme):
        return make.PhotoFactory(buddy=west.buddy, data=picture("JPEG"))


def test_a_photo_is_put_on_the_card_without_metadata_changed_and_taken_away(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    here, card = (west.programme.to(f"buddies:{name}") for name in ("own_photo", "own_card"))
    raw = picture("JPEG", (2000, 1500))
    assert b"GeheimeCamera" in raw
    assert buddy.post(here, upload(raw)).status_code == 302
    with scope(west.programme):
        kept = bytes(Photo.objects.get(buddy=west.buddy).data)
    assert b"GeheimeCamera" not in kept
    assert b"Exif" not in kept
    assert Image.open(io.BytesIO(kept)).size == (CARD_SIDE, CARD_SIDE * 3 // 4)
    shown = west.programme.to("buddies:photo", west.buddy.pk)
    assert shown in buddy.get(card).content.decode()
    answer = buddy.get(shown)
    assert (answer.content, answer.headers["Content-Type"]) == (kept, "image/jpeg")
    assert "no-store" in answer.headers["Cache-Control"]
    assert buddy.post(here, upload(picture("PNG"))).status_code == 302
    with scope(west.programme):
        assert Photo.objects.count() == 1
    assert buddy.post(west.programme.to("buddies:remove_own_photo")).status_code == 302
    assert buddy.get(shown).status_code == 404
    assert shown not in buddy.get(card).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Kies eerst een foto"),
        (upload(b"%PDF-1.7 no photo"), "kunnen we niet lezen"),
        (upload(b"<svg onload=alert(1)>"), "kunnen we niet lezen"),
        (upload(b"x" * (10 * 1024 * 1024 + 1)), "te groot"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_kept(west, sign_in, sent, words):
    answer = sign_in(west[Role.BUDDY]).post(west.programme.to("buddies:own_photo"), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with scope(west.programme):
        assert not Photo.objects.exists()


def test_only_who_chooses_now_the_desk_and_the_guide_see_it(west, zuid, sign_in, on_the_card):
    with scope(west.programme):
        card = west.round.cards.get(buddy=west.buddy)
        other = west.round.cards.get(buddy=west.free_buddy)
        chooser = make.MembershipFactory(role=Role.PARTICIPANT, person=west.chooser.person)
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        guide_of_nobody = make.MembershipFactory(role=Role.PROFESSIONAL)
    of_card = west.programme.to("matching:photo", west.round.pk, card.pk)
    itself = west.programme.to("buddies:photo", west.buddy.pk)
    phone = sign_in(chooser)
    assert of_card in phone.get(west.programme.to("matching:my_choice")).content.decode()
    assert phone.get(of_card).status_code == 200
    assert phone.get(west.programme.to("matching:photo", west.round.pk, other.pk)).status_code == 404
    for membership, may_see_card, may_see_photo in (
        (chooser, 200, 404),
        (west.coordinator, 200, 200),
        (west[Role.PROFESSIONAL], 404, 200),
        (guide_of_nobody, 404, 404),
        (west[Role.BUDDY], 404, 200),
        (stranger, 404, 404),
        (west[Role.PARTICIPANT], 404, 404),
        (west[Role.FUNDER], 404, 404),
        (zuid.coordinator, 404, 404),
    ):
        client = sign_in(membership)
        assert client.get(of_card).status_code == may_see_card, membership.role
        assert client.get(itself).status_code == may_see_photo, membership.role
    with scope(west.programme):
        ChoiceRound.objects.update(closed_at=timezone.now())
    assert phone.get(of_card).status_code == 404


def test_a_lent_tablet_shows_the_photo_of_its_own_cards_alone(west, sign_in, on_the_card):
    with scope(west.programme):
        card = west.round.cards.get(buddy=west.buddy)
    desk, tablet = sign_in(west.coordinator), west.programme.to("matching:tablet", west.round.pk)
    desk.post(tablet)
    shown = west.programme.to("matching:tablet_photo", west.round.pk, card.pk)
    assert shown in desk.get(tablet).content.decode()
    assert desk.get(shown).status_code == 200
    assert desk.get(west.programme.to("buddies:photo", west.buddy.pk)).headers["Location"] == tablet


def test_a_coordinator_takes_a_photo_off_a_card_but_puts_none_there(west, sign_in, on_the_card):
    desk = sign_in(west.coordinator)
    assert desk.post(west.programme.to("buddies:own_photo"), upload(picture("JPEG"))).status_code == 403
    page = desk.get(west.programme.to("buddies:person", west.buddy.pk)).content.decode()
    assert west.programme.to("buddies:photo", west.buddy.pk) in page
    assert desk.post(west.programme.to("buddies:remove_photo", west.buddy.pk)).status_code == 302
    with scope(west.programme):
        assert not Photo.objects.exists()
