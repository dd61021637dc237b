// The outbox. What is saved is first on this phone, sealed so that only the server can open it, and is sent until the
// server itself says it has it. Nothing is forgotten earlier: not by an answer in HTML, an error, or signing out.

const PATIENCE = 15_000;
const LATER = [5, 15, 60, 300];
const KEPT = new Set([200, 201, 202, 409]);
const DAY = 86_400_000;

// The line on a volunteer's pages, which also tells whose they are. Elsewhere there is none, and nobody.
const notice = document.getElementById("postbus");
export const here = notice ? { owner: notice.dataset.owner, base: notice.dataset.base } : undefined;
const owner = here?.owner;

// ---- The phone's own store -------------------------------------------------------------------------------------

let opening;
// Some browsers never answer; then it is as if there were no store.
const database = () => (opening ??= new Promise((resolve, reject) => {
  const enough = setTimeout(() => { opening = undefined; reject(new Error("the store does not open")); }, 5_000);
  const request = indexedDB.open("klik", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("queue", { keyPath: "uuid" });
    request.result.createObjectStore("things");
  };
  request.onsuccess = () => {
    clearTimeout(enough);
    request.result.onversionchange = () => request.result.close();
    request.result.onclose = () => { opening = undefined; };
    resolve(request.result);
  };
  request.onerror = () => { opening = undefined; reject(request.error); };
}));

const store = async (name, mode, work) => {
  const transaction = (await database()).transaction(name, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error ?? request?.error);
  });
};
const get = (key) => store("things", "readonly", (things) => things.get(key));
const put = (key, value) => store("things", "readwrite", (things) => things.put(value, key));
const queue = () => store("queue", "readonly", (records) => records.getAll());

// ---- Sealing ---------------------------------------------------------------------------------------------------

const utf8 = (text) => new TextEncoder().encode(text);
export const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const seal = async (uuid, log, key) => {
  const oaep = { name: "RSA-OAEP", hash: "SHA-256" };
  const server = await crypto.subtle.importKey("spki", bytes(key.public), oaep, false, ["wrapKey"]);
  const once = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: utf8(uuid) };
  return {
    key: key.name,
    wrapped: base64(await crypto.subtle.wrapKey("raw", once, server, oaep)),
    nonce: base64(nonce),
    text: base64(await crypto.subtle.encrypt(how, once, utf8(JSON.stringify(log)))),
  };
};

// What the page without a connection needs of the one who was here last: whom they log about, and the key. The names are
// locked with a key this browser does not give out, so that nobody reads them off the disk.
export const rememberMe = async ({ owner, base, ...me }) => {
  const key = (await get("pocket")) ?? (await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  await put("pocket", key);
  await put("me", { owner, base, iv, names: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(me))) });
};

export const whoWasHere = async () => {
  const me = await get("me");
  if (!me) return undefined;
  const names = await crypto.subtle.decrypt({ name: "AES-GCM", iv: me.iv }, await get("pocket"), me.names);
  return { owner: me.owner, base: me.base, ...JSON.parse(new TextDecoder().decode(names)) };
};

const forgetMe = () => store("things", "readwrite", (things) => things.delete("me"));

// ---- Saving and sending ----------------------------------------------------------------------------------------

const wrap = async (uuid, log, me) => ({
  uuid, owner: me.owner, base: me.base, at: Date.now(), tried: 0,
  phone: (await get(`phone ${me.owner}`).catch(() => undefined))?.phone ?? "",
  sealed: await seal(uuid, log, me.key),
});

// Raises when the phone cannot keep it: then nothing was saved, and the page must say so.
export const save = async (uuid, log, me) => {
  const record = await wrap(uuid, log, me);
  try {
    await store("queue", "readwrite", (records) => records.add(record));
  } catch (error) {
    // The same page was sent twice: what is here already is it.
    if (error?.name !== "ConstraintError") throw error;
  }
  navigator.storage?.persist?.();
};

const ask = async (address, options) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      ...options, redirect: "error", credentials: "same-origin", cache: "no-store", signal: stop.signal,
      headers: { "Content-Type": "application/json", "Klik-Clock": String(Date.now()) },
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, wait: Number(answer.headers.get("Retry-After")) || 0, said: isJson ? await answer.json() : {} };
  } finally {
    clearTimeout(timer);
  }
};

// Makes this phone known as that of the one who is signed in on this page. Others are sent under what they had.
const greet = async () => {
  if (!owner) return "";
  const before = await get(`phone ${owner}`).catch(() => undefined);
  const answer = await ask(`${notice.dataset.base}${before ? `${before.phone}/` : ""}`, { method: "POST", body: "{}" });
  if (answer.status !== 200 || !answer.said.phone) return "";
  await put(`phone ${owner}`, { phone: answer.said.phone, at: Date.now() }).catch(() => {});
  return answer.said.phone;
};

const phoneOf = async (record, afresh) => {
  const known = afresh ? undefined : (await get(`phone ${record.owner}`).catch(() => undefined))?.phone ?? record.phone;
  return known || (record.owner === owner ? greet() : "");
};

const forget = async (record, state) => {
  await store("queue", "readwrite", (records) => records.delete(record.uuid));
  tell({ uuid: record.uuid, state });
};

