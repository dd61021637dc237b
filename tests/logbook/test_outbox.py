"""What a phone hands over: once, whatever happens on the way; opened by us alone; by that phone alone; nothing lost."""

import base64
import json
import os
import uuid
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.test import Client
from django.utils import timezone

from goals.models import Success
from logbook import outbox, phones, tasks
from logbook.models import Contact, Delivery, Device, SealingKey, Shift, Worry
from programmes.models import Role, Trace
from programmes.scope import scope
from tests import factories as make

BOX = "/kansrijk-west/logboek/postbus/"
CHECK = "/kansrijk-west/logboek/te-controleren/"
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def b64(data):
    return base64.b64encode(data).decode()


def sealed(world, uid, log, *, key=None):
    """As the page does it."""
    with scope(world.programme):
        key = key or phones.serving_key()
    once, nonce = os.urandom(32), os.urandom(12)
    public = serialization.load_der_public_key(bytes(key.public))
    return {
        "key": key.name,
        "wrapped": b64(public.encrypt(once, OAEP)),
        "nonce": b64(nonce),
        "text": b64(AESGCM(once).encrypt(nonce, json.dumps(log).encode(), str(uid).encode())),
    }


def a_log(world, *, saved=None, **changes):
    fields = {
        "match": [str(world.match.pk)],
        "mood": ["good"],
        "day": ["today"],
        "way": ["out"],
        "length": ["60"],
        "note": ["Samen gewandeld."],
    }
    fields |= {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
    return {"saved": (saved or timezone.now()).timestamp() * 1000, "fields": fields}


class Phone:
    """A browser with only what it got from `greet`."""

    def __init__(self, client, **headers):
        self.client = Client(headers={"origin": "http://testserver", **headers})
        answer = client.post(
            BOX, "{}", content_type="application/json", headers={"origin": "http://testserver"}
        )
        assert answer.status_code == 200, answer.content
        self.uid = answer.json()["phone"]
        self.cookie: SimpleCookie = answer.cookies
        self.client.cookies = answer.cookies

    def put(self, uid, body, *, clock=None, **changes):
        headers = {"klik-clock": str(int((clock or timezone.now()).timestamp() * 1000)), **changes}
        return self.client.put(
            f"{BOX}{self.uid}/{uid}/", json.dumps(body), content_type="application/json", headers=headers
        )


@pytest.fixture
def phone(west, sign_in):
    return Phone(sign_in(west[Role.BUDDY]))


def rows(world, model=Contact):
    with scope(world.programme):
        return list(model.objects.order_by("pk"))


def end_match(world):
    with scope(world.programme):
        type(world.match).objects.filter(pk=world.match.pk).update(
            ended_on=timezone.localdate(), end_reason="completed"
        )


def test_new_then_the_same_again_then_something_else_under_its_number(west, phone):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west))
    first = phone.put(uid, envelope)
    assert (first.status_code, first.json()) == (201, {"uuid": str(uid), "stored": True, "state": "stored"})
    assert {phone.put(uid, envelope).status_code for _replay in range(10)} == {200}
    other = sealed(west, uid, a_log(west, note="Iets anders."))
    for _again in range(2):
        answer = phone.put(uid, other)
        assert (answer.status_code, answer.json()["stored"]) == (409, True)
    [contact] = rows(west)
    assert (contact.uid, contact.note, contact.by_id) == (uid, "Samen gewandeld.", west[Role.BUDDY].pk)
    assert [(each.state, each.sealed is None) for each in rows(west, Delivery)] == [
        ("stored", True),
        ("conflict", False),
    ]


def test_the_same_log_through_the_page_and_from_the_phone_is_one(west, phone, sign_in):
    uid = uuid.uuid4()
    form = {name: values[0] for name, values in a_log(west)["fields"].items()}
    form |= {"day": timezone.localdate().isoformat(), "uid": str(uid)}
    sign_in(west[Role.BUDDY]).post("/kansrijk-west/logboek/", form)
    assert phone.put(uid, sealed(west, uid, a_log(west))).status_code == 201
    assert len(rows(west)) == 1


