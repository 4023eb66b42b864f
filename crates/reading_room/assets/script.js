// Lights the words of a record while it is pointed at or has the focus. Pages work without it: the
// links between text and record then mark their target by themselves.
"use strict";
(() => {
  const lit = "lit";
  const light = (keys, on) => {
    for (const key of keys) {
      for (const element of document.querySelectorAll(`[data-e~="${CSS.escape(key)}"]`)) {
        element.classList.toggle(lit, on);
      }
    }
  };
  const keys = (event) => {
    const element = event.target instanceof Element && event.target.closest("[data-e]");
    return element ? element.dataset.e.split(" ").filter(Boolean) : [];
  };
  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(begin, (event) => light(keys(event), true));
    document.addEventListener(end, (event) => light(keys(event), false));
  }
})();
