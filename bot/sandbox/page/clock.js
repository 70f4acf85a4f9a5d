/* The drill clock in the bar, and moving it. */

import { act } from "./api.js";
import { WEEKDAYS } from "./labels.js";

const TICK = 250;

let shown = null; // { instant, at, speed, zone }: the drill time at a moment of the browser's clock

/** Return the parts of an instant in the drill's zone. */
export function parts(instant, zone = shown?.zone ?? "Asia/Shanghai") {
  const format = (formats[zone] ??= new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  }));
  const found = Object.fromEntries(format.formatToParts(instant).map((p) => [p.type, p.value]));
  const [year, month, day] = [found.year, found.month, found.day].map(Number);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return { ...found, year, month, day, weekday, date: `${year}-${month}-${day}` };
}
const formats = {};

/** Take over what the server says the time is; news that left before the last step is late and passed over. */
export function setClock({ now, speed, zone, steps }, { restarted = false } = {}) {
  const instant = Date.parse(now);
  if (shown && !restarted && instant < shown.instant) return;
  shown = { instant, at: performance.now(), speed, zone };
  const group = document.querySelector(".steps");
  group.hidden = steps.length === 0;
  for (const button of group.children) button.hidden = !steps.includes(button.dataset.step);
  tick();
}

function tick() {
  if (!shown) return;
  const instant = shown.instant + (performance.now() - shown.at) * shown.speed;
  const { year, month, day, weekday, hour, minute, second } = parts(instant);
  write(".clock-date", `${year}年${month}月${day}日 ${weekday}`);
  write(".clock-time", `${hour}:${minute}:${second}`);
}

function write(selector, text) {
  const element = document.querySelector(selector);
  if (element.textContent !== text) element.textContent = text;
}

/** Run the clock and its buttons; `report` shows a sentence when a step is refused. */
export function runClock(report) {
  setInterval(tick, TICK);
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        setClock(await act("clock", { step: button.dataset.step }));
      } catch (refusal) {
        report(refusal.message);
      } finally {
        button.disabled = false;
      }
    });
  }
}