def test_something_else_under_the_number_of_the_page_is_kept_and_can_become_a_contact(west, phone, sign_in):
    with scope(west.programme):
        uid = make.ContactFactory(match=west.match, by=west[Role.BUDDY], note="Van de bladzijde.").uid
    assert phone.put(uid, sealed(west, uid, a_log(west))).status_code == 409
    [delivery] = rows(west, Delivery)
    assert sign_in(west.coordinator).post(f"{CHECK}{delivery.pk}/opnemen/").status_code == 302
    assert [contact.note for contact in rows(west)] == ["Van de bladzijde.", "Samen gewandeld."]


def test_what_was_taken_back_does_not_come_back(west, phone, sign_in):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west))
    phone.put(uid, envelope)
    [contact] = rows(west)
    sign_in(west[Role.BUDDY]).post(f"/kansrijk-west/logboek/contact/{contact.pk}/ongedaan/")
    assert phone.put(uid, envelope).status_code == 200
    assert rows(west) == []


def test_everything_of_the_form_comes_along_and_a_worry_goes_elsewhere(west, phone):
    uid = uuid.uuid4()
    with scope(west.programme):
        other_step = make.ActionStepFactory()
    log = a_log(
        west,
        steps=[str(west.step.pk)],
        success="De post is open!",
        worried="on",
        worry="Hij eet slecht.",
        onbekend="x",
    )
    assert phone.put(uid, sealed(west, uid, log)).status_code == 201
    with scope(west.programme):
        contact = Contact.objects.get()
        assert [each.step_id for each in contact.steps.all()] == [west.step.pk]
        assert Success.objects.get().words == "De post is open!"
        worry = Worry.objects.get()
    assert (worry.words, worry.match_id) == ("Hij eet slecht.", west.match.pk)
    assert "eet" not in contact.note
    assert other_step.pk != west.step.pk


def test_a_worry_is_told_at_once_also_when_the_log_has_to_wait(west, phone):
    end_match(west)
    uid = uuid.uuid4()
    log = a_log(west, worry="Hij eet slecht.")
    assert phone.put(uid, sealed(west, uid, log)).status_code == 202
    assert [worry.words for worry in rows(west, Worry)] == ["Hij eet slecht."]
    assert rows(west) == []


def test_a_shift_comes_the_same_way(west, phone):
    with scope(west.programme):
        type(west.buddy).objects.filter(pk=west.buddy.pk).update(tasks=["buddy", "cook"])
    uid = uuid.uuid4()
    log = a_log(west, match="task:cook", way=[])
    assert phone.put(uid, sealed(west, uid, log)).status_code == 201
    [shift] = rows(west, Shift)
    assert (shift.task, shift.minutes, shift.buddy_id) == ("cook", 60, west.buddy.pk)
    assert phone.put(uuid.uuid4(), sealed(west, uid, log)).status_code == 422


def test_a_match_that_ended_meanwhile_waits_for_the_coordinator_who_decides_once(west, phone, sign_in):
    end_match(west)
    kept, left = uuid.uuid4(), uuid.uuid4()
    for uid in (kept, left):
        answer = phone.put(uid, sealed(west, uid, a_log(west)))
        assert (answer.status_code, answer.json()["state"]) == (202, "to_check")
    assert rows(west) == []
    desk = sign_in(west.coordinator)
    page = desk.get(CHECK).content.decode()
    assert "Samen gewandeld." in page
    assert "al afgerond" in page
    first, second = rows(west, Delivery)
    assert desk.post(f"{CHECK}{first.pk}/opnemen/").status_code == 302
    assert desk.post(f"{CHECK}{first.pk}/opnemen/").status_code == 422
    assert desk.post(f"{CHECK}{second.pk}/weglaten/").status_code == 302
    [contact] = rows(west)
    assert (contact.uid, contact.by_id) == (kept, west[Role.BUDDY].pk)
    assert {each.sealed for each in rows(west, Delivery)} == {None}
    assert phone.put(kept, sealed(west, kept, a_log(west))).status_code == 409


