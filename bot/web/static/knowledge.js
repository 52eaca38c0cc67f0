// The form of an entry without leaving the place: rows come and go by the same posts as without scripts, and the answer
// takes the place of the form. Whoever leaves with something unsaved is asked.
"use strict";
(() => {
  let unsaved = false;
  let busy = false;

  const form = () => document.getElementById("entry");

  const arrive = () => {
    const here = form();
    if (!here) return;
    unsaved = here.dataset.unsaved === "1";
    const row = here.dataset.at && document.getElementById(here.dataset.at);
    if (row) {
      const first = row.querySelector("textarea, select, input:not([type=hidden])");
      (first || row).focus();
      row.scrollIntoView({ block: "center" });
    }
  };

  const change = async (button) => {
    busy = true;
    const sent = new URLSearchParams(new FormData(form(), button));
    try {
      const answer = await fetch(form().action, { method: "POST", body: sent, redirect: "manual" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (!page.getElementById("entry")) throw new Error("no form");
      document.querySelector("main").replaceWith(document.adoptNode(main));
      arrive();
    } catch {
      // As without scripts: the browser posts it, and shows what comes.
      unsaved = false;
      busy = false;
      const told = document.createElement("input");
      told.type = "hidden";
      told.name = "do";
      told.value = button.value;
      form().append(told);
      form().submit();
      return;
    }
    busy = false;
  };

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "entry") return;
    const button = event.submitter;
    if (busy) {
      event.preventDefault();
    } else if (button && button.value !== "save") {
      event.preventDefault();
      change(button);
    } else {
      unsaved = false;
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("#entry")) unsaved = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  arrive();
})();
