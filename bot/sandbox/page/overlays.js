/* What lies over a chat for a moment: toasts, alerts, a picture in full. */

import { make } from "./dom.js";
import { LABELS } from "./labels.js";

const TOAST_LASTS = 3600;

export class Toasts {
  element = make("div", { class: "toasts", role: "status", "aria-live": "assertive", "data-testid": "toasts" });

  /** Show a sentence for a moment, or as an alert until it is dismissed. */
  show(sentence, alert = false) {
    const toast = make("div", { class: `toast ${alert ? "alert" : ""}`, "data-testid": alert ? "alert" : "toast" },
      make("p", {}, sentence));
    if (alert) {
      toast.append(make("button", { type: "button", class: "solid", onclick: () => toast.remove() }, LABELS.close));
    } else {
      setTimeout(() => toast.remove(), TOAST_LASTS);
    }
    this.element.append(toast);
    toast.querySelector("button")?.focus();
  }
}

/** Show a picture as large as the window allows; a click or Escape closes it. */
export function showPicture(image) {
  const box = document.querySelector(".lightbox");
  const full = box.querySelector("img");
  full.src = image.src;
  full.alt = image.alt;
  box.onclick = () => box.close();
  box.showModal();
}
