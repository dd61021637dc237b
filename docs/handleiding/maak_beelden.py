"""Make the guide's pictures from a running demo: `KLIK_URL=http://127.0.0.1:8000 python docs/handleiding/maak_beelden.py`.

Signs in as the demo's personas, opens the pages the guide tells about, and saves them small in `beeld/`.
Names of pictures on the command line make only those.
"""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

URL = os.environ.get("KLIK_URL", "http://127.0.0.1:8000").rstrip("/")
HERE = Path(__file__).parent / "beeld"
DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
PHONE, DESK = (360, 720), (1280, 860)
COLOURS = 96
MOST_BYTES = 150_000

Steps = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """`who` is the end of a persona's id or a role, "" for nobody; `steps` go from `path` to what is to be seen."""

    name: str
    size: tuple[int, int]
    who: str
    path: str
    steps: Steps = lambda _page: None
    programme: str = "kansrijk-west"


def follow(*texts: str) -> Steps:
    """Follow links or press buttons by their words, one after the other."""

    def steps(page: Page) -> None:
        for text in texts:
            either = page.get_by_role("link", name=text).or_(page.get_by_role("button", name=text))
            either.locator("visible=true").first.click()
            page.wait_for_load_state()

    return steps


def open_first(selector: str = "main .row-link a") -> Steps:
    """Open the first thing of a list."""

    def steps(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state()

    return steps


def then(*parts: Steps) -> Steps:
    def steps(page: Page) -> None:
        for part in parts:
            part(page)

    return steps


def bring_in(page: Page) -> None:
    """Choose a file with three people, one of whom is not right yet."""
    rows = "Naam;E-mail;Wijk;Wachtlijst\nNoor van Dijk;noor@example.org;Selwerd;1-3-2026\nSam Bos;sam@example.org;;31-2-2026\n"
    page.locator("[name=kind]").first.check(force=True)
    page.locator("[name=file]").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    page.get_by_role("heading", name="Klopt dit?").wait_for()


def with_expenses(page: Page) -> None:
    """The log form with what was spent."""
    page.get_by_text("Iets erbij schrijven").click()
    page.get_by_text("bus, trein of parkeren").click()
    page.locator("[name=cost_cents]").fill("6,40")
    page.locator(".costs").scroll_into_view_if_needed()


def as_without_a_connection(page: Page) -> None:
    """What the phone shows when the server is away: the form it keeps, with the names it remembers."""
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.goto(page.url + "zonder-bereik/")
    page.locator("form.quick").wait_for()


def see_the_round(page: Page) -> None:
    """The round that lies ready; computed when there is none."""
    waiting = page.get_by_role("link", name="Bekijk de ronde")
    follow("Bekijk de ronde" if waiting.count() else "Ronde berekenen")(page)


PICTURES = [
    Picture("inloggen", PHONE, "", "/account/inloggen/"),
    Picture("vandaag", DESK, "coordinator", "/verslagen/vandaag/"),
    Picture("aanmeldingen", DESK, "coordinator", "/deelnemers/aanmeldingen/"),
    Picture(
        "eerste-gesprek",
        DESK,
        "coordinator",
        "/deelnemers/?status=applied",
        then(open_first(), follow("Eerste gesprek invullen")),
    ),
    Picture("vrijwilliger", DESK, "coordinator", "/vrijwilligers/?status=on_the_way", open_first()),
    Picture("kaarten", DESK, "coordinator", "/matching/", open_first("main a[href*='/kaarten/']")),
    Picture("kennismaking", DESK, "coordinator", "/matching/", open_first("main a[href*='/kennismaking/']")),
    Picture(
        "activiteit", DESK, "coordinator", "/activiteiten/?wanneer=geweest&soort=intervision", open_first()
    ),
    Picture("jaarverslag", DESK, "coordinator", "/verslagen/", open_first()),
    Picture("instellingen", DESK, "coordinator", "/instellingen/"),
    Picture("lijst", DESK, "coordinator", "/deelnemers/?sorteer=wacht&status=waiting"),
    Picture("meerdere", DESK, "coordinator", "/deelnemers/?status=waiting&kies=1"),
    Picture("bestand", DESK, "coordinator", "/bestanden/", bring_in),
    Picture("rollen", DESK, "coordinator", "/rollen/"),
    Picture("organisaties", DESK, "coordinator", "/organisaties/"),
    Picture("stappen", DESK, "coordinator", "/vrijwilligers/stappen/"),
    Picture("overeenkomst", DESK, "coordinator", "/vrijwilligers/overeenkomst/"),
    Picture("werkwijze", DESK, "coordinator", "/inrichting/werkwijze/"),
    Picture("nieuw-programma", DESK, "administrator", "/account/nieuw-programma/?van=kansrijk-west"),
    Picture("verwijzingen", DESK, "referrer", "/deelnemers/verwijzingen/"),
    Picture("gepubliceerd", DESK, "funder", "/verslagen/gepubliceerd/"),
    Picture("loggen", PHONE, "buddy", "/logboek/"),
    Picture("onkosten", PHONE, "buddy", "/logboek/", with_expenses, "samen-vooruit-op-zuid"),
    Picture("beginscherm", PHONE, "buddy", "/logboek/op-je-beginscherm/"),
    Picture("vergoeding", PHONE, "buddy", "/vergoeding/", programme="samen-vooruit-op-zuid"),
    Picture(
        "declaratie",
        DESK,
        "coordinator",
        "/vergoeding/declaraties/",
        follow("Bekijken"),
        "samen-vooruit-op-zuid",
    ),
    Picture("zonder-bereik", PHONE, "buddy", "/logboek/", as_without_a_connection),
    Picture("mijn-deelnemers", PHONE, "buddy", "/logboek/mensen/"),
    Picture("agenda", PHONE, "buddy", "/logboek/agenda/"),
    Picture("kiezen", PHONE, "choosing", "/matching/keuze/"),
    Picture("wensen", PHONE, "choosing", "/matching/wensen/?vraag=2"),
    Picture("ronde", DESK, "coordinator", "/matching/", see_the_round),
    Picture("mijn-jaar", PHONE, "participant", "/jaar/"),
    Picture("bereikt", PHONE, "participant", "/jaar/", follow("Kijk wat ik bereikt heb")),
    Picture("gesprek", PHONE, "coordinator", "/verslagen/vandaag/", follow("Gesprek voeren", "Beginnen")),
    Picture(
        "plan",
        DESK,
        "coordinator",
        "/deelnemers/?status=matched",
        then(open_first(), follow("Bekijk het jaar")),
    ),
]


def persona(page: Page, picture: Picture) -> str:
    """The demo's persona for this picture: by the end of its id, else the first with that role."""
    everyone = page.request.get(f"{URL}/demo/personas.json").json()
    here = [each for each in everyone if each["programme"] == picture.programme]
    by_id = [each["id"] for each in here if each["id"] == f"{picture.programme}-{picture.who}"]
    found = by_id or [each["id"] for each in here if each["role"] == picture.who]
    if not found:
        raise SystemExit(f"{picture.name}: the demo has nobody who is {picture.who}")
    return found[0]


def make(browser: Browser, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if picture.size is PHONE else 1,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    where = picture.path
    if picture.who:
        page.request.post(f"{URL}/demo/sign-in/{persona(page, picture)}/", max_redirects=0)
        # Of an account, and of no programme.
        where = (
            picture.path if picture.path.startswith("/account/") else f"/{picture.programme}{picture.path}"
        )
    answer = page.goto(URL + where)
    if answer is None or not answer.ok:
        raise SystemExit(f"{picture.name}: {where} answers {answer and answer.status}")
    picture.steps(page)
    page.wait_for_load_state("networkidle")
    save(picture.name, page.screenshot())
    context.close()


def save(name: str, png: bytes) -> None:
    """Few colours, so that a reader on a phone and the repository stay light."""
    target = HERE / f"{name}.png"
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        target, optimize=True
    )
    size = target.stat().st_size
    sys.stdout.write(f"{name}: {size // 1000} kB\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{name} is larger than {MOST_BYTES // 1000} kB")


def main() -> None:
    wanted = set(sys.argv[1:])
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(DEBIAN_CHROMIUM) if DEBIAN_CHROMIUM.exists() else None,
            args=["--no-sandbox"],
        )
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                make(browser, picture)
        browser.close()


if __name__ == "__main__":
    main()
