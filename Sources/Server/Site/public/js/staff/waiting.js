// A form that only asks, and whose answer takes a while: what its `data-waiting` names shows until the answer's page comes.

for (const form of document.querySelectorAll("form[data-waiting]")) {
  const sign = document.getElementById(form.dataset.waiting);
  form.addEventListener("submit", () => { sign.hidden = false; });
  // The back button may show the page as it was left.
  addEventListener("pageshow", () => { sign.hidden = true; });
}
