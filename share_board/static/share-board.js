/* Small comforts. Everything on the board works without this file. */
(() => {
  "use strict";

  const wakeUp = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[data-words]")) {
      button.removeAttribute("aria-disabled");
      button.querySelector("span").textContent = button.dataset.words;
    }
  };

  // A button pressed twice sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    if (form.method !== "post" || !button) return;
    form.dataset.sent = "yes";
    setTimeout(() => wakeUp(form), 15000);
    const words = button.querySelector("span");
    if (!words) return;
    button.dataset.words = words.textContent;
    button.setAttribute("aria-disabled", "true");
    words.textContent = document.body.dataset.wordsSending;
  });

  // Back from the next page: the button is as it was.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) wakeUp(form);
  });

  // How many letters still fit.
  const count = (place) => {
    const field = document.getElementById(place.dataset.lettersLeft);
    const left = Number(place.dataset.limit) - [...field.value].length;
    place.hidden = left > Number(place.dataset.limit) / 4;
    place.classList.toggle("is-over", left < 0);
    place.textContent = (left < 0 ? place.dataset.wordsOver : place.dataset.words).replace("{left}", String(Math.abs(left)));
  };

  // "Choose all" above a table of tick boxes.
  const boxes = (button) =>
    [...document.querySelectorAll("input[type=checkbox]")].filter((box) => box.name === button.dataset.checkAll);

  const checkAll = (button) => {
    const all = boxes(button);
    const on = all.some((box) => !box.checked);
    for (const box of all) box.checked = on;
  };

  // A day may be typed, or picked from the machine's own calendar.
  const pickDay = (button) => {
    const field = document.getElementById(button.dataset.pickDay);
    const picker = document.createElement("input");
    picker.type = "date";
    picker.className = "pick-day";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      field.value = picker.value.split("-").map(Number).join("/");
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
      picker.remove();
    });
    button.parentElement.querySelector(".pick-day")?.remove();
    button.after(picker);
    picker.showPicker();
  };

  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-check-all]");
    if (all) checkAll(all);
    const day = event.target.closest("[data-pick-day]");
    if (day) pickDay(day);
    for (const open of document.querySelectorAll(".navigation-more[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".navigation-more[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.addEventListener("input", (event) => {
    for (const place of document.querySelectorAll("[data-letters-left]")) {
      if (place.dataset.lettersLeft === event.target.id) count(place);
    }
  });

  const begin = (root) => {
    for (const place of root.querySelectorAll("[data-letters-left]")) count(place);
    for (const button of root.querySelectorAll("[data-check-all]")) button.hidden = boxes(button).length === 0;
    for (const button of root.querySelectorAll("[data-pick-day]")) button.hidden = !("showPicker" in HTMLInputElement.prototype);
  };

  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
})();
