// The log form: says what is missing before it is sealed, keeps it on this phone, and shows what becomes of it.
import { base64, drain, here, rememberMe, save, sendAtOnce, whoWasHere } from "./outbox.js";

const form = document.querySelector("form[data-log]");
const kept = document.getElementById("bewaard");
const wrong = document.getElementById("fout");
let me, uuid, busy = false;

const field = (name) => form.elements.namedItem(name);
const options = (name) => [...form.querySelectorAll(`input[type="radio"][name="${name}"]`)];
const value = (name) => field(name)?.value ?? "";
const about = () => value("match");
const isOff = () => value("mood") === "off";

// ---- The page without a connection: the names come from this phone ----------------------------------------------

const person = ({ value, label }, index) => {
  const pick = document.getElementById("wie").content.cloneNode(true).firstElementChild;
  const input = pick.querySelector("input");
  Object.assign(input, { value, id: `id_match_${index}` });
  pick.htmlFor = input.id;
  pick.querySelector("span").textContent = label;
  return pick;
};

const fillIn = () => {
  if (!me?.people.length) {
    document.querySelector("[data-nobody]").hidden = false;
    return;
  }
  const row = form.querySelector(".match .picks");
  row.append(...me.people.map(person));
  const asked = new URLSearchParams(location.search).get("match");
  const usual = { match: asked ?? (me.people.length === 1 ? me.people[0].value : ""), way: me.way, length: me.length };
  for (const [name, wanted] of Object.entries(usual)) {
    for (const option of options(name)) option.checked = option.value === wanted;
  }
  form.hidden = false;
};

const peopleOnPage = () => {
  const only = form.querySelector('input[type="hidden"][name="match"]');
  if (only) return [{ value: only.value, label: form.querySelector("h1 bdi").textContent }];
  return options("match").map((option) => ({ value: option.value, label: option.closest("label").textContent.trim() }));
};

// ---- What belongs to whom ---------------------------------------------------------------------------------------

const showOwn = () => {
  const people = form.querySelector(".for-people");
  const isTask = about().startsWith("task:");
  if (people) people.hidden = isTask;
  if (isTask && isOff()) for (const option of options("mood")) option.checked = false;
  for (const steps of form.querySelectorAll(".steps")) steps.hidden = steps.dataset.of !== about();
};

// ---- What is missing --------------------------------------------------------------------------------------------

const isBsn = (text) => (text.match(/(?<!\d)\d(?:[ .-]?\d){8}(?!\d)/g) ?? []).some((found) => {
  const digits = [...found.replace(/\D/g, "")].map(Number);
  const sum = digits.reduce((total, digit, place) => total + digit * (place === 8 ? -1 : 9 - place), 0);
  return sum % 11 === 0 && digits.some(Boolean);
});

const faults = () => {
  const says = wrong.content.firstElementChild.dataset;
  const found = [];
  const isTask = about().startsWith("task:");
  for (const name of ["match", "mood", "day", ...(isOff() ? ["off_by"] : ["way", "length"])]) {
    if (field(name) && !value(name) && !(name === "way" && isTask)) found.push([options(name)[0], says.missing]);
  }
  const other = field("other_day");
  if (value("day") === "other" && !other.value) found.push([other, says.day]);
  if (value("day") === "other" && other.value > new Date().toLocaleDateString("sv")) found.push([other, says.later]);
  if (!isOff() && value("length") === "other" && !value("other_length")) found.push([field("other_length"), says.length]);
  const costs = ["cost_kind", "cost_cents", "cost_km"].filter((name) => field(name));
  const kind = costs.length ? value("cost_kind") : "";
  if (!kind && (costs.some((name) => value(name)) || photo())) found.push([options("cost_kind")[0], says.kind]);
  if (kind === "km" && !/^[1-9]\d{0,2}$/.test(value("cost_km").trim())) found.push([field("cost_km"), says.km]);
  if (kind && kind !== "km" && !/^\d{1,4}([.,]\d{1,2})?$/.test(value("cost_cents").replace(/[€\s]|,?-$/g, ""))) found.push([field("cost_cents"), says.cents]);
  for (const name of ["note", "success", "worry"]) if (isBsn(value(name))) found.push([field(name), says.bsn]);
  return found;
};

// ---- The photo of a receipt --------------------------------------------------------------------------------------

const MOST = 700_000;
const photo = () => field("cost_receipt")?.files[0];

// Small enough to wait on a phone, and drawn anew: without the place and the time a camera writes into it. What the
// browser cannot draw, such as a PDF, goes as it is when it fits. Returns nothing when it does not.
const small = async (file) => {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return file.size <= MOST ? file : undefined;
  const canvas = document.createElement("canvas");
  for (const [side, quality] of [[1600, 0.8], [1600, 0.6], [1000, 0.6]]) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    Object.assign(canvas, { width: Math.max(1, picture.width * scale), height: Math.max(1, picture.height * scale) });
    const paper = canvas.getContext("2d");
    paper.fillStyle = "white";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (drawn && drawn.size <= MOST) return drawn;
  }
  return undefined;
};

