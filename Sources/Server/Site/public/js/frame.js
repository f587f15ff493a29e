// On every page: forms are sent once, and not without a connection; passwords can be looked at, menus close, errors get the
// focus, drafts of what was sent go, a refused form goes along into the other language. All of it works without this file too.

// A second click would send a form twice. The button is disabled only after the form's data, its own name and value
// among them, was collected. The back button shows the page as it was kept, so it is enabled again.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (!navigator.onLine) {
    // The browser would leave the page, and what was typed with it.
    event.preventDefault();
    tellOffline(form);
    return;
  }
  if (form.method !== "post") return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("form[method=post] button:disabled")) button.disabled = false;
});

const offlineNotices = () => document.querySelectorAll("[data-offline-notice]");

function tellOffline(form) {
  for (const notice of offlineNotices()) notice.remove();
  const notice = document.getElementById("offline-notice").content.firstElementChild.cloneNode(true);
  form.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

addEventListener("online", () => {
  for (const notice of offlineNotices()) notice.remove();
});

// On a phone one mistypes, and can't see what.
for (const field of document.querySelectorAll("input[type=password]")) {
  const shower = document.getElementById("password-shower").content.firstElementChild.cloneNode(true);
  const box = shower.querySelector("input");
  // Some browsers would send words that can be read away to have their spelling looked at.
  [field.spellcheck, field.autocapitalize] = [false, "none"];
  box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
  // A browser that keeps passwords looks for them as they are sent, and a page that comes back shows none.
  field.form?.addEventListener("submit", () => {
    box.checked = false;
    field.type = "password";
  });
  field.closest(".field")?.append(shower);
}

const menus = document.querySelectorAll("details.menu");
addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/** Before the name of each draft that shared/drafts.js keeps. */
export const draftPrefix = "istri-draft:";
/** Which draft goes once the page says that it was sent: `{key, done}`. */
export const sentDraft = "istri-sent-draft";

function forgetSentDraft() {
  const sent = JSON.parse(sessionStorage.getItem(sentDraft));
  const done = new URLSearchParams(location.search).get("done");
  if (!sent || !sent.done.split(" ").includes(done)) return;
  localStorage.removeItem(sent.key);
  sessionStorage.removeItem(sentDraft);
}

/** Whether all drafts went: the page that is left must not keep them again. */
export let areDraftsForgotten = false;

function forgetAllDrafts() {
  areDraftsForgotten = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith(draftPrefix)) localStorage.removeItem(key);
}

/** A browser may refuse to keep anything, and then there are no drafts. */
function ifKept(work) {
  try {
    work();
  } catch {
    // Nothing is kept.
  }
}

ifKept(forgetSentDraft);
addEventListener("submit", (event) => {
  // Whoever leaves leaves nothing behind for the next one at this device.
  const isLeaving = ["/sign-out", "/account/erase"].includes(event.target.getAttribute("action"));
  if (isLeaving && !event.defaultPrevented) ifKept(forgetAllDrafts);
});

/** What was typed into a form that was refused, for the same page in the other language: `{path, fields}`. */
const switchedForm = "istri-switched-form";
const pathOf = (form) => form.getAttribute("action").split("?")[0];
// A form that keeps drafts offers its own.
const plainForms = () => [...document.querySelectorAll("main form[method=post]:not([data-draft])")];

function refusedForm() {
  const forms = plainForms();
  const wrong = forms.filter((form) => form.querySelector("[aria-invalid=true]"));
  if (wrong.length > 0) return wrong[0];
  return document.querySelector("main .notice--error[role=alert]") && forms.length === 1 ? forms[0] : null;
}

// The other language's page is asked for anew, which would cost what was typed. Passwords and codes aren't kept, as in drafts.
addEventListener("click", async (event) => {
  const link = event.target.closest?.("header a[hreflang]");
  const form = link && refusedForm();
  if (!form || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const { typed } = await import("./drafts/fields.js");
    sessionStorage.setItem(switchedForm, JSON.stringify({ path: pathOf(form), fields: typed(form) }));
  } catch {
    // Then it is lost, as without scripts.
  }
  location.assign(link.href);
});

async function fillSwitchedForm() {
  const kept = JSON.parse(sessionStorage.getItem(switchedForm));
  if (!kept) return;
  sessionStorage.removeItem(switchedForm);
  const forms = plainForms().filter((form) => pathOf(form) === kept.path);
  if (forms.length !== 1) return;
  const { fill } = await import("./drafts/fields.js");
  fill(forms[0], kept.fields);
}

fillSwitchedForm().catch(() => {
  // The form stays empty.
});

// The back button leads to a form that was refused by asking for its page, not by the browser's question whether to send
// it once more.
history.replaceState(history.state, "", location.href);

document.getElementById("error-summary")?.focus();
