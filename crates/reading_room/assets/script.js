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
