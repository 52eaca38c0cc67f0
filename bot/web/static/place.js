// "Use my location": asks the browser, sends the point once, keeps nothing. Where it is refused, the button is pressed
// as any other, and the bot says how else.
"use strict";
(() => {
  const HERE = "v1:plc:here";
  const refused = new WeakSet();
  const log = document.getElementById("log"), problem = document.getElementById("problem");
  const identity = () => log.dataset.location || (log.dataset.location = Date.now().toString(16).padStart(12, "0")
    + Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  function uuid() {
    return identity().replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }
  async function send(position) {
    const near = (degrees) => Number(degrees.toFixed(3));  // about a hundred metres
    const body = {lat: near(position.coords.latitude), lon: near(position.coords.longitude), client_id: uuid()};
    try {
      const answer = await fetch("/chat/location", {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
      });
      const told = await answer.json();
      problem.textContent = told.text || "";
      if (told.text) return;
    } catch (error) {
      problem.textContent = problem.dataset.unsent;
      return;  // the same location may be sent again under the same name
    }
    delete log.dataset.location;
    document.dispatchEvent(new Event("filessent"));  // an answer is on its way
  }
  log.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=data]");
    if (!button || button.value !== HERE || refused.has(button) || !navigator.geolocation) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition((position) => {
      button.removeAttribute("aria-busy");
      document.dispatchEvent(new CustomEvent("filespicked"));
      send(position);
    }, () => {
      button.removeAttribute("aria-busy");
      refused.add(button);
      button.click();
    }, {maximumAge: 60000, timeout: 15000});
  }, true);
})();
