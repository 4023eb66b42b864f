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
