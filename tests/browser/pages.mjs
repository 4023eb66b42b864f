// node pages.mjs BASE [FOLDER]: opens every page of the room at BASE. In: a running room over the
// example ledger. Out: a line for each page that is not as it should be; exit code 1 if there is
// one. FOLDER, if given, gets a picture of each page.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [base, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const act = (await (await fetch(`${base}/api/v1/acts?limit=200`)).json()).acts;
const merged = act.find((a) => a.n_reports > 1) ?? act[0];
const pages = [
  "/", "/acts", "/acts?type=SANCTION", "/acts?actor=nobody", `/act/${merged.act}`, "/paper/1", "/paper/4",
  "/dyad/FIN/POL", "/dyad/BLR/POL", "/dyad/AAA/BBB", "/actor/POL", "/actor/country/KAZ",
  `/actor/${act[0].actors[0].entity}`, "/search", "/search?q=umowa", "/search?q=zzzz", "/pledges", "/map",
  "/desk", "/desk/agreement", "/sources", "/api", "/enter", "/nowhere",
];
const ways = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 }, lang: "en-GB" },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 }, lang: "pl-PL" },
  { name: "phone", colorScheme: "light", viewport: { width: 360, height: 740 }, lang: "pl-PL" },
  { name: "noscript", colorScheme: "light", viewport: { width: 1280, height: 900 }, lang: "en-GB", bare: true },
];
const faults = [];
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
let opened = 0;
for (const way of ways) {
  const context = await browser.newContext({
    colorScheme: way.colorScheme, viewport: way.viewport, locale: way.lang, javaScriptEnabled: !way.bare,
    bypassCSP: !way.bare, // axe is put into the page, which its policy rightly forbids; "noscript" keeps the policy
  });
  const page = await context.newPage();
  let here = "";
  const fault = (what) => faults.push(`${way.name} ${here}: ${what}`);
  page.on("console", (m) => {
    const expected = m.type() === "error" && /status of 4\d\d/.test(m.text());
    if (["error", "warning"].includes(m.type()) && !expected) fault(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => fault(`script: ${e.message}`));
  page.on("request", (r) => { if (!r.url().startsWith(base)) fault(`external request: ${r.url()}`); });
  for (here of pages) {
    const response = await page.goto(base + here, { waitUntil: "load" });
    opened += 1;
    const wanted = here === "/nowhere" ? 404 : 200;
    if (response.status() !== wanted) fault(`status ${response.status()}`);
    if ((await page.locator("h1").count()) !== 1) fault("not one h1");
    if (way.bare) continue;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) fault(`scrolls sideways by ${wide} px`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    for (const v of violations) fault(`axe ${v.id} (${v.impact}): ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`);
    if (shots) await page.screenshot({ path: `${shots}/${way.name}${here.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
  }
  if (!way.bare) await behaviour(page, fault, (at) => { here = at; });
  await context.close();
}

// The keyboard's first stop is the way to the content; pointing at a record lights its words.
async function behaviour(page, fault, at) {
  at("/paper/1 (behaviour)");
  await page.goto(`${base}/paper/1`);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.className);
  if (first !== "skip") fault(`the first stop of the keyboard is "${first}"`);
  await page.hover("#r-e1 .head");
  const lit = await page.locator(".text .lit").count();
  if (lit < 1) fault("pointing at a record lights no words");
  await page.focus("#r-e1 a.id");
  await page.mouse.move(0, 0);
  if ((await page.locator(".text .lit").count()) < 1) fault("the focus on a record lights no words");
  at("/desk (behaviour)");
  await page.goto(`${base}/desk`);
  await page.fill("#text", "Poland expelled two Belarusian diplomats on Monday.");
  await page.fill("#published", "2024-06-18");
  await page.click("form.stack button");
  if ((await page.locator(".records .record").count()) < 1) fault("the desk finds no act");
}

await browser.close();
for (const f of faults) console.error(f);
console.log(`browser test: ${opened} pages opened in ${ways.length} ways, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
