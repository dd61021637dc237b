"""People out of a file: our own messy file, nothing before confirming, no doubles, no mail, all or nothing as chosen."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.models import Buddy
from participants.models import Participant, Status
from programmes import jobs
from programmes.imports import work
from programmes.models import Import, ImportedRow, ImportState, Job, Letter, Person, RememberedColumn
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

# A list as a coordinator kept it for years. The comment says what is the matter with the row.
MESSY = """Deelnemerslijst Kansrijk 2019-2026;;;;;;;;;;
;;;;;;;;;;
Naam ; E-Mail adres:;Telefoonnummer (mobiel);Tel. thuis;Wijk/buurt;Talen;Wachtlijst;Hulpvraag;BSN;Geboortedatum;Kleur
Piet van der Meulen;piet@example.org;06 12345678;;Centrum;Nederlands;1-3-2024;Meer mensen zien;111222333;1-1-1970;rood
Meulen, Anna van der;ANNA@Example.org;06-23456789;;centrum;NL;01/04/2024;;;;
"El Amrani, Fatima";fatima@example.org;+31 6 34567890;;CENTRUM;"Arabisch, Nederlands";1 mei 2024;;;;
DHR. J. JANSEN;;0031645678901;;;dutch;45413;;;;
Mw. Şahin, Ömer;omer@example.org;+31 (0)6 56789012;;;Turks en Nederlands;2024-06-01;;;;
Łukasz Wałęsa;Łukasz <lukasz@example.org>;612345679;;;Polish;1e juli 2024;;;;
Olena Шевченко;mailto:olena@example.org;="0612345680";;;Oekraïens/Nederlands;vr 2-8-2024;;;;
محمد العلي;;'0612345681;;;Arabisch;20240901;;;;
;;;;;;;;;;
  Zoë   de Wit  ;zoe@example.org; 06 12 34 56 82 ;;-;n.v.t.;?;onbekend;;;
Naam ; E-Mail adres:;Telefoonnummer (mobiel);Tel. thuis;Wijk/buurt;Talen;Wachtlijst;Hulpvraag;BSN;Geboortedatum;Kleur
Twee Nummers;een@example.org; 06 12345683 / 06 12345684;050-1234567;;Nederlands;1-10-24;;;;
Twee Adressen;"een.a@example.org; twee.b@example.org";;;;;1-10-24;;;;
"Twee
Regels";twee@example.org;06 12345685;;;;1.10.2024;;;;
Onbekende Wijk;wijk@example.org;06 12345686;;Atlantis;Klingon;1-11-2024;;;;
Foute Mail;geen adres;06 12345687;;;;;;;;
Foute Telefoon;fout@example.org;bel de buren;;;;;;;;
Foute Dag;dag@example.org;06 12345688;;;;31-2-2024;;;;
Later Dag;later@example.org;06 12345689;;;;1-1-2099;;;;
;geen.naam@example.org;06 12345690;;;;1-1-2024;;;;
Met Bsn;bsn@example.org;06 12345691;;;;1-1-2024;Nummer 111222333 staat hier;;;
Met Formule;=A1&"@x.nl";06 12345692;;;;1-1-2024;;;;
Met Fout;#N/B;06 12345693;;;;1-1-2024;;;;
Piet van der Meulen;piet@example.org;06 12345678;;Centrum;Nederlands;1-3-2024;;;;
Bestaande Persoon;;06 11111111;;;;;;;;
12345;;;;;;;;;;
???;x@example.org;;;;;;;;;
Totaal;26;;;;;;;;;
Gemiddelde wachttijd;31 weken;;;;;;;;;
"""
NAMES_IN = {
    "Piet van der Meulen", "Anna van der Meulen", "J. Jansen", "Ömer Şahin", "Łukasz Wałęsa", "Olena Шевченко", "محمد العلي", "Zoë de Wit",
    "Twee Nummers", "Twee Regels", "Onbekende Wijk", "Fatima El Amrani", "Twee Adressen",
}  # fmt: skip


def to(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"programmes:{view}", *things)


@pytest.fixture(autouse=True)
def work_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker: the test is the worker."""
    monkeypatch.setattr(jobs, "send", lambda programme_id, waiting: None)


def work_off(world: World) -> None:
    with scope(world.programme):
        waiting = list(Job.objects.open().order_by("pk").values_list("pk", flat=True))
    for job in waiting:
        jobs.run(world.programme.pk, job)


