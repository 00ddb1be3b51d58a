// Keys of the editors' desk. Pages work without them: a key does what a click on the thing with that `data-key` does.
//
//   data-key="a"        a button, a link or a choice: pressing the key clicks it; fields get the focus instead
//   data-key="j k"      several keys for the same
//   data-start          gets the focus when the page opens, so that readers of screens begin there
//   data-main           the button of its form that Ctrl+Enter presses
//   data-row            of a list: j and k go from the first link of one to that of the next, keys act on where one is
//   data-again="4"      what is under way: looked at again after so many seconds, until it is no longer there
//   data-help           a button that opens the list of keys
//   <dialog data-keys>  what "?" shows: the keys of the page, which the page itself tells
//
// While something is typed, keys are letters; Escape leaves the field, Ctrl+Enter sends its form. Letters act as keys
// only as long as the list of keys says so.
(() => {
  "use strict";
  const typing = element => element.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const seen = element => element.getClientRects().length > 0 && !element.disabled;
  const rowOf = element => element?.closest(".data-row, [data-row]");
  // In a list the row that has the focus comes first.
  const holder = key => [rowOf(document.activeElement), document].filter(Boolean)
    .flatMap(part => [...part.querySelectorAll("[data-key]")])
    .find(element => element.dataset.key.split(" ").includes(key) && seen(element));
  const sheet = () => document.querySelector("dialog[data-keys]");
  const letters = {
    get act() { return localStorage.getItem("letters") !== "typed"; },
    set act(yes) { yes ? localStorage.removeItem("letters") : localStorage.setItem("letters", "typed"); },
  };

  const act = element => {
    if (element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) element.focus();
    else element.click();
    if (element.matches("details[name][open] > summary")) enter(element.parentElement);
  };

  // What unfolds gets the focus in its first field, else on its button: at once, or the next letter would be a key.
  const enter = unfolded => unfolded.querySelector("textarea, input:not([type=hidden]), select, button")?.focus();
  document.addEventListener("toggle", event => {
    if (event.target.matches?.("details[name][open]") && !event.target.contains(document.activeElement.closest("form"))) enter(event.target);
  }, true);

  // From a field back to what it belongs to: what unfolded it, else where the page begins.
  const leave = field => {
    const unfolded = field.closest("details[name]");
    field.blur();
    if (unfolded) unfolded.open = false;
    (unfolded?.querySelector("summary") ?? document.querySelector("[data-start]"))?.focus({preventScroll: true});
  };

  const beside = step => {
    const links = [...document.querySelectorAll("#result_list .data-row, [data-row]")]
      .map(row => row.querySelector("a[href]")).filter(link => link && seen(link));
    const at = links.findIndex(link => rowOf(link).contains(document.activeElement));
    const next = links[at < 0 && step < 0 ? links.length - 1 : at + step];
    next?.focus();
    return Boolean(next);
  };

  const tell = () => {
    sheet()?.showModal();
    sheet()?.querySelector("h2").focus();
  };

  // True where the key did something here.
  const pressed = key => {
    if (key === "?" && sheet()) {
      sheet().open ? sheet().close() : tell();
      return true;
    }
    if (sheet()?.open) return false;
    const found = holder(key);
    if (found) act(found);
    return Boolean(found) || (key === "j" && beside(1)) || (key === "k" && beside(-1));
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    const field = event.target instanceof Element ? typing(event.target) : null;
    const letter = event.key.length === 1 && !event.ctrlKey;
    // The skin has letters of its own, also in lists to choose from.
    if (letter && (field || !letters.act || sheet()?.open)) event.stopPropagation();
    if (field) {
      if (event.key === "Escape") leave(field);
      if (event.key === "Enter" && event.ctrlKey && field.form) {
        field.form.requestSubmit(field.form.querySelector("[data-main]"));
      }
      return;
    }
    if (event.ctrlKey || event.repeat || !letters.act) return;
    if (pressed(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-help]")) tell();
  });
  document.addEventListener("change", event => {
    if (event.target.matches("[data-keys-on]")) letters.act = event.target.checked;
  });

  // What is sent once is not sent again by an impatient second press.
  document.addEventListener("submit", event => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.matches("[data-once]")) event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(form => delete form.dataset.sent));

  const again = async () => {
    const part = document.querySelector("[data-again]");
    try {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-again]");
      if (!fresh) return location.replace(answer.url);
      part.replaceWith(document.adoptNode(fresh));
    } catch {
      // Asked again at the next turn.
    }
    look();
  };
  const look = () => {
    const part = document.querySelector("[data-again]");
    if (part) setTimeout(again, 1000 * Number(part.dataset.again));
  };

  // What the forms of the skin and its scripts leave without a name gets that of its column or its row.
  const name = () => {
    document.querySelectorAll("#content :is(input:not([type=hidden]), select, textarea)").forEach(field => {
      if (field.labels.length || field.getAttribute("aria-label")) return;
      const cell = field.closest("td");
      const named = cell?.closest("table").tHead?.rows[0].cells[cell.cellIndex] ?? field.closest(".form-row, .field-row")?.querySelector("label, legend");
      if (named) field.setAttribute("aria-label", named.textContent.trim());
    });
    document.querySelectorAll("select.select2-hidden-accessible").forEach(field => {
      const named = (field.labels[0]?.textContent ?? field.getAttribute("aria-label") ?? "").trim();
      field.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox]").forEach(chooser => {
        chooser.removeAttribute("aria-labelledby");
        chooser.setAttribute("aria-label", named);
      });
    });
    document.querySelectorAll(".help-tooltip[aria-label]").forEach(hint => hint.setAttribute("role", "img"));
  };

  const begin = () => {
    document.querySelectorAll("[data-help]").forEach(button => { button.hidden = !sheet(); });
    document.querySelectorAll("[data-keys-on]").forEach(box => { box.checked = letters.act; });
    document.querySelector("[data-start]")?.focus({preventScroll: true});
    look();
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", begin) : begin();
  // After the scripts of the skin, which build on the same event.
  window.addEventListener("load", () => setTimeout(name));
})();