def test_other_content_under_a_known_number_can_become_a_contact_of_its_own(west, phone, sign_in):
    uid = uuid.uuid4()
    phone.put(uid, sealed(west, uid, a_log(west)))
    phone.put(uid, sealed(west, uid, a_log(west, note="Iets anders.")))
    conflict = rows(west, Delivery)[1]
    assert sign_in(west.coordinator).post(f"{CHECK}{conflict.pk}/opnemen/").status_code == 302
    assert [contact.note for contact in rows(west)] == ["Samen gewandeld.", "Iets anders."]


@pytest.mark.parametrize("how", ["stopped", "ended", "gone", "account"])
def test_who_is_no_volunteer_any_more_is_kept_aside_and_shown_to_nobody(west, phone, sign_in, how):
    membership = west[Role.BUDDY]
    with scope(west.programme):
        if how == "stopped":
            type(west.buddy).objects.filter(pk=west.buddy.pk).update(status="stopped")
        elif how == "ended":
            type(membership).objects.filter(pk=membership.pk).update(ended_at=timezone.now())
        elif how == "gone":
            membership.delete()
        else:
            type(membership.user).objects.filter(pk=membership.user_id).update(is_active=False)
    uid = uuid.uuid4()
    answer = phone.put(uid, sealed(west, uid, a_log(west)))
    assert (answer.status_code, answer.json()["stored"]) == (202, True)
    assert rows(west) == []
    assert [each.state for each in rows(west, Delivery)] == ["aside"]
    assert "Samen gewandeld." not in sign_in(west.coordinator).get(CHECK).content.decode()


def test_what_was_put_aside_comes_in_when_the_role_is_given_back(west, phone, sign_in):
    with scope(west.programme):
        west[Role.BUDDY].delete()
    uid = uuid.uuid4()
    phone.put(uid, sealed(west, uid, a_log(west)))
    with scope(west.programme):
        again = make.MembershipFactory(role=Role.BUDDY, person=west.buddy.person)
    Phone(sign_in(again))
    [contact] = rows(west)
    assert (contact.uid, contact.by_id) == (uid, again.pk)


def test_only_its_own_phone_with_its_own_cookie_from_our_own_page(west, zuid, phone, sign_in):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west))
    other = Phone(sign_in(west[Role.BUDDY]))
    for stranger in (
        Client(headers={"origin": "http://testserver"}),
        other.client,
        sign_in(west.coordinator),
        sign_in(zuid[Role.BUDDY]),
    ):
        path = f"{BOX}{phone.uid}/{uid}/"
        asked = {"content_type": "application/json", "headers": {"origin": "http://testserver"}}
        assert stranger.put(path, json.dumps(envelope), **asked).status_code == 401
    for headers in ({"origin": "https://elders.example"}, {"origin": "null"}):
        assert phone.put(uid, envelope, **headers).status_code == 403
    path = f"{BOX}{phone.uid}/{uid}/"
    assert phone.client.put(path, json.dumps(envelope), content_type="text/plain").status_code == 403
    assert phone.client.get(path).status_code == 405
    elsewhere = path.replace("kansrijk-west", "samen-vooruit-op-zuid")
    assert (
        phone.client.put(elsewhere, json.dumps(envelope), content_type="application/json").status_code == 401
    )
    assert rows(west) == rows(zuid) == []


def test_the_cookie_is_of_that_one_address_and_no_script_reads_it(phone):
    morsel = phone.cookie["klik-postbus"]
    assert morsel["path"] == f"{BOX}{phone.uid}/"
    assert morsel["httponly"]
    assert morsel["samesite"] == "Strict"
    assert int(morsel["max-age"]) == 180 * 24 * 3600
    assert len(morsel.value) >= 43


def test_of_the_token_only_a_hash_is_kept(west, phone):
    [device] = rows(west, Device)
    assert phone.cookie["klik-postbus"].value not in {device.token_hash, str(device.uid)}
    assert device.token_hash == phones.hashed(phone.cookie["klik-postbus"].value)


def test_the_cookie_opens_nothing_else(west, phone):
    for path in ("logboek/", "logboek/mensen/", "logboek/telefoons/", "jaar/"):
        assert phone.client.get(f"/kansrijk-west/{path}").status_code == 302


