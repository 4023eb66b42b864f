// What the browser tests have in common: a browser, contexts in which every fault is noted (words in
// the console, failed script, dialogs, requests elsewhere, breaches of the policy), and pictures.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const faults = [];
export const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

// A page of a context made by `options`; `here` names what is looked at when a fault is noted.
export async function visitor(base, name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const one = { context, page, here: "", fault: (what) => faults.push(`${name} ${one.here}: ${what}`) };
  page.on("console", (m) => {
    const expected = m.type() === "error" && /status of 4\d\d/.test(m.text());
    if (["error", "warning"].includes(m.type()) && !expected) one.fault(`console: ${m.text()}`);
  });
  page.on("pageerror", (e) => one.fault(`script: ${e.message}`));
  page.on("dialog", (d) => { one.fault(`a dialog: ${d.message()}`); d.dismiss(); });
  page.on("request", (r) => { if (!r.url().startsWith(base)) one.fault(`external request: ${r.url()}`); });
  one.go = async (path, wanted = 200) => {
    one.here = path;
    const response = await page.goto(base + path, { waitUntil: "load" });
    if (response && response.status() !== wanted) one.fault(`status ${response.status()}`);
    return response;
  };
  return one;
}

export async function axe({ page, fault }) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((of) => axe.run(document, { runOnly: of }), STANDARDS);
  for (const v of violations) {
    fault(`axe ${v.id} (${v.impact}): ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  }
}

// Nothing is wider than the window, no words are cut off, headings come in order.
export async function shape({ page, fault }) {
  const found = await page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth - root.clientWidth > 1) found.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
    for (const e of document.querySelectorAll("main *, header *, footer *")) {
      const style = getComputedStyle(e);
      if (e.closest(".sr, svg, .scroll") || e.matches("input, textarea, select, .skip")) continue;
      if (["hidden", "clip"].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push(`cut off: ${e.outerHTML.slice(0, 100)}`);
      if (style.display === "inline" || !e.childElementCount && !e.textContent.trim()) continue;
      const box = e.getBoundingClientRect();
      if (box.width && box.right > root.clientWidth + 1) found.push(`beyond the edge: ${e.outerHTML.slice(0, 100)}`);
    }
    let before = 0;
    for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const level = Number(h.tagName[1]);
      if (level > before + 1) found.push(`h${level} after h${before}: ${h.textContent.slice(0, 40)}`);
      before = level;
    }
    if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
    return found.slice(0, 5);
  });
  found.forEach(fault);
}

export async function picture(page, folder, way, path) {
  if (!folder) return;
  mkdirSync(`${folder}/${way}`, { recursive: true });
  const name = path === "/" ? "home" : path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "");
  await page.screenshot({ path: `${folder}/${way}/${name}.png`, fullPage: true });
}

// Says what came of it; the number of faults is the exit code.
export async function end(what) {
  await browser.close();
  for (const f of faults) console.error(f);
  console.log(`${what}, ${faults.length} faults`);
  process.exit(faults.length ? 1 : 0);
}
