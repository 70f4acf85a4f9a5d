/* Making elements. */

/** Make an element; `on…` properties listen, `data`/`aria` spread, the rest are attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "html") element.innerHTML = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const SHAPES = {
  send: "M4 12 20 4l-5 16-3.5-6.5z",
  attach: "M8 12.5 13.5 7a3 3 0 0 1 4.2 4.2L10 19a5 5 0 0 1-7-7l7.5-7.5",
  reply: "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M6 10l6 6 6-6",
  check: "M5 13l4.5 4.5L19 7",
  plus: "M12 5v14M5 12h14",
};

/** Make a line icon, hidden from readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Make the picture of somebody: the first character of the name on a colour. */
export function avatar(name, hue) {
  return make("span", { class: `avatar ${hue}`, "aria-hidden": "true" }, [...name][0]);
}
