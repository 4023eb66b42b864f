// node pages.mjs BASE [FOLDER]: opens every page of the room at BASE in every way that a reader may.
// In: a running room over the example ledger. Out: a line for each page that is not as it should be;
// exit code 1 if there is one. FOLDER, if given, gets a picture of each page: FOLDER/WAY/PAGE.png.
import { axe, end, picture, shape, visitor } from "./room.mjs";
import { keyboard, zooming, behaviour } from "./walks.mjs";

const [base, folder] = process.argv.slice(2);
const acts = (await (await fetch(`${base}/api/v1/acts?limit=200`)).json()).acts;
const merged = acts.find((a) => a.n_reports > 1) ?? acts[0];
// Pictures have names that stay; ids of acts do not.
const named = { [`/act/${merged.act}`]: "/act", [`/actor/${acts[0].actors[0].entity}`]: "/actor/of-the-newest-act" };
const main = [
  "/", "/acts", `/act/${merged.act}`, "/paper/1", "/dyad/BLR/POL", "/actor/POL", "/search?q=umowa", "/pledges",
  "/map", "/desk", "/desk/agreement", "/sources", "/api", "/enter", "/nowhere",
];
const others = [
  "/acts?type=SANCTION", "/acts?actor=nobody", "/paper/4", "/dyad/FIN/POL", "/dyad/AAA/BBB", "/actor/country/KAZ",
  "/dyad/BLR/POL?from=2024-06&to=2024-06", `/actor/${acts[0].actors[0].entity}`, "/search", "/search?q=zzzz",
];
const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const ways = [
  { name: "light-en", pages: [...main, ...others], colorScheme: "light", viewport: wide, locale: "en-GB" },
  { name: "light-pl", pages: main, colorScheme: "light", viewport: wide, locale: "pl-PL" },
  { name: "dark-en", pages: main, colorScheme: "dark", viewport: wide, locale: "en-GB" },
  { name: "dark-pl", pages: [...main, ...others], colorScheme: "dark", viewport: wide, locale: "pl-PL" },
  { name: "phone-en", pages: main, colorScheme: "light", viewport: phone, locale: "en-GB" },
  { name: "phone-pl", pages: [...main, ...others], colorScheme: "light", viewport: phone, locale: "pl-PL" },
  // WCAG 1.4.10: 1,280 px at 400 %; 1.4.4: letters of twice the size.
  { name: "reflow-320", pages: main, viewport: { width: 320, height: 640 }, locale: "pl-PL", calm: true },
  { name: "letters-200", pages: main, viewport: wide, locale: "pl-PL", letters: "200%" },
  // The policy is laid aside where axe is put into pages; here it holds.
  { name: "noscript", pages: [...main, ...others], viewport: wide, locale: "en-GB", bare: true },
  { name: "policy", pages: main, viewport: wide, locale: "pl-PL", policy: true },
];
let opened = 0;
for (const way of ways) {
  const pictured = /^(light|dark|phone)/.test(way.name);
  const guest = await visitor(base, way.name, {
    colorScheme: way.colorScheme ?? "light", viewport: way.viewport, locale: way.locale,
    javaScriptEnabled: !way.bare, bypassCSP: !way.bare && !way.policy,
    reducedMotion: way.calm ? "reduce" : "no-preference",
  });
  for (const path of way.pages) {
    await guest.go(path, path === "/nowhere" ? 404 : 200);
    opened += 1;
    if (way.bare) {
      if ((await guest.page.locator("h1").count()) !== 1) guest.fault("not one h1");
      continue;
    }
    if (way.letters) {
      await guest.page.evaluate((size) => { document.documentElement.style.fontSize = size; }, way.letters);
    }
    if (pictured) await picture(guest.page, folder, way.name, named[path] ?? path);
    await shape(guest);
    if (way.calm) await still(guest);
    if (pictured) {
      await axe(guest);
      await charts(guest);
      await words(guest, way.locale);
    }
  }
  await guest.context.close();
}

// Whoever wants no motion sees none.
async function still({ page, fault }) {
  const moves = await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => {
    const s = getComputedStyle(e);
    return parseFloat(s.transitionDuration) > 0.001 || parseFloat(s.animationDuration) > 0.001;
  }).map((e) => e.tagName).slice(0, 3));
  if (moves.length) fault(`moves: ${moves}`);
}

// Every chart has a title, units, a source, its data and itself as files, and its numbers in words:
// in a table or in a list on the same page.
async function charts({ page, fault }) {
  for (const figure of await page.locator("figure").all()) {
    const text = await figure.locator("figcaption").innerText();
    if (!(await figure.locator("figcaption h2").count())) fault("a chart without a title");
    if (!/Units|Jednostki/.test(text) || !/Source|Źródło/.test(text)) fault(`a chart without units or source: ${text}`);
    for (const kind of [".csv", ".svg"]) {
      const link = figure.locator(`figcaption a[href*="${kind}"]`);
      if ((await link.count()) !== 1) { fault(`a chart without ${kind}`); continue; }
      const answer = await page.request.get(new URL(await link.getAttribute("href"), base).href);
      if (answer.status() !== 200 || (await answer.body()).length < 40) fault(`${kind}: ${answer.status()}`);
    }
    if (!(await figure.locator("svg[aria-label]").count())) fault("a chart without a name");
    if (!(await page.locator("main table, main ol.acts").count())) fault("a chart whose numbers stand in no table");
  }
}

// A page is in one language: none of our words is missing, none is of the other language.
async function words({ page, fault }, locale) {
  const text = await page.locator("body").innerText();
  const left = text.match(/\b(nav|foot|home|count|search|filter|acts|act|paper|dyad|chart|actor|pledges|pledge|map|desk|sources|api|enter|fault|quad|aux|weight|type|zoom)\.[a-z_]+\b/);
  if (left) fault(`a word without its translation: ${left[0]}`);
  const lang = await page.getAttribute("html", "lang");
  if (lang !== locale.slice(0, 2)) fault(`the page says that it is in "${lang}"`);
  if (locale !== "pl-PL") return;
  const chrome = (await page.locator("nav, footer, h2, label, button, th, dt, summary").evaluateAll((all) =>
    all.filter((e) => !e.closest("[lang=en]")).map((e) => {
      const own = e.cloneNode(true);
      own.querySelectorAll("bdi").forEach((b) => b.remove()); // names are as papers have them
      return own.textContent;
    }))).join(" ");
  const english = chrome.match(/\b(the|and|of|acts|papers|sources|from|with)\b/i);
  if (english) fault(`English on a Polish page: ${english[0]}`);
}

const guest = await visitor(base, "walk");
await keyboard(guest, [...main, "/dyad/BLR/POL?from=2024-06&to=2024-06"]);
await behaviour(guest);
await zooming(guest);
await end(`browser test: ${opened} pages opened in ${ways.length} ways`);