def bring(
    world: World, client: Any, body: bytes | str, *, kind: str = "participants", name: str = "lijst.csv"
) -> Import:
    """Upload and look, as a coordinator does."""
    data = body.encode() if isinstance(body, str) else body
    answer = client.post(to(world, "imports"), {"kind": kind, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    work_off(world)
    return latest(world)


def latest(world: World) -> Import:
    with scope(world.programme):
        return Import.objects.latest("pk")


def take(world: World, client: Any, brought: Import, **sent: Any) -> Import:
    answer = client.post(to(world, "import_take_over", brought.pk), {"way": "good", **sent})
    assert answer.status_code == 302, answer.content.decode()
    work_off(world)
    return latest(world)


def people(world: World) -> set[str]:
    with scope(world.programme):
        rows = ImportedRow.objects.order_by("pk")
        return set(Person.objects.filter(imported_rows__in=rows).values_list("full_name", flat=True))


@pytest.fixture
def home(west: World, zuid: World) -> World:
    """West, with a neighbourhood called Centrum and somebody who is in the list too."""
    with scope(west.programme):
        make.NeighbourhoodFactory(name="Centrum")
        make.PersonFactory(given_name="Iemand", surname="Anders", phone="+31611111111")
    with scope(zuid.programme):
        make.PersonFactory(given_name="Zoë", surname_prefix="de", surname="Wit", email="zoe@example.org")
    return west


@pytest.mark.parametrize("coding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_the_messy_file_is_understood_row_by_row(home: World, sign_in: Any, coding: str) -> None:
    text = MESSY if coding != "cp1252" else MESSY.replace("Łukasz", "Lukasz").replace("Wałęsa", "Walesa").replace("Шевченко", "S").replace("محمد العلي", "M. Ali").replace("Ş", "S")  # fmt: skip
    client = sign_in(home.coordinator)
    brought = bring(home, client, text.encode(coding))
    assert brought.state == ImportState.LOOKED
    assert brought.columns == [
        "full",
        "email",
        "phone",
        "phone2",
        "neighbourhood",
        "languages",
        "waiting_since",
        "hoped_for",
        "never",
        "never",
        "",
    ]
    found = brought.found
    assert (found["good"], found["doubles"], found["was_here"], found["skipped"]) == (13, 1, 0, 4)
    stops = {(p["row"], p["column"].strip(" :")) for p in found["list"] if p["stops"]}
    rows = {line.split(";")[0].strip(): None for line in text.splitlines()}
    assert len(stops) == 10, sorted(stops)
    assert "Foute Mail" in rows
    notes = [p["reason"] for p in found["list"] if not p["stops"]]
    assert any("Atlantis" in reason for reason in notes)
    assert any("Klingon" in reason for reason in notes)
    page = client.get(to(home, "import", brought.pk)).content.decode()
    for said in ("geen e-mailadres", "geen telefoonnummer", "Dit is geen dag: 31-2-2024", "Deze dag komt nog", "Er staat geen naam", "BSN", "formule", "hetzelfde telefoonnummer als Iemand Anders", "Geboortedatum"):  # fmt: skip
        assert said in page, said


def test_nothing_is_written_before_confirming_and_nobody_gets_a_mail(
    home: World, zuid: World, sign_in: Any
) -> None:
    client = sign_in(home.coordinator)
    with scope(home.programme):
        before = (Person.objects.count(), Participant.objects.count())
    brought = bring(home, client, MESSY)
    with scope(home.programme):
        assert (Person.objects.count(), Participant.objects.count()) == before
    done = take(home, client, brought)
    assert (done.state, done.written) == (ImportState.DONE, 13)
    assert people(home) == NAMES_IN
    with scope(home.programme):
        piet = Participant.objects.select_related("person__neighbourhood").get(
            person__full_name="Piet van der Meulen"
        )
        assert (piet.status, piet.waiting_since, piet.person.phone) == (
            Status.WAITING,
            date(2024, 3, 1),
            "+31612345678",
        )
        assert str(piet.person.neighbourhood) == "Centrum"
        assert piet.hoped_for == "Meer mensen zien"
        lukasz = Person.objects.get(full_name="Łukasz Wałęsa")
        assert (lukasz.email, lukasz.phone, lukasz.languages) == (
            "lukasz@example.org",
            "+31612345679",
            ["pl"],
        )
        assert "06 12345684" in Person.objects.get(full_name="Twee Nummers").how_to_reach
        zoe = Participant.objects.get(person__full_name="Zoë de Wit")
        assert (zoe.status, zoe.person.languages) == (Status.APPLIED, [])
        assert not Letter.objects.exists()
        assert list(Person.objects.named("van der meulen").values_list("given_name", flat=True)) == [
            "Anna",
            "Piet",
        ]
    assert mail.outbox == []
    with scope(zuid.programme):
        assert Person.objects.filter(full_name="Zoë de Wit").count() == 1, (
            "the neighbour's programme is untouched"
        )


def test_the_same_file_again_makes_no_doubles(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    take(home, client, bring(home, client, MESSY))
    again = bring(home, client, MESSY)
    # The one that stands in the file twice is known twice.
    assert (again.found["good"], again.found["was_here"]) == (0, 14)
    done = take(home, client, again)
    assert done.written == 0
    assert people(home) == NAMES_IN
    with scope(home.programme):
        assert Person.objects.filter(full_name="Piet van der Meulen").count() == 1


def test_what_was_refused_comes_back_as_a_file_with_the_reasons(home: World, sign_in: Any) -> None:
    """Without the columns Klik does not want; corrected and brought in again the people are in."""
    client = sign_in(home.coordinator)
    done = take(home, client, bring(home, client, MESSY))
    body = client.get(to(home, "import_given_back", done.pk, "csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert len(rows) == len(done.refused) == 11
    assert all(row["Reden"] for row in rows)
    assert "1-1-1970" not in body
    by_name = {row["Naam"]: row for row in rows}
    assert "31-2-2024" in by_name["Foute Dag"]["Reden"]
    assert by_name["Foute Dag"]["Rij"] == "21"
    assert by_name["Met Formule"]["E-Mail adres:"].startswith("'="), "the formula comes back as text"
    better = body.replace("31-2-2024", "28-2-2024")
    once_more = take(home, client, bring(home, client, better, name="beter.csv"))
    assert once_more.written == 1
    assert "Foute Dag" in people(home)


def test_all_or_nothing_is_nothing_when_a_row_is_wrong(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    brought = bring(home, client, "Naam;Mail\nPiet;piet@example.org\n;x\n")
    answer = client.post(to(home, "import_take_over", brought.pk), {"way": "all"})
    assert answer.status_code == 422
    assert "rijen die niet kloppen" in answer.content.decode()
    good = bring(home, client, "Naam;Mail\nPiet;piet@example.org\nAnna;anna@example.org\n")
    assert take(home, client, good, way="all").written == 2


def test_all_or_nothing_holds_when_the_programme_changed_since_the_dry_run(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    brought = bring(home, client, "Naam;Mail\nPiet;piet@example.org\nAnna;anna@example.org\n")
    with scope(home.programme):
        make.PersonFactory(given_name="Anna", surname="", email="anna@example.org")
    done = take(home, client, brought, way="all")
    assert (done.written, people(home)) == (0, set())


def test_a_possible_double_is_left_out_unless_somebody_says_it_is_someone_else(
    home: World, sign_in: Any
) -> None:
    client = sign_in(home.coordinator)
    body = "Naam;Tel\nBestaande Persoon;06 11111111\nNieuwe Persoon;06 22222222\n"
    first = take(home, client, bring(home, client, body))
    assert (first.written, len(first.refused)) == (1, 1)
    assert "hetzelfde telefoonnummer als Iemand Anders" in first.refused[0]["why"]
    second = take(home, client, bring(home, client, body), toch=[2])
    assert second.written == 1
    assert people(home) == {"Bestaande Persoon", "Nieuwe Persoon"}


def test_columns_are_chosen_on_screen_and_remembered(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    brought = bring(home, client, "Naam;Kleur;Datum\nPiet;Centrum;1-2-2024\n")
    assert brought.columns == ["full", "", "since"]
    sent = {"c0": "full", "c1": "neighbourhood", "c2": "waiting_since"}
    assert client.post(to(home, "import_columns", brought.pk), {**sent, "c1": "full"}).status_code == 422
    assert client.post(to(home, "import_columns", brought.pk), {**sent, "c0": ""}).status_code == 422
    assert client.post(to(home, "import_columns", brought.pk), {**sent, "c1": "klingon"}).status_code == 422
    assert client.post(to(home, "import_columns", brought.pk), sent).status_code == 302
    work_off(home)
    take(home, client, latest(home))
    with scope(home.programme):
        piet = Participant.objects.select_related("person__neighbourhood").get(person__full_name="Piet")
        assert (str(piet.person.neighbourhood), piet.waiting_since) == ("Centrum", date(2024, 2, 1))
        assert RememberedColumn.objects.count() == 3
    again = bring(home, client, "Kleur;Datum;Naam\nCentrum;1-2-2024;Anna\n")
    assert again.columns == ["neighbourhood", "waiting_since", "full"]


def test_volunteers_come_in_before_the_first_gate(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    out = io.BytesIO()
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Voornaam", "Achternaam", "E-mail", "Capaciteit", "Aangemeld op", "Over mezelf"], ["Joke", "de Wit", "joke@example.org", 2, date(2024, 1, 5), "Ik wandel graag."], ["Bas", "Bos", "bas@example.org", 12, None, ""]):  # fmt: skip
        sheet.append(row)
    book.save(out)
    done = take(home, client, bring(home, client, out.getvalue(), kind="buddies", name="vrijwilligers.xlsx"))
    assert (done.written, len(done.refused)) == (1, 1)
    with scope(home.programme):
        joke = Buddy.objects.select_related("person").get(person__full_name="Joke de Wit")
        assert (joke.capacity, joke.status, joke.introduction, joke.steps.count()) == (
            2,
            "interested",
            "Ik wandel graag.",
            0,
        )
        assert timezone.localdate(joke.applied_at) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        (b"%PDF-1.7", "lijst.csv", "geen tabel"),
        (b"zomaar een zin\n", "brief.txt", "geen tabel"),
        (b"Naam;Wijk\n", "kop.csv", "leeg"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "geheim.xlsx",
            "wachtwoord",
        ),
        (b"PK\x03\x04nonsense", "lijst.xlsx", "geen tabel"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    home: World, sign_in: Any, body: bytes, name: str, says: str
) -> None:
    client = sign_in(home.coordinator)
    brought = bring(home, client, body, name=name)
    assert brought.state == ImportState.UNREADABLE
    assert says in client.get(to(home, "import", brought.pk)).content.decode()
    assert client.post(to(home, "import_take_over", brought.pk), {"way": "good"}).status_code == 422


@pytest.mark.parametrize(("size", "says"), [(0, "leeg"), (10_000_001, "te groot"), (26_000_000, "te groot")])
def test_an_empty_or_huge_upload_is_refused_at_the_field(
    home: World, sign_in: Any, size: int, says: str
) -> None:
    file = SimpleUploadedFile("lijst.csv", b"x" * size)
    answer = sign_in(home.coordinator).post(to(home, "imports"), {"kind": "participants", "file": file})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with scope(home.programme):
        assert not Import.objects.exists()


def test_a_worker_that_dies_half_way_leaves_no_doubles_and_no_gaps(
    home: World, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(work, "AT_A_TIME", 2)
    client = sign_in(home.coordinator)
    brought = bring(home, client, "Naam;Mail\n" + "".join(f"P{n};p{n}@example.org\n" for n in range(6)))
    assert client.post(to(home, "import_take_over", brought.pk), {"way": "good"}).status_code == 302
    whole, calls = work._write, []

    def dies(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(*args)

    monkeypatch.setattr(work, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        work_off(home)
    monkeypatch.setattr(work, "_write", whole)
    assert len(people(home)) == 2
    work_off(home)
    assert (latest(home).written, len(people(home))) == (6, 6)


def test_files_are_forgotten_after_two_weeks_and_at_once_when_asked(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    first = take(home, client, bring(home, client, MESSY))
    second = bring(home, client, MESSY)
    assert client.post(to(home, "import_drop", first.pk)).status_code == 302
    with scope(home.programme):
        assert bytes(Import.objects.get(pk=first.pk).content) == b""
        assert Import.objects.get(pk=first.pk).refused == []
        Import.objects.filter(pk=second.pk).update(made_at=timezone.now() - work.KEPT_FOR - timedelta(1))
        assert work.forget_old_files() == 1
        assert Import.objects.get(pk=second.pk).state == ImportState.DROPPED
    assert people(home) == NAMES_IN
    assert client.get(to(home, "import", second.pk)).status_code == 200


def test_a_job_that_gave_up_says_so_and_the_file_can_be_let_go(home: World, sign_in: Any) -> None:
    client = sign_in(home.coordinator)
    brought = bring(home, client, MESSY)
    client.post(to(home, "import_take_over", brought.pk), {"way": "good"})
    assert client.post(to(home, "import_drop", brought.pk)).status_code == 422
    with scope(home.programme):
        Job.objects.open().update(state="gave_up")
    assert "Het lukt nu niet" in client.get(to(home, "import", brought.pk)).content.decode()
    assert client.post(to(home, "import_drop", brought.pk)).status_code == 302
    assert latest(home).state == ImportState.DROPPED


def test_another_programme_sees_nothing_of_it(home: World, zuid: World, sign_in: Any) -> None:
    brought = bring(home, sign_in(home.coordinator), MESSY)
    assert sign_in(zuid.coordinator).get(to(zuid, "import", brought.pk)).status_code == 404
    assert (
        sign_in(zuid.coordinator).post(to(zuid, "import_take_over", brought.pk), {"way": "good"}).status_code
        == 404
    )


def test_looking_and_taking_over_ask_as_little_for_two_hundred_rows_as_for_two(
    home: World, sign_in: Any
) -> None:
    client = sign_in(home.coordinator)

    def queries(count: int, tag: str) -> int:
        body = "Naam;Mail;Wijk\n" + "".join(f"{tag}{n};{tag}{n}@example.org;Centrum\n" for n in range(count))
        with CaptureQueriesContext(connection) as asked:
            assert take(home, client, bring(home, client, body)).written == count
        return len(asked)

    queries(2, "eerst")
    assert queries(200, "veel") == queries(2, "weinig")