def test_greeting_again_renews_and_another_person_on_the_phone_gets_their_own(west, phone, sign_in):
    client = sign_in(west[Role.BUDDY])
    asked = {"content_type": "application/json", "headers": {"origin": "http://testserver"}}
    client.cookies["klik-postbus"] = phone.cookie["klik-postbus"].value
    with scope(west.programme):
        Device.objects.update(
            seen_on=timezone.localdate() - timedelta(days=100), lasts_until=timezone.localdate()
        )
    assert client.post(f"{BOX}{phone.uid}/", "{}", **asked).json()["phone"] == phone.uid
    [device] = rows(west, Device)
    assert device.lasts_until == timezone.localdate() + timedelta(days=180)
    with scope(west.programme):
        colleague = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    client = sign_in(colleague)
    client.cookies["klik-postbus"] = phone.cookie["klik-postbus"].value
    assert client.post(f"{BOX}{phone.uid}/", "{}", **asked).json()["phone"] != phone.uid
    for role in (Role.COORDINATOR, Role.PARTICIPANT, Role.FUNDER, Role.PROFESSIONAL):
        assert sign_in(west[role]).post(BOX, "{}", **asked).status_code == 403
    assert Client().post(BOX, "{}", **asked).status_code == 401


def test_a_log_of_one_person_never_arrives_under_anothers_name(west, phone, sign_in):
    with scope(west.programme):
        colleague = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    theirs = Phone(sign_in(colleague))
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west)) | {"phone": phone.uid}
    assert theirs.put(uid, envelope).status_code == 403
    assert Phone(sign_in(west[Role.BUDDY])).put(uid, envelope).status_code == 201


@pytest.mark.parametrize("by", [Role.BUDDY, Role.COORDINATOR])
def test_a_revoked_or_outlived_phone_hands_over_nothing(west, phone, sign_in, by):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west))
    with scope(west.programme):
        device = Device.objects.get()
        Device.objects.update(lasts_until=timezone.localdate() - timedelta(days=1))
    assert phone.put(uid, envelope).status_code == 401
    with scope(west.programme):
        Device.objects.update(lasts_until=timezone.localdate())
    assert (
        sign_in(west[by]).post(f"/kansrijk-west/logboek/telefoon/{device.pk}/intrekken/").status_code == 302
    )
    answer = phone.put(uid, envelope)
    assert (answer.status_code, answer.json()["stored"]) == (401, False)
    assert rows(west) == []
    with scope(west.programme):
        assert Trace.objects.filter(verb="device.revoked").count() == 1


def test_phones_are_listed_to_their_owner_and_the_coordinator(west, phone, sign_in):
    with scope(west.programme):
        colleague = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        Device.objects.update(name="Chrome op Android")
        device = Device.objects.get()
    path = "/kansrijk-west/logboek/telefoons/"
    assert "Chrome op Android" in sign_in(west[Role.BUDDY]).get(path).content.decode()
    assert "Chrome op Android" in sign_in(west.coordinator).get(f"{path}{west.buddy.pk}/").content.decode()
    assert "Chrome op Android" not in sign_in(colleague).get(path).content.decode()
    revoke = f"/kansrijk-west/logboek/telefoon/{device.pk}/intrekken/"
    assert sign_in(colleague).post(revoke).status_code == 404


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b" ",
        lambda body: b"\xff\x00",
        lambda body: b"[]",
        lambda body: b'{"key": 1}',
        lambda body: json.dumps(body | {"key": "bestaat niet"}).encode(),
        lambda body: json.dumps(body | {"text": body["text"][:-8] + "AAAAAAA="}).encode(),
        lambda body: json.dumps(body | {"nonce": b64(b"x" * 12)}).encode(),
        lambda body: json.dumps(body | {"wrapped": b64(b"x" * 256)}).encode(),
        lambda body: json.dumps(body | {"wrapped": "geen base64!"}).encode(),
        lambda body: json.dumps(body | {"phone": "geen telefoon"}).encode(),
        lambda body: json.dumps(body | {"text": "A" * 70_000}).encode(),
    ],
)
def test_only_what_can_never_be_read_is_refused(west, phone, spoil):
    uid = uuid.uuid4()
    body = spoil(sealed(west, uid, a_log(west)))
    answer = phone.client.put(f"{BOX}{phone.uid}/{uid}/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (422, {"uuid": str(uid), "stored": False})
    assert rows(west, Delivery) == []


@pytest.mark.parametrize(
    "log", [{}, {"saved": 1}, {"saved": "x", "fields": {}}, {"saved": 1e99, "fields": {}}, []]
)
def test_an_envelope_without_a_log_in_it_is_refused(west, phone, log):
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, log)).status_code == 422


