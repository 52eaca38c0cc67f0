// Keys for who works through a list: j down, k up, / to the filters. Without scripts the page is the same, by Tab.
"use strict";
(() => {
  // Looked for anew each time: filters swap the list under a page that stays.
  const step = (by) => {
    const links = [...document.querySelectorAll("#cases > li > a")];
    const at = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (next) next.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      const filters = document.querySelector(".filters");
      if (!filters) return;
      filters.open = true;
      filters.querySelector("select").focus();
    } else return;
    event.preventDefault();
  });
  // A ready reply goes into the box it stands beside.
  for (const ready of document.querySelectorAll("button[data-ready]")) {
    ready.addEventListener("click", () => {
      const box = document.getElementById(ready.dataset.into);
      box.value = ready.dataset.ready;
      box.focus();
    });
  }
  // Another province has other communes.
  document.addEventListener("change", (event) => {
    if (event.target.id === "f-province") event.target.form.requestSubmit();
  });
})();
