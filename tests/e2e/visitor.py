"""Someone with a browser: goes places, fills in what is asked, and looks hard at every page."""

import json
import os
import re
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.core import mail
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

expect.set_options(timeout=60_000)
# Asked of the page as a whole; all others are asked of elements.
OF_PAGE = [
    "accesskeys", "aria-hidden-body", "bypass", "document-title", "heading-order", "html-has-lang",
    "html-lang-valid", "landmark-banner-is-top-level", "landmark-complementary-is-top-level",
    "landmark-contentinfo-is-top-level", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique",
    "meta-viewport", "page-has-heading-one", "region", "skip-link",
]  # fmt: skip
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is worked out in full: it halves the time.
ON_PAGE = {"runOnly": {"type": "rule", "values": OF_PAGE}, "resultTypes": ["violations"]}
# Of what is inside something fresh, only what is fresh itself.
FRESH = {"include": [["[data-fresh]"]], "exclude": [["[data-fresh] > :not([data-fresh])"]]}
ON_ELEMENTS = {
    "runOnly": STANDARDS,
    "rules": {rule: {"enabled": False} for rule in OF_PAGE},
    "resultTypes": ["violations"],
}
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
# Taken along to every page unread: reading half a megabyte costs as much as the page itself.
BRING_AXE = f"window.readAxe = () => {{ {AXE_SCRIPT} }}"
# What a page is made of, in words. Of elements: every kind in its kind of parent, with what may change how it is read
# aloud, whether it shows at this width, and the colours of its words on their ground. Of the page: its landmarks, which
# kind of words lie in which, which heading follows which, and an id that stands twice.
MADE_OF = """(() => {
  const LANDMARKS = "header, nav, main, footer, aside, section[aria-label], section[aria-labelledby], [role], dialog";
  const TOLD = /^(role|type|lang|hidden|open|checked|disabled|aria-(?!label|describedby|controls|owns))/;
  const speaks = new Set(), has_words = new Set(), grounds = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    let element = texts.currentNode.parentElement;
    speaks.add(element);
    for (; element && !has_words.has(element); element = element.parentElement) has_words.add(element);
  }
  const kind = (element, shows) => {
    const told = [...element.attributes].filter(({name}) => name !== "data-fresh").map(({name, value}) =>
      TOLD.test(name) ? `${name}=${value}` : value.trim() ? name : `${name}=`);
    const parent = element.parentElement;
    return [parent?.tagName, parent?.getAttribute("class"), element.tagName, element.getAttribute("class"),
      ...told.sort(), has_words.has(element) ? "words" : "", element.labels?.length ? "label" : "", shows].join(" ");
  };
  const ground = element => {
    if (!grounds.has(element)) {
      const own = getComputedStyle(element).backgroundColor;
      const is_clear = own === "rgba(0, 0, 0, 0)" && element.parentElement;
      grounds.set(element, is_clear ? ground(element.parentElement) : own);
    }
    return grounds.get(element);
  };
  const colours = (element, shows) => {
    if (!shows || !(speaks.has(element) || element.matches("input, select, textarea"))) return "";
    const style = getComputedStyle(element);
    return [style.color, ground(element), style.fontSize, style.fontWeight].join();
  };
  const elements = () => [...document.querySelectorAll("body *")].map(element => {
    const shows = element.checkVisibility();
    return [element, [kind(element, shows), colours(element, shows)]];
  });
  const page = () => {
    const found = new Set(), ids = new Set();
    let heading = "";
    found.add([...document.querySelectorAll(LANDMARKS)].map(each =>
      [each.tagName, each.getAttribute("role"), each.getAttribute("aria-label")].join()).join(" "));
    found.add(["title", !!document.title, document.documentElement.lang].join(" "));
    for (const element of document.querySelectorAll("body *")) {
      if (speaks.has(element)) found.add(`${element.tagName} in ${element.closest(LANDMARKS)?.tagName}`);
      if (element.matches("h1, h2, h3, h4, h5, h6")) {
        found.add(`${element.tagName} after ${heading}`);
        heading = element.tagName;
      }
      if (element.id && ids.has(element.id)) found.add(`twice ${element.id}`);
      ids.add(element.id);
    }
    return [...found];
  };
  return {elements, page};
})()"""
# As one text: the driver takes long lists apart word by word.
LOOK = f"""(() => {{
  const made = {MADE_OF}, screen = document.documentElement;
  return JSON.stringify({{
    elements: [...new Set(made.elements().flatMap(([, of]) => of))],
    page: made.page(),
    wider: screen.scrollWidth - screen.clientWidth,
    title: document.title,
  }});
}})()"""
# Marks whatever is fresh; returns what of it is still there, as a page may have moved on meanwhile.
MARK = f"""fresh => {{
  const wanted = new Set(fresh), met = new Set();
  for (const [element, of] of {MADE_OF}.elements()) {{
    const here = of.filter(each => wanted.has(each));
    element.toggleAttribute("data-fresh", here.length > 0);
    here.forEach(each => met.add(each));
  }}
  return [...met];
}}"""
ASK_AXE = """async ([where, options]) => {
  if (typeof axe === "undefined") readAxe();
  const {violations} = await axe.run(where || document, options);
  return JSON.stringify({violations});
}"""


class Judged:
    """What was found right in this run, by any of the workers, and need not be judged again.

    The five programmes walk the same pages, and axe is most of a journey's time.
    """

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.read = 0
        self.known: set[str] = {""}

    def new_of(self, things: list[str]) -> list[str]:
        if self.shared.exists() and self.shared.stat().st_size > self.read:
            with self.shared.open("rb") as file:
                file.seek(self.read)
                whole, _end, _half_a_line = file.read().rpartition(b"\n")
            self.read += len(whole) + 1
            self.known.update(whole.decode().split("\n"))
        return [thing for thing in things if _one_line(thing) not in self.known]

    def add(self, things: list[str]) -> None:
        with self.shared.open("ab") as file:
            file.write("".join(f"{_one_line(thing)}\n" for thing in things).encode())


def _one_line(thing: str) -> str:
    return " ".join(thing.split())


class Visitor:
    """`complaints` collects what the console said and what left our own address; a journey ends with none."""

    def __init__(self, page: Page, judged: Judged) -> None:
        self.page = page
        self.judged = judged
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
        expect(self.page.locator("html:not(:has(.htmx-request)) h1:visible")).to_have_count(1)
        if SHOTS:
            width = self.page.viewport_size["width"]  # type: ignore[index]
            name = re.sub(r"\W+", "-", self.page.url.split("/", 3)[-1]).strip("-") or "home"
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{width}-{name}.png", full_page=True)
        seen = json.loads(self.page.evaluate(LOOK))
        assert seen["wider"] <= 0, f"{self.page.url} is wider than the screen"
        assert seen["title"]
        self._judge(seen["elements"], seen["page"])
        return self

    def _judge(self, of_elements: list[str], of_page: list[str]) -> None:
        """Axe, on what was not judged before."""
        twice = [thing for thing in of_page if thing.startswith("twice ")]
        assert not twice, f"{self.page.url}: {twice}"
        fresh = self.judged.new_of(of_elements)
        if fresh and (met := self.page.evaluate(MARK, fresh)):
            self._ask_axe(FRESH, ON_ELEMENTS)
            self.judged.add(met)
        if fresh := self.judged.new_of(of_page):
            self._ask_axe(None, ON_PAGE)
            self.judged.add(fresh)

    def _ask_axe(self, where: dict[str, object] | None, options: dict[str, object]) -> None:
        results = AxeResults(json.loads(self.page.evaluate(ASK_AXE, [where, options])))
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
