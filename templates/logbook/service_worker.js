// Opens the log form when there is no connection. It keeps that form, which names nobody, and the files it is made of;
// nothing else. What waits to be sent is not its business, so a new edition never comes near it. It waits for its turn:
// a page that is open goes on with the files it began with.
const EDITION = "klik {{ edition }}";
const FORM = "{{ shell }}";
const LOG = "{{ log }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE = 4000;

const anonymous = (address) => new Request(address, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(EDITION).then((cache) => cache.addAll([FORM, ...FILES].map(anonymous))));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("klik ") && name !== EDITION;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

const kept = async (address) => (await caches.open(EDITION)).match(address);

// The real page when it comes in time; else the form, while what was asked may still come too late.
const page = async (request) => {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  return answer && answer.status < 500 ? answer : (await kept(FORM)) ?? answer ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("HX-Request")) return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === LOG) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
});
