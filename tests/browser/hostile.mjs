// node hostile.mjs papers > FILE       writes papers (JSONL) that wish their readers ill;
// node hostile.mjs BASE                opens every page of a room over them, with script and policy.
// Out: a line for each dialog, word in the console, request elsewhere, element or script that came
// out of a paper, or piece of our own writing whose direction a paper turned; exit code 1 if any.
const TRICKS = [
  "<script>window.pwned = 1; alert(1)</script>",
  "\"><svg/onload=alert(2)><img src=x onerror=alert(3)>",
  "</title></textarea></style></script><script>alert(4)</script>",
  "\u202Edrawkcab \u2066\u202B",
  "\u200Fمحمد بن سلمان\u202E",
  "nul\u0000 bell\u0007 escape\u001B[31m next\u0085",
  "javascript:alert(5)",
  "data:text/html,<script>alert(6)</script>",
  "=HYPERLINK(\"http://evil.example/\")",
  `Z${"\u0336\u0489".repeat(400)}algo`,
  "W".repeat(3000),
  "{{7*7}} ${7*7} %3Cscript%3E",
];

function papers() {
  const lines = TRICKS.map((trick, i) => ({
    id: `${trick} ${i}`, lang: i % 2 ? "pl" : "en", published: `2024-06-${10 + i}`, title: trick, author: trick,
    url: i % 3 ? trick : `https://gazette.example.org/${i}?q=${trick}`,
    text: i % 2
      ? `Polska potępiła decyzję Białorusi „${trick}”. Minister ${trick} zagroził Białorusi sankcjami w Warszawie. ${trick}`
      : `Poland condemned Belarus over "${trick}". Minister ${trick} of Poland met ${trick} in Vilnius and promised aid to Belarus. ${trick}`,
  }));
  lines.push({ id: "long", lang: "en", title: "One line", text: `Poland accused Belarus. ${"x".repeat(100000)}` });
  return lines.map((l) => `${JSON.stringify(l)}\n`).join("");
}

if (process.argv[2] === "papers") {
  process.stdout.write(papers());
  process.exit(0);
}

const { end, shape, visitor } = await import("./room.mjs");
const base = process.argv[2];
const json = async (path) => (await fetch(`${base}/api/v1/${path}`)).json();
const acts = (await json("acts?limit=200")).acts;
const { documents } = await json("stats");
const pages = ["/", "/acts", "/search?q=Poland", "/pledges", "/map", "/sources", "/desk", "/dyad/BLR/POL", "/actor/POL"];
for (let i = 1; i <= documents; i += 1) pages.push(`/paper/${i}`);
for (const act of acts) pages.push(`/act/${act.act}`);
const keys = new Set(acts.flatMap((a) => [...a.actors, ...a.recipients]).map((p) => p.entity));
for (const key of keys) if (key.length < 1500 && !key.includes("\0")) pages.push(`/actor/${encodeURIComponent(key)}`);
const reflected = TRICKS.filter((t) => t.length < 150).map(encodeURIComponent);

for (const way of [{ name: "hostile", viewport: { width: 1280, height: 900 } }, { name: "hostile-phone", viewport: { width: 360, height: 740 }, locale: "pl-PL" }]) {
  const guest = await visitor(base, way.name, way);
  for (const path of pages) {
    await guest.go(path);
    await harmless(guest);
    await shape(guest);
  }
  for (const trick of reflected) {
    for (const path of ["/search?q=", "/acts?actor=", "/actor/", "/act/", "/", "/dyad?a=POL&b="]) {
      const response = await guest.page.goto(base + path + trick);
      guest.here = path + trick;
      if (response.status() >= 500) guest.fault(`status ${response.status()}`);
      await harmless(guest);
    }
  }
  for (const trick of TRICKS) {
    await guest.go("/desk");
    guest.here = `/desk ${trick.slice(0, 30)}`;
    await guest.page.fill("#text", `Poland accused Belarus of ${trick}.`);
    await guest.page.fill("#title", trick);
    await guest.page.selectOption("#lang", "en");
    await guest.page.click("form.stack button");
    await harmless(guest);
  }
  await guest.context.close();
}
await end(`hostile papers: ${documents} papers, ${pages.length} pages in 2 ways`);

async function harmless({ page, fault }) {
  const found = await page.evaluate(() => {
    const found = [];
    if (window.pwned !== undefined) found.push("a paper's script ran");
    const scripts = [...document.scripts].filter((s) => !new URL(s.src || "about:blank").pathname.startsWith("/assets/"));
    if (scripts.length) found.push(`a script: ${scripts[0].outerHTML.slice(0, 80)}`);
    for (const e of document.querySelectorAll("img, iframe, object, embed, base, style, [style], math, video, audio")) found.push(`an element: ${e.outerHTML.slice(0, 80)}`);
    for (const e of document.querySelectorAll("*")) {
      for (const a of e.attributes) {
        if (a.name.startsWith("on")) found.push(`a handler: ${e.outerHTML.slice(0, 80)}`);
        if (a.name === "href" && /^(javascript|data|vbscript):/i.test(a.value.trim())) found.push(`an address: ${a.value.slice(0, 40)}`);
      }
    }
    // Our own words run from left to right: of two letters in a line, the later is to the right.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const of = node.parentElement;
      if (!node.data.trim() || of.closest("bdi, [dir], textarea, script, svg, select, .sr")) continue;
      const at = node.data.search(/\S/);
      const last = node.data.trimEnd().length - 1;
      if (last - at < 2 || last - at > 400) continue;
      const box = (i) => { const r = document.createRange(); r.setStart(node, i); r.setEnd(node, i + 1); return r.getBoundingClientRect(); };
      for (let i = at; i < last; i += 1) {
        const [a, b] = [box(i), box(i + 1)];
        if (a.width && b.width && Math.abs(a.top - b.top) < 2 && b.left < a.left - 1) { found.push(`turned: ${node.data.trim().slice(0, 60)}`); break; }
      }
    }
    return found.slice(0, 5);
  });
  found.forEach(fault);
}
