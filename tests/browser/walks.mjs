// What a reader does: walks by the keyboard alone, points at records, zooms, pastes a text.

// By Tab from the top: the first stop is the way to the content, every stop shows that it has the
// focus and lies in the window, all that can be used is reached in the order of the page, and the
// walk leads out at the end.
export async function keyboard({ page, go, fault }, paths) {
  for (const path of paths) {
    await go(path, path === "/nowhere" ? 404 : 200);
    const all = await page.evaluate(() => {
      const usable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
      const seen = [...document.querySelectorAll(usable)].filter((e) => e.tabIndex >= 0 && e.checkVisibility());
      seen.forEach((e, i) => { e.dataset.stop = String(i); });
      return seen.length;
    });
    const reached = [];
    for (let i = 0; i < all + 30; i += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const style = getComputedStyle(e);
        const box = e.getBoundingClientRect();
        return {
          stop: Number(e.dataset.stop ?? -1), class: e.className, html: e.outerHTML.slice(0, 80),
          outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        };
      });
      if (!at) break;
      if (at.stop === reached.at(-1)) continue; // parts of one field, such as day and month
      if (i === 0 && at.class !== "skip") fault(`the first stop is ${at.html}`);
      if (reached.includes(at.stop)) break;
      if (at.stop < (reached.at(-1) ?? -1)) fault(`out of order: ${at.html}`);
      if (!at.outlined) fault(`the focus does not show: ${at.html}`);
      if (!at.inside) fault(`the focus is out of sight: ${at.html}`);
      reached.push(at.stop);
    }
    if (new Set(reached).size !== all) fault(`${all} stops, ${new Set(reached).size} reached`);
  }
  await go("/acts");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement?.closest("main")))) fault("the skip link leads nowhere");
}

// Pointing at a record lights its words, and so does the focus; the desk reads a text.
export async function behaviour(guest) {
  const { page, go, fault } = guest;
  await go("/paper/1");
  await page.hover("#r-e1 .head");
  if ((await page.locator(".text .lit").count()) < 1) fault("pointing at a record lights no words");
  await page.mouse.move(0, 0);
  await page.focus("#r-e1 a.id");
  if ((await page.locator(".text .lit").count()) < 1) fault("the focus on a record lights no words");
  await go("/desk");
  await page.fill("#text", "Poland expelled two Belarusian diplomats on Monday.");
  await page.fill("#published", "2024-06-18");
  await page.click("form.stack button");
  if ((await page.locator(".records .record").count()) < 1) fault("the desk finds no act");
}

// A line of time comes nearer by links, keys, wheel and drawing, and goes back to all days.
export async function zooming(guest) {
  const { page, go, fault } = guest;
  await go("/dyad/BLR/POL");
  const area = page.locator("[data-zoom]");
  const days = async () => [await area.getAttribute("data-from"), await area.getAttribute("data-to")].join(" ");
  const changed = async (what, from, act) => {
    await act();
    try {
      await page.waitForFunction((f) => {
        const { dataset } = document.querySelector("[data-zoom]");
        return `${dataset.from} ${dataset.to}` !== f;
      }, from, { timeout: 5000 });
    } catch {
      fault(`${what}: the days stay ${from}`);
    }
    if ((await page.locator("#timeline").count()) !== 1) fault(`${what}: not one line of time`);
    return days();
  };
  const first = await days();
  let now = await changed("the link", first, () => page.click(".zoom a[data-step=in]"));
  if (!new URL(page.url()).searchParams.get("from")) fault("the address does not tell the days");
  const focused = await page.evaluate(() => document.activeElement?.dataset.step);
  if (focused !== "in") fault(`after a step the focus is on "${focused}"`);
  await area.focus();
  now = await changed("the key -", now, () => page.keyboard.press("-"));
  const box = await area.locator("svg").boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
  now = await changed("drawing", now, async () => {
    await page.mouse.move(...at(0.3));
    await page.mouse.down();
    await page.mouse.move(...at(0.5));
    await page.mouse.move(...at(0.7));
    await page.mouse.up();
  });
  await page.keyboard.down("Control");
  now = await changed("the wheel", now, async () => {
    await page.mouse.move(...at(0.5));
    await page.mouse.wheel(0, 200);
  });
  await page.keyboard.up("Control");
  await area.focus();
  await changed("the key 0", now, () => page.keyboard.press("0"));
  await page.click("[data-zoom] a", { force: true });
  await page.waitForURL(/\/act\//, { timeout: 5000 }).catch(() => fault("a point of the chart does not open its act"));
}
