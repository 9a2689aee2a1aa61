// Before the first paint: the ground is dark where the desk will be dark, so that nothing flashes white at night, and the type as large.
// A file of its own, because the window allows no script inside the page. What is kept is `src/shared/look/appearance.ts`'s.
/* global localStorage, window, document, location */
(function () {
  var scheme = "system";
  var size = "standard";
  try {
    var look = JSON.parse(localStorage.getItem("look") || "{}");
    scheme = look.scheme;
    size = look.size;
  } catch {
    // Nothing readable is kept: as the system has it.
  }
  var dark = scheme === "dark" || (scheme !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  // What the customer signs on is white.
  document.documentElement.dataset.look = dark && location.hash !== "#/customer" ? "dark" : "light";
  document.documentElement.dataset.size = size;
  // How the desk stands is asked before the page's own code is read; `src/api/platform.ts` hears the answer.
  if (window.__TAURI_INTERNALS__ && location.hash !== "#/customer") {
    window.asked = window.__TAURI_INTERNALS__.invoke("call", { name: "desk_state", request: {} });
  }
})();
