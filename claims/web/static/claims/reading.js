// The reading desk without reloads: what forms and links of the desk answer takes the place of what is there.
// Everything works without it; what it can not do, the browser does as ever. Keys are in desk.js.
(() => {
  "use strict";
  const desk = () => document.querySelector("[data-desk]");
  if (!desk() || !window.fetch || !window.DOMParser) return;

  let asked = 0;
  const show = async (request, {push, otherwise}) => {
    const turn = ++asked;
    desk().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(request);
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = made.querySelector("[data-desk]");
      if (!fresh) throw new Error("not the desk");
      if (turn !== asked) return;
      desk().replaceWith(document.adoptNode(fresh));
      document.title = made.title;
      const address = answer.redirected || push ? answer.url : location.href;
      if (push) history.pushState({}, "", address); else history.replaceState({}, "", address);
      settle(true);
    } catch {
      otherwise();
    }
  };

  // The focus goes to the field at fault, else to the card; the claim comes into sight in the text.
  const settle = moved => {
    const fault = desk().querySelector(".desk-error");
    const field = fault?.closest(".desk-row")?.querySelector("input, textarea, select");
    if (field) field.focus();
    else if (moved) desk().querySelector("[data-start]")?.focus({preventScroll: true});
    const story = desk().querySelector(".desk-story");
    const mark = story?.querySelector(".read-chosen");
    const place = mark?.getBoundingClientRect();
    if (place && wide.matches && (place.top < 80 || place.bottom > innerHeight - 120)) mark.scrollIntoView({block: "center"});
    if (moved && !wide.matches) desk().querySelector(".desk-claim-card")?.scrollIntoView({block: "start"});
    desk().querySelector('.read-line[aria-current]')?.scrollIntoView({block: "nearest"});
  };
  const wide = matchMedia("(min-width: 64rem)");

  document.addEventListener("submit", event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !desk().contains(form)) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    show(new Request(form.action, {method: "POST", body}), {push: false, otherwise: () => form.submit()});
  });

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!desk().contains(link) || !link.getAttribute("href").startsWith(`${desk().dataset.desk}?claim=`)) return;
    event.preventDefault();
    // Where a mouse has selected words of a claim, that was no click on it; a key has no such doubt.
    if (event.detail && !getSelection().isCollapsed) return;
    show(new Request(link.href), {push: true, otherwise: () => location.assign(link.href)});
  });
  addEventListener("popstate", () => location.reload());

  // What is selected in the text is put into the form that marks it, with its place: characters, not UTF-16 units.
  const placeOf = (node, offset) => {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-at]");
    if (!run || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(run.dataset.at) + [...node.data.slice(0, offset)].length;
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const form = desk()?.querySelector("[data-mark]");
    const story = desk()?.querySelector(".desk-story");
    if (!form || !story || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!story.contains(range.commonAncestorContainer)) return;
    const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
    form.elements.quote.value = selection.toString().trim();
    form.elements.start.value = start !== null && end !== null && start < end ? start : "";
    form.elements.end.value = form.elements.start.value === "" ? "" : end;
    form.classList.add("desk-mark-ready");
  });
  document.addEventListener("input", event => {
    const form = event.target.closest?.("[data-mark]");
    if (form) form.elements.start.value = form.elements.end.value = "";
  });

  settle(false);
})();
