// Makes the page live. Everything here has a way without it: forms post, the page reloads.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), typing = $("typing"), notice = $("notice"), problem = $("problem"), text = $("text");
  const baseline = Number(log.dataset.last);
  const seen = new Set(), pressed = new Map();
  const timers = {};
  let last = baseline, source, retry = 2000, offline, revealed = 0, expected = 0, first;
  document.documentElement.classList.add("live");

  // -- small things
  function uuid() {  // crypto.randomUUID is missing on plain http
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  function later(name, milliseconds, act) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, milliseconds);
  }
  function say(place, words, milliseconds) {
    place.textContent = words;
    if (words && milliseconds) later(place.id, milliseconds, () => { place.textContent = ""; });
  }
  function writing(on) { say(typing, on ? typing.dataset.words : "", 20000); }
  function element(html) {  // our own server's rendering, escaped there
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  }

  // -- scrolling: to what was asked for, never away from what is being read, never past the beginning of an answer
  const headroom = () => document.querySelector(".bar").offsetHeight + 12;
  const topOf = (node) => node.getBoundingClientRect().top + window.scrollY - headroom();
  const atEnd = () => window.innerHeight + window.scrollY > document.documentElement.scrollHeight - 200;
  const follows = () => Date.now() < expected || atEnd();
  function reveal(node) {
    if (!first || !first.isConnected || Date.now() - revealed > 20000) first = node;
    revealed = Date.now();
    window.scrollTo(0, topOf(first));
  }
  function expect(node) {  // an answer will follow; a short question stays in view above it
    expected = Date.now() + 20000;
    first = node && node.offsetHeight < window.innerHeight / 4 ? node : null;
    revealed = Date.now();
  }

  // -- what the bot sends
  function place(node, id) {
    const following = Array.from(log.querySelectorAll(".message[id]")).find((one) => Number(one.id.slice(1)) > id);
    log.insertBefore(node, following || log.querySelector(".pending"));
  }
  function onMessage(id, event) {
    if ($("m" + id)) return;
    const node = element(event.html), follow = follows();
    const waiting = event.client_id && log.querySelector(`[data-client="${event.client_id}"]`);
    if (waiting) {
      if (first === waiting) first = node;
      return waiting.replaceWith(node);
    }
    place(node, id);
    if (!event.client_id) writing(false);
    if (follow) reveal(node);
  }
  function onEdit(id, event) {
    const old = $("m" + event.target);
    if (!old) return;
    const node = element(event.html), focused = old.contains(document.activeElement);
    old.replaceWith(node);
    if (id <= baseline) return;
    writing(false);
    if (focused) node.focus({preventScroll: true});
    if (topOf(node) < window.scrollY) window.scrollTo(0, topOf(node));
  }
  function onDelete(id, event) {
    for (const number of event.message_ids) if ($("m" + number)) $("m" + number).remove();
  }
  function onAnswer(id, event) {
    free(event.query_id);
    if (id <= baseline) return;
    writing(false);
    if (event.notice) say(notice, event.notice, 8000);
  }
  function connect() {
    source = new EventSource("/chat/events?after=" + last);
    const on = (name, act) => source.addEventListener(name, (event) => {
      const id = Number(event.lastEventId);
      if (seen.has(id)) return;
      seen.add(id);
      last = Math.max(last, id);
      act(id, JSON.parse(event.data));
    });
    on("message", onMessage);
    on("edit", onEdit);
    on("answer", onAnswer);
    on("delete", onDelete);
    source.addEventListener("superseded", () => {
      source.close();
      say(problem, problem.dataset.elsewhere);
      const back = () => {
        if (document.hidden) return;
        document.removeEventListener("visibilitychange", back);
        connect();
      };
      document.addEventListener("visibilitychange", back);
    });
    source.onopen = () => {
      retry = 2000;
      offline = clearTimeout(offline);
      if ([problem.dataset.offline, problem.dataset.elsewhere].includes(problem.textContent)) say(problem, "");
    };
    source.onerror = () => {  // a short break is nobody's business
      offline = offline || setTimeout(say, 4000, problem, problem.dataset.offline);
      if (source.readyState !== EventSource.CLOSED) return;
      retry = Math.min(retry * 2, 60000);  // refused outright: the browser will not try again, we do
      later("connect", retry, connect);
    };
  }

  // -- what the visitor sends
  async function post(address, body) {  // resolves to what the server tells; ``text``: why it was not committed
    try {
      const answer = await fetch(address, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
      });
      return await answer.json();
    } catch (error) {
      return {text: problem.dataset.unsent};
    }
  }
  async function send(node) {
    const state = node.querySelector(".state");
    node.classList.remove("failed");
    state.textContent = state.dataset.sending;
    const failure = (await post("/chat/messages", {text: node.dataset.text, client_id: node.dataset.client})).text;
    state.textContent = failure || "";
    node.classList.toggle("failed", Boolean(failure));
    if (failure) node.scrollIntoView({block: "end"});
    else if (node.isConnected) writing(true);
  }
  function submit(event) {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    const node = $("pending").content.firstElementChild.cloneNode(true);
    node.querySelector(".text").textContent = node.dataset.text = words;
    node.dataset.client = uuid();
    node.querySelector(".resend").addEventListener("click", () => send(node));
    log.append(node);
    text.value = "";
    grow();
    say(problem, "");
    expect(node);
    window.scrollTo(0, document.documentElement.scrollHeight);
    send(node);
  }
  async function press(button) {
    if (button.getAttribute("aria-busy")) return;
    const client = button.dataset.client = button.dataset.client || uuid();  // kept until heard: a repeat is the same press
    button.setAttribute("aria-busy", "true");
    pressed.set(client, button);
    expect(null);
    const told = await post("/chat/presses", {
      message: button.form.elements.message.value, data: button.value, client_id: client,
    });
    say(problem, told.text || "");
    if (told.text) return button.removeAttribute("aria-busy");
    if (pressed.has(client)) writing(true);
    setTimeout(() => free(client), 20000);
    if (told.language && told.language !== document.documentElement.lang) translate();
  }
  function free(client) {
    const button = pressed.get(client);
    if (!button) return;
    pressed.delete(client);
    delete button.dataset.client;
    button.removeAttribute("aria-busy");
  }
  async function translate() {  // the page's own words; what was said, typed or attached stays as it is
    const worded = [".skip", ".bar", ".fine", ".again", "#pending", ".photo summary", "#files button", "label", ".send"];
    const labelled = ["html", "#log", "#typing", "#problem", "#files", "#chosen", "#attach", "#text"];
    try {
      const answer = await fetch("/");
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const pair = (name) => [document.querySelector(name), page.querySelector(name)];
      for (const [old, fresh] of labelled.map(pair)) {
        for (const {name, value} of fresh.attributes) old.setAttribute(name, value);
      }
      for (const [old, fresh] of worded.map(pair)) old.replaceWith(fresh);
      document.title = page.title;
    } catch (error) {
      return;  // no connection, which the stream tells; the next load is in the language
    }
    if (source.readyState === EventSource.CLOSED) return;
    source.close();  // bubbles come with a word or two of the page's
    connect();
  }
  function grow() {
    text.style.height = "auto";
    text.style.height = text.scrollHeight + 2 + "px";
  }

  $("composer").addEventListener("submit", submit);
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  log.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=data]");
    if (button) { event.preventDefault(); press(button); }
  });
  document.addEventListener("filessent", () => writing(true));
  document.addEventListener("filespicked", (event) => { say(problem, ""); expect(event.target); });
  if (notice.textContent) say(notice, notice.textContent, 8000);
  if (!location.hash && log.children.length > 1) reveal(log.lastElementChild);
  if (log.lastElementChild && log.lastElementChild.classList.contains("mine")) writing(true);
  connect();
})();
