"""Someone with a browser: goes places, fills in what is asked, and looks hard at every page."""

import os
import re
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.core import mail
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

expect.set_options(timeout=60_000)
# Only what is wrong is worked out in full: it halves the time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
SHOTS = os.environ.get("KLIK_SHOTS")
# True once this phone can do without the server: the form for that is in, with whose it is and what it may send with.
PHONE_IS_READY = """async () => {
  await navigator.serviceWorker.ready;
  const keys = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("klik", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction("things").objectStore("things").getAllKeys();
      asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
    };
  });
  return keys.includes("me") && keys.some((key) => key.startsWith("phone "));
}"""
# What a page is made of: every kind of element in its kind of parent, with what may change how it is read aloud and
# whether it shows at this width; which heading follows which; and an id that stands twice.
MADE_OF = """() => {
  const elements = [...document.querySelectorAll("html, body *")], parts = new Set(), ids = new Set();
  let heading = "";
  for (const element of elements) {
    const told = [...element.attributes].map(({name, value}) =>
      /^(role|type|lang|hidden|open|checked|disabled|aria-(?!label|describedby|controls|owns))/.test(name)
        ? `${name}=${value}` : value.trim() ? name : `${name}=`);
    const parent = element.parentElement;
    parts.add([parent?.tagName, parent?.getAttribute("class"), element.tagName, element.getAttribute("class"),
      ...told.sort(), element.textContent.trim() ? "words" : "", element.checkVisibility()].join(" "));
    if (element.matches("h1, h2, h3, h4, h5, h6")) {
      parts.add(`${element.tagName} after ${heading}`);
      heading = element.tagName;
    }
    if (element.id && ids.has(element.id)) parts.add(`twice ${element.id}`);
    ids.add(element.id);
  }
  return [...parts];
}"""
# Marks whatever has words in colours, on a ground and of a size not met before; returns those combinations.
MARK_NEW_COLOURS = """met => {
  const known = new Set(met), fresh = [];
  document.querySelectorAll("[data-new-colours]").forEach(old => old.removeAttribute("data-new-colours"));
  for (const element of document.querySelectorAll("body *")) {
    const has_words = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(has_words || element.matches("input, select, textarea")) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    let ground = element;
    while (ground.parentElement && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)")
      ground = ground.parentElement;
    const combination = [style.color, getComputedStyle(ground).backgroundColor, style.fontSize, style.fontWeight].join();
    if (known.has(combination)) continue;
    known.add(combination);
    fresh.push(combination);
    element.dataset.newColours = "";
  }
  return fresh;
}"""
# The five programmes walk the same pages, and axe is most of a journey's time. What was judged once in this run is not
# judged again: a page made of known parts, each shown or hidden as before, and words in known colours.
JUDGED: set[str] = set()
COLOURS: set[str] = set()
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """`complaints` collects what the console said and what left our own address; a journey ends with none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(60_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._see_request)

    def _hear(self, message: ConsoleMessage) -> None:
        expected = re.search(r"status of (401|403|404|409|422)", message.text)
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.type} on {self.page.url}: {message.text}")

    def _see_request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.complaints.append(f"left for {url}")

    def goto(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self.look()

    def look(self) -> "Visitor":
        """What must hold on every page: accessible, nothing off the screen, a title, one heading."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        if SHOTS:
            width = self.page.viewport_size["width"]  # type: ignore[index]
            name = re.sub(r"\W+", "-", self.page.url.split("/", 3)[-1]).strip("-") or "home"
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{width}-{name}.png", full_page=True)
        self._judge()
        assert self.page.evaluate(WIDER_THAN_SCREEN) <= 0, f"{self.page.url} is wider than the screen"
        assert self.page.title()
        expect(self.page.locator("h1:visible")).to_have_count(1)
        return self

    def _judge(self) -> None:
        """Axe, on what was not judged before."""
        made_of = set(self.page.evaluate(MADE_OF))
        if fresh := self.page.evaluate(MARK_NEW_COLOURS, list(COLOURS)):
            self._ask_axe("[data-new-colours]", CONTRAST)
            COLOURS.update(fresh)
        if made_of - JUDGED:
            self._ask_axe(None, RULES)
            JUDGED.update(made_of)

    def _ask_axe(self, context: str | None, options: dict[str, object]) -> None:
        if self.page.evaluate("typeof axe === 'undefined'"):  # once for a page: it is half a megabyte to read
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(
            "([where, options]) => axe.run(where || document, options)", [context, options]
        )
        results = AxeResults(found)
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"

    def resize(self, width: int) -> "Visitor":
        """The same page on another screen."""
        self.page.set_viewport_size({"width": width, "height": 900})
        return self.look()

    def press(self, name: str, *, exact: bool = False) -> "Visitor":
        """Press a button or follow a link by its words, and look at what comes."""
        self._named(name, exact).click()
        return self.look()

    def _named(self, name: str, exact: bool) -> Locator:
        either = self.page.get_by_role("button", name=name, exact=exact).or_(
            self.page.get_by_role("link", name=name, exact=exact)
        )
        return either.locator("visible=true").first

    def fill(self, **values: str) -> "Visitor":
        """Fill fields by their form name."""
        for name, value in values.items():
            self.page.locator(f"[name='{name}']:visible").first.fill(value)
        return self

    def pick(self, **values: str) -> "Visitor":
        """Choose a radio, checkbox or option by its form name and value."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']")
            if field.first.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                one = field if field.count() == 1 else self.page.locator(f"[name='{name}'][value='{value}']")
                self.tick(one)
        return self

    def tick(self, choice: Locator) -> None:
        """On its label, as people do: the box itself may be out of sight."""
        if not choice.is_checked():
            self.page.locator(f"label[for='{choice.get_attribute('id')}']").last.click()
        expect(choice).to_be_checked()

    def sees(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def sees_nothing_of(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def sign_in(self, email: str) -> "Visitor":
        """With the code out of the mail, typed with a space as people do."""
        mail.outbox.clear()
        self.goto("/account/inloggen/").fill(email=email).page.locator("main form button").first.click()
        self.look()
        code = re.search(r"\b\d{3} ?\d{3}\b", mail.outbox[-1].body)
        assert code, mail.outbox[-1].body
        self.fill(code=f" {code[0][:3]} {code[0][3:]}").page.locator("main form button").first.click()
        return self.look()
