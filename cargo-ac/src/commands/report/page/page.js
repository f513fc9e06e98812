// Shows the rows that fit what was asked for, and the headings that still have something below them.
const rows = [...document.querySelectorAll("tr[data-grade]")];
const buttons = [...document.querySelectorAll(".tools button")];
const search = document.getElementById("search");
const count = document.getElementById("count");
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

// The values that are asked for by one group of buttons; all of them, if none is.
function asked(name) {
  const pressed = buttons.filter((button) => button.dataset.filter === name && button.getAttribute("aria-pressed") === "true");
  return new Set(pressed.map((button) => button.value));
}

function show() {
  const [verdicts, priorities] = [asked("verdict"), asked("priority")];
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (set, values) => !set.size || values.split(" ").some((value) => set.has(value));
  let shown = 0;
  for (const row of rows) {
    const { verdict, priority } = row.dataset;
    const fit = fits(verdicts, verdict) && fits(priorities, priority) && words.every((word) => texts.get(row).includes(word));
    row.hidden = !fit;
    if (fit && row.dataset.kind === "criterion") shown += 1;
  }
  const filtered = verdicts.size || priorities.size || words.length;
  for (const part of document.querySelectorAll("[data-part]")) {
    part.hidden = Boolean(filtered) && !part.querySelector("tr[data-grade]:not([hidden])");
  }
  count.textContent = `${shown} of ${rows.filter((row) => row.dataset.kind === "criterion").length} criteria`;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    show();
  });
}
search.addEventListener("input", show);
// A link leads to its row, also to one that was filtered out.
window.addEventListener("hashchange", () => {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row || !row.closest("[hidden]")) return;
  search.value = "";
  buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
  show();
  row.scrollIntoView();
});
show();
