// Lights the words of a record while it is pointed at or has the focus. Pages work without it: the
// links between text and record then mark their target by themselves.
"use strict";
(() => {
  const keysOf = (element) => {
    const marked = element instanceof Element && element.closest("[data-e]");
    return marked ? marked.dataset.e.split(" ").filter(Boolean) : [];
  };
  let pointed = null;
  let before = "";
  const light = () => {
    const keys = new Set([...keysOf(pointed), ...keysOf(document.activeElement)]);
    const now = [...keys].join(" ");
    if (now === before) return;
    before = now;
    for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
    for (const key of keys) {
      for (const element of document.querySelectorAll(`[data-e~="${CSS.escape(key)}"]`)) {
        element.classList.add("lit");
      }
    }
  };
  document.addEventListener("mouseover", (event) => { pointed = event.target; light(); });
  document.addEventListener("mouseleave", () => { pointed = null; light(); });
  document.addEventListener("focusin", light);
  document.addEventListener("focusout", () => setTimeout(light));
})();

// The desk by keys: a key does what the button, link or box beside it does. Not while something is
// typed, not with other keys held, and not if the visitor turned single keys off.
(() => {
  const queue = document.querySelector("[data-keys]");
  if (!queue) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const at = event.target;
    const box = at instanceof HTMLInputElement && at.type === "checkbox";
    if (at instanceof HTMLElement && !box && at.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (!/^[a-z0-9]$/.test(key)) return;
    const focused = queue.querySelector(`[data-focus="${key}"]`);
    const pressed = queue.querySelector(`[data-key="${key}"]`);
    if (focused) focused.focus();
    else if (pressed) pressed.click();
    else return;
    event.preventDefault();
  });
})();

// A file that is dropped on the desk's text is read into it, here and nowhere else.
(() => {
  const text = document.querySelector("textarea#text");
  if (!text) return;
  text.addEventListener("dragover", (event) => {
    if (event.dataTransfer && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  text.addEventListener("drop", async (event) => {
    const file = event.dataTransfer && event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    text.value = await file.text();
    text.focus();
  });
})();

// Modes of the chosen type only. Without script all are there, by type.
(() => {
  const type = document.querySelector(".put-right #type");
  const mode = document.querySelector(".put-right #mode");
  if (!type || !mode) return;
  const groups = [...mode.querySelectorAll("optgroup")];
  const fit = () => {
    for (const group of groups) {
      const own = group.label.endsWith(`(${type.value})`);
      group.hidden = !own;
      group.disabled = !own;
      if (!own && [...group.children].some((option) => option.selected)) mode.value = "";
    }
  };
  type.addEventListener("change", fit);
  fit();
})();

// Nearer to a line of time: by drawing over it, by Ctrl and the wheel, by the keys +, - and 0. The
// links under it do the same without script; here they replace the chart without a new page.
(() => {
  const DAY = 86400000;
  const chart = () => document.querySelector("[data-zoom]");
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  // Days that a page can be asked for; beyond them years have other than four digits.
  const [FIRST, LAST] = [Date.parse("0001-01-01"), Date.parse("9999-12-31")];
  let asked = 0;
  const show = async (address, focus) => {
    const mine = ++asked;
    const answer = await fetch(address).catch(() => null);
    if (!answer || !answer.ok) { location.href = address; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#timeline");
    const old = document.querySelector("#timeline");
    if (mine !== asked || !fresh || !old) return;
    old.replaceWith(fresh);
    history.replaceState(null, "", address);
    ready();
    const again = focus && (fresh.querySelector(`a[data-step="${focus}"]`) || fresh.querySelector("[data-zoom]"));
    if (again) again.focus({ preventScroll: true });
  };
  // Where a pointer is: a place of the drawing, and a moment.
  const place = (area, event) => {
    const svg = area.querySelector("svg");
    const box = svg.getBoundingClientRect();
    const [left, right] = [Number(area.dataset.left), Number(area.dataset.right)];
    const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    const at = Math.min(Math.max(x, left), right);
    const [from, to] = [Date.parse(area.dataset.from), Date.parse(area.dataset.to)];
    return { svg, x: at, time: from + (at - left) / (right - left) * (to - from) };
  };
  const look = (area, from, to, focus) => {
    if (Number.isNaN(from) || to - from < DAY) return;
    const days = [Math.max(from, FIRST), Math.min(to, LAST)].map(iso);
    show(`${area.dataset.zoom}?from=${days[0]}&to=${days[1]}`, focus);
  };
  const ready = () => {
    for (const hint of document.querySelectorAll(".zoom .hint")) hint.hidden = false;
    const area = chart();
    if (!area) return;
    area.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { time } = place(area, event);
      const by = event.deltaY < 0 ? 0.7 : 1.4;
      const [from, to] = [Date.parse(area.dataset.from), Date.parse(area.dataset.to)];
      look(area, time - (time - from) * by, time + (to - time) * by);
    }, { passive: false });
    area.addEventListener("keydown", (event) => {
      const step = { "+": "in", "=": "in", "-": "out", "0": "all" }[event.key];
      const link = step && document.querySelector(`.zoom a[data-step="${step}"]`);
      if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      show(link.getAttribute("href"), "chart");
    });
    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      event.preventDefault();
      area.focus({ preventScroll: true });
      const begin = place(area, event);
      const brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      brush.setAttribute("class", "brush");
      brush.setAttribute("y", "0");
      brush.setAttribute("height", String(begin.svg.viewBox.baseVal.height));
      let end = begin;
      const move = (e) => {
        end = place(area, e);
        if (Math.abs(end.x - begin.x) < 6) return;
        if (!brush.isConnected) begin.svg.append(brush);
        brush.setAttribute("x", String(Math.min(begin.x, end.x)));
        brush.setAttribute("width", String(Math.abs(end.x - begin.x)));
      };
      const drop = () => {
        removeEventListener("pointermove", move);
        if (!brush.isConnected) return;
        brush.remove();
        // The act under the pointer is not meant. Where no click follows, none is waited for.
        const stop = (e) => e.preventDefault();
        addEventListener("click", stop, { capture: true, once: true });
        setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
        look(area, Math.min(begin.time, end.time), Math.max(begin.time, end.time), "chart");
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", drop, { once: true });
    });
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".zoom a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.getAttribute("href"), link.dataset.step);
  });
  ready();
})();