const files = async () => {
  const file = value("cost_kind") && value("cost_kind") !== "km" ? photo() : undefined;
  const kept = file && (await small(file));
  if (file && !kept) throw new Error("too large to wait on a phone");
  return kept ? { cost_receipt: base64(await kept.arrayBuffer()) } : {};
};

const nameOf = (input) => input.closest("fieldset")?.querySelector("legend")?.textContent.trim() || input.labels?.[0]?.textContent.trim() || "";

const complain = (heading, lines) => {
  document.getElementById("fouten")?.remove();
  const summary = wrong.content.cloneNode(true).firstElementChild;
  summary.querySelector("h2").textContent = heading;
  for (const [input, words] of lines) {
    const item = document.createElement("li");
    if (input) {
      const link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = `${nameOf(input)}${nameOf(input).endsWith("?") ? "" : ":"} ${words}`;
      input.closest("details")?.setAttribute("open", "");
      item.append(link);
    } else item.textContent = words;
    summary.querySelector("ul").append(item);
  }
  form.before(summary);
  const { title } = summary.dataset;
  if (!document.title.startsWith(title)) document.title = `${title} ${document.title}`;
  summary.focus();
};

// ---- Saving -----------------------------------------------------------------------------------------------------

const answers = () => {
  const fields = {};
  for (const [name, given] of new FormData(form)) {
    if (typeof given === "string" && !["csrfmiddlewaretoken", "uid"].includes(name)) (fields[name] ??= []).push(given);
  }
  // Which day "today" is, is settled where the clock is right.
  const [today, yesterday] = options("day");
  if (today.checked) fields.day = ["today"];
  if (yesterday.checked) fields.day = ["yesterday"];
  if (isOff()) for (const name of ["way", "length", "other_length", "success", "steps"]) delete fields[name];
  else delete fields.off_by;
  const hidden = [...form.querySelectorAll(".steps[hidden] input:checked")].map((box) => box.value);
  if (fields.steps) fields.steps = fields.steps.filter((step) => !hidden.includes(step));
  return fields;
};

const shown = (uuid) => {
  const panel = kept.content.cloneNode(true).firstElementChild;
  panel.dataset.uuid = uuid;
  form.replaceWith(panel);
  document.getElementById("fouten")?.remove();
  document.title = document.title.replace(/^[^·]*/, `${panel.querySelector("h1").dataset.saved} `);
  panel.focus({ preventScroll: true });
  scrollTo(0, 0);
};

window.addEventListener("klik:outbox", ({ detail }) => {
  const panel = document.querySelector(".kept[data-uuid]");
  if (panel?.dataset.uuid !== detail.uuid) return;
  const [heading, words, link] = panel.querySelectorAll("h1, p, a");
  const isIn = detail.state === "stored";
  heading.textContent = heading.dataset.sent;
  words.textContent = isIn ? words.dataset.sent : words.dataset.checking;
  link.hidden = !isIn || !here;
  if (isIn) link.href = `${link.getAttribute("href").split("?")[0]}?uid=${detail.uuid}`;
});

const isBusy = (is) => {
  busy = is;
  form.setAttribute("aria-busy", is);
};

const keep = async (event) => {
  // On a phone that cannot seal, the form goes the ordinary way.
  if (!me?.key || !crypto.subtle) return;
  event.preventDefault();
  if (busy) return;
  const says = wrong.content.firstElementChild.dataset;
  const lines = faults();
  if (lines.length) {
    complain(lines.length === 1 ? says.one : says.many.replace("{n}", lines.length), lines);
    return;
  }
  isBusy(true);
  const log = { saved: Date.now(), fields: answers() };
  try {
    log.files = await files();
  } catch {
    isBusy(false);
    complain(says.one, [[field("cost_receipt"), says.large]]);
    return;
  }
  try {
    await save(uuid, log, me);
    shown(uuid);
    drain();
  } catch {
    // No room on this phone. That is said at once; and while the page is open it is tried without keeping it.
    complain(says.full, [[undefined, says.fullWhy]]);
    const state = await sendAtOnce(uuid, log, me);
    isBusy(false);
    if (!state) return;
    shown(uuid);
    window.dispatchEvent(new CustomEvent("klik:outbox", { detail: { uuid, state } }));
  }
};

if (form) {
  form.addEventListener("change", showOwn);
  form.addEventListener("submit", keep);
  if (form.dataset.shell === undefined) {
    const way = options("way").find((option) => option.checked)?.value ?? "";
    const key = { name: form.dataset.key, public: form.dataset.public };
    me = { ...here, key, people: peopleOnPage(), way, length: value("length") };
    uuid = value("uid");
    rememberMe(me).catch(() => { /* No room: only the page without a connection will miss it. */ });
  } else {
    me = await whoWasHere().catch(() => undefined);
    uuid = crypto.randomUUID();
    fillIn();
  }
  showOwn();
}
