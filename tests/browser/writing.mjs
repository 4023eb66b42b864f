// node writing.mjs BASE TOKEN [FOLDER]: the desk of a room that may be written in, by keys and without
// script. In: a room opened with --write over the example ledger, and its token. Out: a line for
// each page that is not as it should be; exit code 1 if there is one.
import { axe, end, picture, shape, visitor } from "./room.mjs";

const [base, token, folder] = process.argv.slice(2);
const wide = { width: 1280, height: 900 };
const ways = [
  { name: "light", colorScheme: "light", viewport: wide, locale: "en-GB" },
  { name: "dark", colorScheme: "dark", viewport: wide, locale: "pl-PL" },
  { name: "phone", colorScheme: "light", viewport: { width: 360, height: 740 }, locale: "pl-PL" },
  { name: "noscript", colorScheme: "light", viewport: wide, locale: "en-GB", bare: true },
];
for (const { name, bare, ...options } of ways) {
  const guest = await visitor(base, name, { ...options, javaScriptEnabled: !bare, bypassCSP: !bare });
  const { context, page, fault } = guest;
  const look = async () => {
    if (bare) {
      if ((await page.locator("h1").count()) !== 1) fault("not one h1");
      return;
    }
    await axe(guest);
    await shape(guest);
    await picture(page, folder, `writing-${name}`, guest.here);
  };
  await guest.go("/enter?back=%2Fdesk");
  guest.here = "/enter";
  await look();
  await page.fill("#token", token);
  await page.fill("#who", `Ewa ${name}`);
  await page.click("main form button");
  guest.here = "/desk";
  if (!page.url().endsWith("/desk")) fault(`the door leads to ${page.url()}`);
  await look();
  const record = () => page.locator(".card form").first().getAttribute("action");
  const first = await record();
  if (bare) {
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
  if (!bare) {
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
  await guest.go(`/correct/${report}`);
  guest.here = "/correct";
  await look();
  if (!bare) {
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
  guest.here = "/paper";
  if (!/\/paper\/\d+\?done=\d+/.test(page.url())) fault(`a correction leads to ${page.url()}`);
  await look();
  await page.click("form[action^='/undo/'] button");
  if (!/undone=\d+/.test(page.url())) fault(`taking back leads to ${page.url()}`);
  await look();
  await guest.go("/add/1");
  guest.here = "/add";
  await look();
  await guest.go("/desk/agreement");
  await look();
  await context.close();
}
await end(`browser test of writing: ${ways.length} ways`);
