// Draws figures in the page in place of their pictures. Vega's interpreter is used (ast), so that no text is run as a script.
"use strict";

// The marks of numbers as the reader has them.
function marks() {
  const parts = new Intl.NumberFormat().formatToParts(1234567.5);
  const mark = (kind, otherwise) => (parts.find((part) => part.type === kind) || { value: otherwise }).value;
  return { decimal: mark("decimal", "."), thousands: mark("group", ","), grouping: [3], currency: ["", ""] };
}

// The interpreter takes the only number of `datetime(…)` for a year: the ends of axes of days are given as numbers, which mean the same.
const withoutDatetime = (spec) => JSON.parse(JSON.stringify(spec).replace(/datetime\((-?\d+)\)/g, "$1"));

const HOW = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true }, formatLocale: marks(), patch: withoutDatetime };

async function draw(figure) {
  const answer = await fetch(figure.dataset.figure);
  if (!answer.ok) return;
  const { spec, alt } = await answer.json();
  const place = document.createElement("div");
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", alt);
  await vegaEmbed(place, spec, HOW);
  figure.replaceChildren(place);
}

function drawAll(part) {
  for (const figure of part.querySelectorAll("[data-figure]")) {
    draw(figure).catch((error) => console.error("a figure stays a picture:", error.message));
  }
}

// Said by htmx of the page at first, and of every part that it fetches.
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