// One try. Raises when there was no answer at all.
const send = async (record, afresh = false, done = forget) => {
  const phone = await phoneOf(record, afresh);
  if (!phone) return { why: "sign-in" };
  const body = JSON.stringify({ ...record.sealed, phone: record.phone });
  const { status, said, wait } = await ask(`${record.base}${phone}/${record.uuid}/`, { method: "PUT", body });
  const isAboutIt = said.uuid === record.uuid;
  if (KEPT.has(status) && isAboutIt && said.stored === true) {
    await done(record, said.state);
    return { state: said.state };
  }
  if (status === 401 && isAboutIt && said.phone === "unknown") {
    if (!afresh && record.owner === owner) return send(record, true, done);
    // Revoked, or its time is over. The names go; what waits stays, sealed.
    if ((await get("me"))?.owner === record.owner && !owner) await forgetMe();
    return { why: "sign-in" };
  }
  return { why: status === 422 && isAboutIt && said.stored === false ? "unreadable" : "later", wait };
};

// For a phone without room: one try, without keeping it. Returns what the server made of it, or nothing.
export const sendAtOnce = async (uuid, log, me) => {
  const result = await send(await wrap(uuid, log, me), false, (_record, state) => state).catch(() => ({}));
  return result.state;
};

const round = async () => {
  const tried = new Set();
  let wait = 0;
  for (;;) {
    const todo = (await queue()).filter((each) => each.why !== "unreadable" && !tried.has(each.uuid));
    if (!todo.length) return wait;
    // What was tried least goes first, so that one bad log never holds up the others.
    const [record] = todo.sort((a, b) => a.tried - b.tried || a.at - b.at);
    tried.add(record.uuid);
    let result = { why: "later", silent: true };
    try { result = await send(record); } catch { /* no answer: below */ }
    if (!result.why) continue;
    await store("queue", "readwrite", (records) => records.put({ ...record, tried: record.tried + 1, why: result.why }));
    wait = Math.max(wait, result.wait ?? 0);
    if (result.silent) return wait;
  }
};

const alone = (work) => (navigator.locks ? navigator.locks.request("klik-outbox", work) : work());

let sending, again, timer, misses = 0;

// Sends what waits; one sender across all tabs. Calling it while it is busy makes it look once more.
export const drain = () => {
  again = true;
  sending ??= (async () => {
    try {
      while (again) {
        again = false;
        clearTimeout(timer);
        const wait = await alone(round);
        const left = (await queue()).filter((each) => each.why !== "unreadable").length;
        misses = left ? misses + 1 : 0;
        if (left) timer = setTimeout(drain, 1000 * Math.max(wait, LATER[Math.min(misses, LATER.length) - 1]));
      }
    } catch { /* No store to read: nothing can wait in it either. */ } finally {
      sending = undefined;
      show();
    }
  })();
  return sending;
};

// ---- Telling ---------------------------------------------------------------------------------------------------

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("klik-outbox") : undefined;
const tell = (what) => {
  window.dispatchEvent(new CustomEvent("klik:outbox", { detail: what }));
  tabs?.postMessage(what);
  show();
};
tabs?.addEventListener("message", ({ data }) => {
  window.dispatchEvent(new CustomEvent("klik:outbox", { detail: data }));
  show();
});

const isApple = /iP(hone|ad)/.test(navigator.userAgent);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

// The line on a volunteer's pages about what still waits. Only about their own: others on this phone have theirs.
async function show() {
  if (!notice) return;
  const mine = (await queue()).filter((each) => each.owner === owner);
  const waiting = mine.filter((each) => each.why !== "unreadable");
  const [words, link, button] = notice.querySelectorAll("p, a, button");
  const says = notice.dataset;
  const old = isApple && !isInstalled && waiting.some((each) => Date.now() - each.at > 3 * DAY);
  const parts = [];
  if (waiting.length) {
    parts.push(waiting.length === 1 ? says.one : says.many.replace("{n}", waiting.length));
    parts.push(old ? says.install : waiting.some((each) => each.why === "sign-in") ? says.signIn : says.later);
  }
  if (mine.length > waiting.length) parts.push(says.unreadable);
  notice.hidden = !parts.length;
  notice.dataset.waiting = waiting.length;
  if (words.textContent !== parts.join(" ")) words.textContent = parts.join(" ");
  link.hidden = !old;
  button.hidden = mine.length === waiting.length;
}

notice?.querySelector("button").addEventListener("click", async () => {
  const spoilt = (await queue()).filter((each) => each.owner === owner && each.why === "unreadable");
  await store("queue", "readwrite", (records) => spoilt.forEach((each) => records.delete(each.uuid)));
  show();
});

// Signing out takes the names off this phone and leaves what waits: it stays sealed, and still goes out.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.action.endsWith("/account/uitloggen/")) return;
  event.preventDefault();
  const enough = new Promise((done) => setTimeout(done, 3000));
  Promise.race([forgetMe().catch(() => {}), enough]).then(() => form.submit());
});

window.addEventListener("online", drain);
window.addEventListener("pageshow", drain);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") drain(); });

// Nothing here may hold up the page: a form that is in sight must already be caught when it is sent.
const begin = async () => {
  navigator.serviceWorker?.register(notice.dataset.worker, { scope: notice.dataset.scope }).catch(() => {});
  const known = await get(`phone ${owner}`).catch(() => undefined);
  if (!known || Date.now() - known.at > DAY) greet().then(drain, () => {});
};

if (notice) begin();
drain();