def test_an_envelope_cannot_pass_for_another_log(west, phone):
    envelope = sealed(west, uuid.uuid4(), a_log(west))
    assert phone.put(uuid.uuid4(), envelope).status_code == 422


def test_a_log_about_somebody_elses_participant_is_refused(west, zuid, phone):
    with scope(west.programme):
        someone_elses = make.MatchFactory()
    for match in (someone_elses, zuid.match):
        uid = uuid.uuid4()
        assert phone.put(uid, sealed(west, uid, a_log(west, match=str(match.pk)))).status_code == 422
    assert rows(west) == rows(zuid) == []


@pytest.mark.parametrize(
    "changes", [{"mood": []}, {"day": "other", "other_day": "2999-01-01"}, {"length": "7"}]
)
def test_what_can_be_read_but_is_not_right_waits_for_a_person(west, phone, sign_in, changes):
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, a_log(west, **changes))).status_code == 202
    page = sign_in(west.coordinator).get(CHECK).content.decode()
    assert "Samen gewandeld." in page
    assert rows(west) == []
    assert sign_in(west.coordinator).post(f"{CHECK}{rows(west, Delivery)[0].pk}/opnemen/").status_code == 422


def test_a_bsn_that_slipped_through_is_taken_out_and_the_rest_kept(west, phone):
    uid = uuid.uuid4()
    phone.put(uid, sealed(west, uid, a_log(west, note="BSN 111222333, tel 0612345678")))
    [contact] = rows(west)
    assert "111222333" not in contact.note
    assert "0612345678" in contact.note


@pytest.mark.parametrize("hours_wrong", [-24, 24, 24 * 400])
@pytest.mark.parametrize(("day", "back"), [("today", 0), ("yesterday", 1)])
def test_a_clock_that_is_wrong_gives_the_right_day(west, phone, hours_wrong, day, back):
    uid = uuid.uuid4()
    theirs = timezone.now() + timedelta(hours=hours_wrong)
    saved = theirs - timedelta(days=3)
    phone.put(uid, sealed(west, uid, a_log(west, saved=saved, day=day)), clock=theirs)
    [contact] = rows(west)
    assert contact.on == timezone.localdate() - timedelta(days=3 + back)


@pytest.mark.parametrize("clock", ["", "gisteren", "-1", "9" * 40])
def test_a_clock_that_says_nothing_counts_as_right(west, phone, clock):
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, a_log(west)), **{"klik-clock": clock}).status_code in {201, 202}


def test_a_key_is_replaced_after_ninety_days_and_the_old_one_opens_for_a_year(west, phone):
    with scope(west.programme):
        old = phones.serving_key()
        SealingKey.objects.update(made_at=timezone.now() - timedelta(days=91))
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west), key=old)
    tasks.rotate_keys()
    with scope(west.programme):
        assert phones.serving_key().name != old.name
    assert phone.put(uid, envelope).status_code == 201
    with scope(west.programme):
        SealingKey.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=90 + 366))
    tasks.rotate_keys()
    late = uuid.uuid4()
    assert phone.put(late, sealed(west, late, a_log(west), key=old)).status_code == 422
    with scope(west.programme):
        assert list(SealingKey.objects.values_list("name", flat=True)) != [old.name]
        assert not SealingKey.objects.filter(name=old.name).exists()


def test_with_a_wrong_secret_phones_keep_what_they_have(west, phone, settings):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west))
    settings.OUTBOX_SECRETS = ["een ander geheim"]
    assert phone.put(uid, envelope).status_code == 503
    assert rows(west, Delivery) == []
    settings.OUTBOX_SECRETS = ["een ander geheim", "test only"]
    assert phone.put(uid, envelope).status_code == 201


