// The search box: suggestions while typing, and "near me". Without this script the form still searches.
//
// The page has, any number of times:
//
//   <form data-finder="finder" action="/search" method="get" role="search">
//     <label for="q">...</label>
//     <div class="searchbox__row"><div>                   the list of suggestions is put behind the input
//       <input id="q" name="q" type="search" data-finder-input autocomplete="off">
//     </div></div>
//     <button type="submit">...</button>
//     <button type="button" data-finder-near hidden>...</button>        shown where the browser can locate
//     <p data-finder-status role="status"></p>                           what happens, in words
//   </form>
//   {{> texts/finder}}
//
// `data-finder` names the block of texts: found ("{count}"), found_one, none, locating, denied, unavailable, timeout,
// kind_pincode, kind_district, kind_city, kind_town, kind_locality, kind_post_office (each may be empty).
//
// What is sent: `q` as typed; a chosen suggestion also sends `lat` and `lng` of the place, since many names are those of
// several places, except a pincode, which stands for itself. "Near me" sends `lat`, `lng`, `accuracy_m` and no `q`.
// Hidden fields of these names are made here; others of the form (mode, service) go along.
//
// The page can be used before all this is there, so it comes after the page.

for (const form of document.querySelectorAll("[data-finder]")) {
  import("./finder/box.js").then(({ setUp }) => setUp(form)).catch(() => {
    // Without it the form still searches.
  });
}
