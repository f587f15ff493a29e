// On every page: forms are sent once, menus close, errors get the focus. All of it works without this file too.

// A second click would send a form twice. The button is disabled only after the form's data, its own name and value
// among them, was collected. The back button shows the page as it was kept, so it is enabled again.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = true;
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("form[method=post] button:disabled")) button.disabled = false;
});

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

// The back button leads to a form that was refused by asking for its page, not by the browser's question whether to send
// it once more.
history.replaceState(history.state, "", location.href);

document.getElementById("error-summary")?.focus();
