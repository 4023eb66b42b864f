// node writing.mjs BASE TOKEN [FOLDER]: the desk of a room that may be written in, by keys and without
// script. In: a room opened with --write over the example ledger, and its token. Out: a line for
// each page that is not as it should be; exit code 1 if there is one.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [base, token, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
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
for (const way of ways) {
  const context = await browser.newContext({
    colorScheme: way.colorScheme, viewport: way.viewport, locale: way.lang, javaScriptEnabled: !way.bare,
    bypassCSP: !way.bare,
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
  const look = async () => {
    if ((await page.locator("h1").count()) !== 1) fault("not one h1");
    if (way.bare) return;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) fault(`scrolls sideways by ${wide} px`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    for (const v of violations) fault(`axe ${v.id} (${v.impact}): ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`);
    if (shots) await page.screenshot({ path: `${shots}/writing-${way.name}${here.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
  };
  here = "/enter";
  await page.goto(`${base}/enter?back=%2Fdesk`);
  await look();
  await page.fill("#token", token);
  await page.fill("#who", `Ewa ${way.name}`);
  await page.click("main form button");
  here = "/desk";
  if (!page.url().endsWith("/desk")) fault(`the door leads to ${page.url()}`);
  await look();
  const record = () => page.locator(".card form").first().getAttribute("action");
  const first = await record();
  if (way.bare) {
    // Forms alone do it.
    await page.check("input[name=slot] >> nth=2");
    await page.click(".slots button");
  } else {
    await page.locator("h1").click();
    await page.keyboard.press("w");
    await page.keyboard.press("3");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }
  if ((await page.locator("[role=status]").count()) !== 1) fault("a verdict leaves no message");
  if ((await record()) === first) fault("a verdict does not lead to the next record");
  await look();
  if (!way.bare) {
    const second = await record();
    await page.locator("h1").click();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("r")]);
    const third = await record();
    if (third === second) fault("the key r does nothing");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("n")]);
    if ((await record()) === third) fault("the key n does nothing");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("p")]);
    if ((await record()) !== third) fault("the key p does not go back");
    await page.fill("#note", "r u n");
    if ((await page.inputValue("#note")) !== "r u n") fault("keys act while something is typed");
    await page.locator(".card a[href*='keys=off']").click();
    await page.locator("h1").click();
    const before = page.url();
    await page.keyboard.press("r");
    await page.waitForTimeout(300);
    if (page.url() !== before) fault("keys act although they are turned off");
  }
  const [, report] = first.match(/(\d+)$/);
  here = "/correct";
  await page.goto(`${base}/correct/${report}`);
  await look();
  if (!way.bare) {
    await page.selectOption("#type", "CONSULT");
    const shown = await page.evaluate(() => [...document.querySelectorAll("#mode optgroup")].filter((g) => !g.disabled).length);
    if (shown !== 1) fault(`modes of ${shown} types can be chosen`);
  }
  await page.selectOption("#type", "SUPPORT");
  await page.selectOption("#mode", "");
  await page.fill("#actor", "Nobody at all");
  await page.fill("#why", "a test of the browser");
  await page.click("button[value=change]");
  if ((await page.locator("[role=alert]").count()) !== 1) fault("a wrong name is not told");
  if ((await page.inputValue("#why")) !== "a test of the browser") fault("what was typed is lost");
  await look();
  await page.fill("#actor", "Poland");
  await page.click("button[value=change]");
  here = "/paper";
  if (!/\/paper\/\d+\?done=\d+/.test(page.url())) fault(`a correction leads to ${page.url()}`);
  await look();
  await page.click("form[action^='/undo/'] button");
  if (!/undone=\d+/.test(page.url())) fault(`taking back leads to ${page.url()}`);
  await look();
  here = "/add";
  await page.goto(`${base}/add/1`);
  await look();
  here = "/desk/agreement";
  await page.goto(`${base}/desk/agreement`);
  await look();
  await context.close();
}
await browser.close();
for (const f of faults) console.error(f);
console.log(`browser test of writing: ${ways.length} ways, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
