// Makes a page that works without this script kinder: focus, announcements, reading aloud, menus.
(() => {
  "use strict";

  // The pages demand Trusted Types. htmx turns answers of this site into nodes; scripts in them stay barred by the CSP.
  // The one script that is named by its address is the logbook's service worker.
  const isWorker = (address) => new URL(address, location.href).origin === location.origin && address.endsWith("/logboek/werker.js");
  window.trustedTypes?.createPolicy("default", {
    createHTML: (html) => html,
    createScriptURL: (address) => (isWorker(address) ? address : null),
  });

  const announce = (text) => {
    const region = document.getElementById("omroep");
    if (!region || !text) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 60);
  };

  const give = (element) => {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: false });
  };

  // Where the eye should go in what is new: an error summary, a marked place, or its heading.
  const start = (root) => root.querySelector("#fouten") || root.querySelector("[data-focus]") || root.querySelector("h1, h2, h3") || root;

  // A link to a group of answers must land on an answer, also when the summary scrolled away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".summary a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.target?.isConnected ? event.detail.target : document.getElementById(event.detail.target?.id) || document.body;
    const summary = root.querySelector("#fouten");
    if (summary) give(summary);
    else if (!document.activeElement || document.activeElement === document.body) give(start(root === document.body ? document.getElementById("inhoud") || root : root));
    announce((root.matches("[data-announce]") ? root : root.querySelector("[data-announce]"))?.dataset.announce);
    readAloud(root);
  });
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, () => announce(document.body.dataset.noAnswer || "Er kwam geen antwoord. Probeer het nog eens."));
  }

  // Menus close on Escape and on a click elsewhere, as people expect of a menu.
  const menus = "details.menu[open], details.account[open]";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(menus)) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(menus)) if (!menu.contains(event.target)) menu.open = false;
  });

  // Reading aloud: one utterance per paragraph (long ones are cut off by browsers), only when there is a voice.
  const speech = window.speechSynthesis;
  const language = () => document.documentElement.lang || "nl";
  const voice = () => speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith(language().slice(0, 2)));
  let reading = null;

  const quiet = () => {
    speech.cancel();
    if (!reading) return;
    const words = reading.querySelector("span");
    words.textContent = reading.dataset.start;
    reading.setAttribute("aria-pressed", "false");
    reading = null;
  };

  const speak = (button) => {
    const source = document.getElementById(button.dataset.readAloud);
    const parts = [...source.querySelectorAll("h1, h2, h3, p, li, legend")].filter((each) => !each.querySelector("p, li"));
    const texts = (parts.length ? parts : [source]).map((each) => each.textContent.trim()).filter(Boolean);
    quiet();
    reading = button;
    const words = button.querySelector("span");
    button.dataset.start = words.textContent;
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    texts.forEach((text, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice();
      utterance.lang = utterance.voice.lang;
      utterance.rate = 0.92;
      if (index === texts.length - 1) utterance.onend = () => { if (reading === button) quiet(); };
      speech.speak(utterance);
    });
  };

  function readAloud(root) {
    if (!speech || !voice()) return;
    for (const button of root.querySelectorAll("[data-read-aloud][hidden]")) {
      if (!document.getElementById(button.dataset.readAloud)) continue;
      button.hidden = false;
      button.addEventListener("click", () => (reading === button ? quiet() : speak(button)));
    }
  }
  speech?.addEventListener?.("voiceschanged", () => readAloud(document));
  window.addEventListener("pagehide", () => speech?.cancel());

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  readAloud(document);
  give(document.getElementById("fouten"));
})();
