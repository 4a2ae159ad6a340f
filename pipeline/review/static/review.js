/* Keys for what the pages' buttons do. They do nothing while a person writes, and can be turned off. */
(function () {
  "use strict";
  const name = "councilplans-keys";
  const remembered = () => { try { return localStorage.getItem(name); } catch { return null; } };
  let on = remembered() !== "off";
  const button = document.getElementById("keys-switch");
  function show() { button.textContent = on ? "Turn keys off" : "Turn keys on"; document.body.dataset.keys = on ? "on" : "off"; }
  button.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(name, on ? "on" : "off"); } catch { /* it then holds for this page */ }
    show();
  });
  show();
  const writes = (element) => element && (element.matches("input, textarea, select") || element.isContentEditable);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button"));
      return;
    }
    if (event.key === "Escape" && writes(event.target)) { event.target.blur(); return; }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const key = CSS.escape(event.key);
    const field = document.querySelector(`[data-focus="${key}"]`);
    if (field) { event.preventDefault(); field.focus(); field.select(); return; }
    const opens = document.querySelector(`[data-open="${key}"]`);
    if (opens) { event.preventDefault(); opens.parentElement.open = true; (opens.parentElement.querySelector("[data-first]") ?? opens.parentElement.querySelector("select, input:not([type=hidden])"))?.focus(); return; }
    const does = document.querySelector(`[data-key="${key}"]:not(:disabled)`);
    if (does) { event.preventDefault(); does.click(); }
  });
})();
