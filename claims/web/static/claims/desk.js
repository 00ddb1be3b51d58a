// Keys of the editors' desk. Pages work without them: a key does what a click on the thing with that `data-key` does.
//
//   data-key="a"        a button, a link or a choice: pressing the key clicks it; fields get the focus instead
//   data-key="j k"      several keys for the same
//   data-start          gets the focus when the page opens, so that readers of screens begin there
//   <dialog data-keys>  what "?" shows: the keys of the page, which the page itself tells
//
// While something is typed, keys are letters; Escape leaves the field, Ctrl+Enter sends its form.
(() => {
  "use strict";
  const typing = element => element.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const seen = element => element.getClientRects().length > 0 && !element.disabled;
  const holder = key => [...document.querySelectorAll("[data-key]")]
    .find(element => element.dataset.key.split(" ").includes(key) && seen(element));

  const act = element => {
    if (element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) element.focus();
    else element.click();
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    const field = event.target instanceof Element ? typing(event.target) : null;
    if (field) {
      if (event.key === "Escape") field.blur();
      if (event.key === "Enter" && event.ctrlKey && field.form) field.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.repeat) return;
    const help = document.querySelector("dialog[data-keys]");
    if (event.key === "?" && help) {
      help.open ? help.close() : help.showModal();
      event.preventDefault();
      return;
    }
    if (help?.open) return;
    const found = holder(event.key);
    if (found) {
      event.preventDefault();
      act(found);
    }
  });

  // What is sent once is not sent again by an impatient second press.
  document.addEventListener("submit", event => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.matches("[data-once]")) event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(form => delete form.dataset.sent));

  const begin = () => document.querySelector("[data-start]")?.focus({preventScroll: true});
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", begin) : begin();
})();
