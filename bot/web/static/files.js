// Attaching files without leaving the page. Without this, the form under the talk does the same.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("files"), chosen = $("chosen"), attach = $("attach"), log = $("log"), problem = $("problem");

  function uuid() {  // crypto.randomUUID is missing on plain http
    const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
    return hex.join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  function upload(node, files) {
    const state = node.querySelector(".state");
    const body = new FormData();
    body.append("token", form.elements.token.value);
    body.append("client_id", node.dataset.client);
    for (const file of files) body.append("file", file);
    node.classList.remove("failed");
    state.textContent = state.dataset.sending;
    const request = new XMLHttpRequest();  // fetch cannot tell how far an upload is
    const failed = (words) => {
      state.textContent = words;
      node.classList.add("failed");
      node.scrollIntoView({block: "end"});
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) state.textContent = `${state.dataset.sending} ${Math.floor(event.loaded * 100 / event.total)} %`;
    };
    request.onload = () => {
      if (request.status !== 202) return failed((request.response || {}).text || problem.dataset.unsent);
      state.textContent = "";
      document.dispatchEvent(new Event("filessent"));
    };
    request.onerror = () => failed(problem.dataset.unsent);
    request.send(body);
  }
  function picked() {
    const files = Array.from(chosen.files);
    chosen.value = "";  // the same file can be chosen again
    if (!files.length) return;
    const node = $("pending").content.firstElementChild.cloneNode(true);
    node.querySelector(".text").textContent = "📎 " + files.map((file) => file.name).join(", ");
    node.dataset.client = uuid();
    node.querySelector(".resend").addEventListener("click", () => upload(node, files));
    log.append(node);
    node.dispatchEvent(new Event("filespicked", {bubbles: true}));
    window.scrollTo(0, document.documentElement.scrollHeight);
    if (files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.most)) {
      node.classList.add("failed");
      node.querySelector(".state").textContent = form.dataset.tooLarge;
      node.querySelector(".resend").remove();
      return;
    }
    upload(node, files);
  }

  attach.addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", picked);
})();