def test_the_private_key_is_not_in_the_database_as_it_is(west):
    with scope(west.programme):
        key = phones.serving_key()
    with pytest.raises(ValueError, match="key"):
        serialization.load_der_private_key(bytes(key.private), password=None)


def test_each_programme_has_keys_of_its_own(west, zuid, phone):
    with scope(zuid.programme):
        theirs = phones.serving_key()
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, a_log(west), key=theirs)).status_code == 422


def test_the_shell_the_worker_and_the_manifest_name_nobody(west, sign_in):
    with scope(west.programme):
        names = [
            west.participant.person.first_name,
            west.participant.person.full_name,
            west.buddy.person.full_name,
        ]
    for client in (sign_in(west[Role.BUDDY]), Client()):
        for path in ("zonder-bereik/", "werker.js", "klik.webmanifest"):
            answer = client.get(f"/kansrijk-west/logboek/{path}")
            page = answer.content.decode()
            assert answer.status_code == 200
            assert not any(name in page for name in names)
            assert west[Role.BUDDY].user.email not in page
            assert "no-store" not in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "application/manifest+json"


def test_the_workers_edition_is_that_of_its_files(west, client, monkeypatch):
    path = "/kansrijk-west/logboek/werker.js"
    before = client.get(path).content
    assert client.get(path).content == before
    monkeypatch.setattr("logbook.views.phone.PRECACHED", ("css/klik.css",))
    assert client.get(path).content != before


def test_two_programmes_on_one_phone_do_not_hear_of_each_other(west, zuid, sign_in):
    phone = Phone(sign_in(west[Role.BUDDY]))
    with scope(zuid.programme):
        assert not Device.objects.exists()
        assert phones.known(uuid.UUID(phone.uid), phone.cookie["klik-postbus"].value) is None


def test_the_pages_of_phones_and_waiting_logs_ask_as_much_for_one_as_for_many(west, sign_in):
    from tests.logbook.test_pages import queries

    desk = sign_in(west.coordinator)
    with scope(west.programme):
        device = make.DeviceFactory(membership=west[Role.BUDDY])
        make.WorryFactory(match=west.match, by=west[Role.BUDDY])
        make.WorryFactory(
            match=west.match, by=west[Role.BUDDY], taken_up_at=timezone.now(), taken_up_by=west.coordinator
        )
    paths = [
        f"/kansrijk-west/logboek/telefoons/{west.buddy.pk}/",
        "/kansrijk-west/logboek/zorgen/",
    ]
    few = [queries(desk, path) for path in paths]
    with scope(west.programme):
        make.DeviceFactory.create_batch(8, membership=west[Role.BUDDY])
        make.WorryFactory.create_batch(8, match=west.match, by=west[Role.BUDDY])
        make.WorryFactory.create_batch(
            8, match=west.match, by=west[Role.BUDDY], taken_up_at=timezone.now(), taken_up_by=west.coordinator
        )
    assert [queries(desk, path) for path in paths] == few
    assert device.pk


@pytest.mark.django_db(transaction=True)
def test_ten_deliveries_of_one_log_at_the_same_moment_are_one_contact(west):
    from concurrent.futures import ThreadPoolExecutor

    with scope(west.programme):
        given = phones.greet(membership=west[Role.BUDDY], agent="")
    uid = uuid.uuid4()
    body = json.dumps(sealed(west, uid, a_log(west))).encode()

    def arrive(_number):
        try:
            with scope(west.programme):
                device = phones.known(given.device.uid, given.token)
                return outbox.receive(device=device, uid=uid, body=body, clock_off=timedelta(0)).status
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(arrive, range(10)))
    assert statuses == [200] * 9 + [201]
    assert len(rows(west)) == 1


def test_what_is_sealed_by_the_page_has_no_words_in_it(west):
    envelope = sealed(west, uuid.uuid4(), a_log(west))
    assert "gewandeld" not in json.dumps(envelope)
    assert SimpleNamespace(**envelope).key
