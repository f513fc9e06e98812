
// What is shown, and what happens when it is touched. All texts of the project go into text nodes, never into markup.

const data = JSON.parse(document.getElementById("data").textContent);
const svg = document.getElementById("graph");
const panel = document.getElementById("panel");
const tip = document.getElementById("tip");
const search = document.getElementById("search");
const found = document.getElementById("found");
const NONE = "no layer";
const state = { scale: 1, x: 0, y: 0, selected: null, problems: false, edges: [], views: new Map() };

function svgElement(name, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") node.addEventListener("click", value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// A sentence in which names stand between backticks.
function prose(text) {
  return text.split("`").map((piece, row) => (row % 2 ? element("code", {}, piece) : piece));
}

function counted(count, one) {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

// The tree: layers, in them crates, in them modules. A module with modules in it is a group, with its own code as `self`.
const leaves = new Array(data.nodes.length);
const root = tree();

function group(kind, name, layer, children) {
  const item = { kind, name, label: name, layer, children, open: false, parent: null };
  for (const child of children) child.parent = item;
  return item;
}

function tree() {
  const inside = data.nodes.map(() => []);
  const parts = new Map();
  data.nodes.forEach((node, row) => {
    const around = node.parent === null ? null : data.nodes[node.parent];
    if (around && around.layer === node.layer && around.package === node.package) {
      inside[node.parent].push(row);
      return;
    }
    const layer = node.layer === null ? data.layers.length : node.layer;
    if (!parts.has(layer)) parts.set(layer, new Map());
    const crates = parts.get(layer);
    if (!crates.has(node.package)) crates.set(node.package, []);
    crates.get(node.package).push(row);
  });
  const module = (row) => {
    const node = data.nodes[row];
    const leaf = { kind: "module", name: node.name, label: node.name, layer: node.layer, children: [], open: false, parent: null, row };
    leaves[row] = leaf;
    if (!inside[row].length) return leaf;
    leaf.own = true;
    return group("module", node.name, node.layer, [leaf, ...inside[row].map(module)]);
  };
  const crate = (name, layer, rows) => {
    const modules = rows.map(module);
    return modules.length === 1 ? modules[0] : group("crate", name, layer, modules);
  };
  const layers = [...parts].sort((a, b) => a[0] - b[0]).map(([number, crates]) => {
    const layer = number < data.layers.length ? number : null;
    const name = layer === null ? NONE : data.layers[layer].name;
    return group("layer", name, layer, [...crates].map(([krate, rows]) => crate(krate, layer, rows)));
  });
  const all = group("all", "", null, data.layers.length ? layers : layers.flatMap((layer) => layer.children));
  all.open = true;
  shorten(all, "");
  return all;
}

// Labels without what the group around says already.
function shorten(item, prefix) {
  const within = prefix && item.name.startsWith(`${prefix}::`);
  if (item.own) item.label = "self";
  else if (within) item.label = item.name.slice(prefix.length + 2);
  const next = item.kind === "module" ? item.name : prefix;
  for (const child of item.children) shorten(child, next);
}

function above(item) {
  const items = [];
  for (let at = item; at; at = at.parent) items.push(at);
  return items;
}

// What stands for an item: itself, or the outermost closed group around it.
function shownFor(item) {
  let shown = item;
  for (let at = item.parent; at; at = at.parent) {
    if (!at.open) shown = at;
  }
  return shown;
}

function each(item, visit) {
  visit(item);
  for (const child of item.children) each(child, visit);
}

function unfold(level) {
  each(root, (item) => {
    if (item === root || !item.children.length) return;
    item.open = level === "module" || (level === "crate" && item.kind === "layer");
  });
}

// The visible edges: those of the data, between what stands for their ends.
function visibleEdges() {
  const edges = new Map();
  const ids = new Map();
  const id = (item) => {
    if (!ids.has(item)) ids.set(item, ids.size);
    return ids.get(item);
  };
  for (const edge of data.edges) {
    const from = shownFor(leaves[edge.from]);
    const to = shownFor(leaves[edge.to]);
    if (from === to) {
      if (edge.violation || edge.cycle) from.inner.push(edge);
      continue;
    }
    const key = `${id(from)} ${id(to)}`;
    if (!edges.has(key)) edges.set(key, { from, to, parts: [], violation: false, cycle: false, manifest: true });
    const whole = edges.get(key);
    whole.parts.push(edge);
    whole.violation = whole.violation || edge.violation;
    whole.cycle = whole.cycle || edge.cycle;
    whole.manifest = whole.manifest && !edge.readings.length;
  }
  return [...edges.values()];
}

function colour(item) {
  return item.layer === null ? "none" : String(item.layer % 12);
}

function draw() {
  each(root, (item) => {
    item.inner = [];
    item.shown = item.open ? item.children : [];
  });
  state.edges = visibleEdges();
  layOut(root, state.edges.map((edge) => [edge.from, edge.to]));
  const locate = (item, x, y) => {
    item.left = x + (item.x || 0);
    item.top = y + (item.y || 0);
    for (const child of item.shown) locate(child, item.left, item.top);
  };
  locate(root, 0, 0);
  state.views.clear();
  const groups = svgElement("g", {});
  const lines = svgElement("g", {});
  const boxes = svgElement("g", {});
  const add = (item) => {
    if (item !== root) (item.open ? groups : boxes).append(item.open ? groupView(item) : boxView(item));
    for (const child of item.shown) add(child);
  };
  add(root);
  spread(state.edges);
  for (const edge of state.edges) lines.append(edgeView(edge));
  svg.classList.toggle("many", state.edges.length > 400);
  state.stage = svgElement("g", {}, groups, lines, boxes);
  svg.replaceChildren(state.stage);
  move();
  light();
}

function groupView(item) {
  const toggle = svgElement("text", { class: "toggle", x: item.left + item.width - 16, y: item.top + 17 }, "−");
  const view = svgElement("g", { class: `group layer-${colour(item)}`, "data-name": item.name, "data-kind": item.kind, tabindex: 0, role: "button", "aria-expanded": "true", "aria-label": `${item.kind} ${item.name}` },
    svgElement("rect", { x: item.left, y: item.top, width: item.width, height: item.height, rx: 8 }),
    svgElement("text", { x: item.left + 10, y: item.top + 17 }, item.label),
    toggle);
  return touchable(view, item, toggle);
}

function boxView(item) {
  const folded = item.children.length > 0;
  const view = svgElement("g", { class: `box layer-${colour(item)}${folded ? " folded" : ""}`, "data-name": item.name, "data-kind": item.kind, tabindex: 0, role: "button", "aria-label": `${item.kind} ${item.name}` },
    svgElement("rect", { x: item.left, y: item.top, width: item.width, height: item.height, rx: 5 }),
    svgElement("text", { x: item.left + 10, y: item.top + 17 }, item.label));
  let toggle = null;
  if (folded) {
    toggle = svgElement("text", { class: "toggle", x: item.left + item.width - 16, y: item.top + 17 }, "+");
    view.setAttribute("aria-expanded", "false");
    view.append(toggle);
  }
  if (item.inner.length) {
    const violations = item.inner.filter((edge) => edge.violation).length;
    const said = `inside: ${counted(violations, "violation")}, ${counted(item.inner.length - violations, "edge")} on cycles`;
    view.append(svgElement("circle", { class: violations ? "alarm violation" : "alarm cycle", cx: item.left + item.width, cy: item.top, r: 5 },
      svgElement("title", {}, said)));
  }
  return touchable(view, item, toggle);
}

function touchable(view, item, toggle) {
  state.views.set(item, view);
  view.addEventListener("click", (event) => {
    event.stopPropagation();
    if (event.target === toggle) fold(item);
    else select({ item });
  });
  view.addEventListener("dblclick", (event) => {
    event.stopPropagation();
    fold(item);
  });
  view.addEventListener("pointerenter", () => hover({ item }));
  view.addEventListener("pointerleave", () => hover(null));
  view.addEventListener("keydown", (event) => {
    if (event.key === "Enter") select({ item });
    else if (event.key === " " || event.key === "e") fold(item);
    else if (event.key.startsWith("Arrow")) step(item, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return view;
}

// On which side of its boxes an edge begins and ends, and where on these sides: spread, in the order of the other ends.
function spread(edges) {
  const sides = new Map();
  const join = (item, side, edge, end, other) => {
    const key = `${side} ${item.left} ${item.top}`;
    if (!sides.has(key)) sides.set(key, []);
    const at = side === "n" || side === "s" ? other.left + other.width / 2 : other.top + other.height / 2;
    sides.get(key).push({ item, side, edge, end, at });
  };
  for (const edge of edges) {
    const { from, to } = edge;
    const right = to.left - (from.left + from.width);
    const left = from.left - (to.left + to.width);
    const below = to.top - (from.top + from.height);
    const over = from.top - (to.top + to.height);
    const best = Math.max(right, left, below, over);
    let pair = ["e", "w"];
    if (best === below) pair = ["s", "n"];
    else if (best === over) pair = ["n", "s"];
    else if (best === left) pair = ["w", "e"];
    join(from, pair[0], edge, "start", to);
    join(to, pair[1], edge, "stop", from);
  }
  for (const ends of sides.values()) {
    ends.sort((a, b) => a.at - b.at);
    ends.forEach(({ item, side, edge, end }, row) => {
      const share = (row + 1) / (ends.length + 1);
      const point = {
        n: [item.left + item.width * share, item.top, 0, -1],
        s: [item.left + item.width * share, item.top + item.height, 0, 1],
        w: [item.left, item.top + item.height * share, -1, 0],
        e: [item.left + item.width, item.top + item.height * share, 1, 0],
      };
      edge[end] = point[side];
    });
  }
}

function edgeView(edge) {
  const [x1, y1, dx1, dy1] = edge.start;
  const [x2, y2, dx2, dy2] = edge.stop;
  const bend = Math.min(140, Math.max(18, (Math.abs(x2 - x1) + Math.abs(y2 - y1)) / 3));
  const [ex, ey] = [x2 + dx2 * 7, y2 + dy2 * 7];
  const path = `M${x1} ${y1}C${x1 + dx1 * bend} ${y1 + dy1 * bend} ${ex + dx2 * bend} ${ey + dy2 * bend} ${ex} ${ey}`;
  const head = `M${x2} ${y2}L${ex + dy2 * 4} ${ey + dx2 * 4}L${ex - dy2 * 4} ${ey - dx2 * 4}Z`;
  const count = edge.parts.reduce((sum, part) => sum + part.count, 0);
  const kind = (edge.violation ? " violation" : "") + (edge.cycle ? " cycle" : "") + (edge.manifest ? " manifest" : "");
  const view = svgElement("g", { class: `edge${kind}`, "data-from": edge.from.name, "data-to": edge.to.name },
    svgElement("path", { class: "line", d: path, "stroke-width": (1 + Math.min(1.5, Math.log10(count) / 2)).toFixed(2) }),
    svgElement("path", { class: "head", d: head }),
    svgElement("path", { class: "hit", d: path }));
  view.addEventListener("click", (event) => {
    event.stopPropagation();
    select({ edge });
  });
  view.addEventListener("pointerenter", () => hover({ edge }));
  view.addEventListener("pointerleave", () => hover(null));
  edge.view = view;
  return view;
}

function touches(item, edge, end) {
  return above(edge[end]).includes(item);
}

function isLit(edge, what) {
  if (what.edge) return what.edge === edge || (what.edge.from === edge.from && what.edge.to === edge.to);
  return touches(what.item, edge, "from") !== touches(what.item, edge, "to");
}

// What is selected or under the pointer stands out, the rest steps back.
function light(over) {
  const what = over || state.selected;
  const shown = (edge) => !state.problems || edge.violation || edge.cycle;
  svg.classList.toggle("dimmed", Boolean(what));
  const lit = new Set();
  for (const edge of state.edges) {
    const on = Boolean(what) && isLit(edge, what);
    edge.view.classList.toggle("lit", on);
    edge.view.classList.toggle("hidden", !shown(edge));
    if (on) [...above(edge.from), ...above(edge.to)].forEach((item) => lit.add(item));
  }
  if (what && what.item) {
    above(what.item).forEach((item) => lit.add(item));
    each(what.item, (item) => lit.add(item));
  }
  const chosen = state.selected && state.selected.item;
  for (const [item, view] of state.views) {
    view.classList.toggle("lit", lit.has(item));
    view.classList.toggle("chosen", item === chosen);
  }
}

function hover(what) {
  if (state.drag) return;
  light(what);
  tip.hidden = !what;
  if (what) tip.textContent = what.item ? `${what.item.kind} ${what.item.name}` : `${what.edge.from.name} → ${what.edge.to.name}`;
}

function fold(item) {
  if (!item.children.length) return;
  // What was touched stays where it is on the screen.
  const before = [item.left * state.scale + state.x, item.top * state.scale + state.y];
  item.open = !item.open;
  const chosen = state.selected;
  if (chosen && chosen.edge) state.selected = null;
  if (chosen && chosen.item) state.selected = { item: shownFor(chosen.item) };
  draw();
  state.x = before[0] - item.left * state.scale;
  state.y = before[1] - item.top * state.scale;
  move();
  show();
  const view = state.views.get(item);
  if (view) view.focus({ preventScroll: true });
}

function select(what) {
  state.selected = what;
  light();
  show();
}

// Unfolds what is around an item, selects it, and brings it into view.
function reveal(item) {
  let changed = false;
  for (const around of above(item).slice(1)) {
    changed = changed || !around.open;
    around.open = true;
  }
  if (changed) draw();
  select({ item });
  centre(item);
}

function centre(item) {
  const box = svg.getBoundingClientRect();
  state.scale = Math.max(state.scale, 0.8);
  state.x = box.width / 2 - (item.left + item.width / 2) * state.scale;
  state.y = box.height / 2 - (item.top + item.height / 2) * state.scale;
  move();
}

// The nearest box in a direction.
function step(item, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const middle = (of) => [of.left + of.width / 2, of.top + of.height / 2];
  const [x, y] = middle(item);
  let best = null;
  for (const other of state.views.keys()) {
    if (other === item || other.open) continue;
    const [ox, oy] = middle(other);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (ahead > 1 && (!best || ahead + 2 * aside < best.cost)) best = { other, cost: ahead + 2 * aside };
  }
  if (best) state.views.get(best.other).focus({ preventScroll: true });
}

// The panel.
function show() {
  const what = state.selected;
  if (!what) panel.replaceChildren(...overview());
  else if (what.edge) panel.replaceChildren(...ofEdge(what.edge));
  else panel.replaceChildren(...ofItem(what.item));
  panel.scrollTop = 0;
}

function button(text, act, mark) {
  return element("button", { type: "button", class: `link${mark || ""}`, onclick: act }, text);
}

function swatch(layer) {
  return element("span", { class: `swatch layer-${layer === null ? "none" : layer % 12}` });
}

function mark(edge) {
  return (edge.violation ? " violation" : "") + (edge.cycle ? " cycle" : "");
}

// An edge of the data on a line of its own; it opens both ends.
function part(edge) {
  const act = () => {
    for (const end of [edge.from, edge.to]) above(leaves[end]).slice(1).forEach((item) => { item.open = true; });
    draw();
    const shown = state.edges.find((one) => one.from === leaves[edge.from] && one.to === leaves[edge.to]);
    select({ edge: shown });
    centre(shown.from);
  };
  return element("li", {}, button(`${data.nodes[edge.from].name} → ${data.nodes[edge.to].name}`, act, mark(edge)));
}

function overview() {
  const violations = data.edges.filter((edge) => edge.violation);
  const cycles = data.edges.filter((edge) => edge.cycle);
  const parts = [];
  const list = (title, edges) => {
    const lines = edges.length ? element("ul", {}, ...edges.map(part)) : element("p", {}, "none");
    const details = element("details", {}, element("summary", {}, element("h2", {}, `${title} (${edges.length})`)), lines);
    details.open = edges.length <= 8;
    parts.push(details);
  };
  list("Edges that violate layers", violations);
  list("Edges on cycles of modules", cycles);
  if (data.layers.length) {
    parts.push(element("h2", {}, "Layers"));
    const used = new Set(data.nodes.map((node) => node.layer));
    const rows = data.layers.map((layer, number) => [layer, number]).filter(([, number]) => used.has(number));
    parts.push(element("ul", { class: "legend" }, ...rows.map(([layer, number]) => element("li", {},
      swatch(number), element("strong", {}, layer.name), element("span", { class: "quiet" }, " ", ...prose(layer.may))))));
    if (used.has(null)) parts.push(element("p", {}, swatch(null), NONE));
  }
  parts.push(element("h2", {}, "Legend"));
  const line = (kind, text) => element("li", {}, element("span", { class: `sample${kind}` }), text);
  parts.push(element("ul", { class: "legend" },
    line("", "uses; the thicker, the more places"),
    line(" violation", "violates the layers"),
    line(" cycle", "is part of a cycle of modules"),
    line(" manifest", "only a manifest says so")));
  const keys = [["/", "find a module"], ["1 2 3", "layers, crates, modules"], ["Tab, arrows", "go to a box"], ["Enter", "what it uses, and what uses it"], ["e, double click", "unfold or fold a box"], ["+ − 0", "zoom in, out, show all"], ["v", "only violations and cycles"], ["t", "dark or light"], ["Esc", "back to this"]];
  parts.push(element("h2", {}, "Keys"), element("dl", {}, ...keys.flatMap(([key, text]) => [element("dt", {}, key), element("dd", {}, text)])));
  return parts;
}

function ofItem(item) {
  const parts = [element("h2", { class: "name" }, item.name), element("p", { class: "quiet" }, item.kind)];
  const layer = item.layer === null || item.layer === undefined ? null : data.layers[item.layer];
  if (layer) parts.push(element("p", {}, swatch(item.layer), `layer ${layer.name}`), element("p", { class: "quiet" }, ...prose(layer.may)));
  if (layer && layer.because) parts.push(element("p", { class: "quiet" }, ...prose(layer.because)));
  const node = item.row === undefined ? null : data.nodes[item.row];
  if (node && node.path) parts.push(element("p", { class: "place" }, `${node.path}:${node.line}`));
  if (item.children.length) {
    let modules = 0;
    each(item, (inner) => { modules += inner.row === undefined ? 0 : 1; });
    parts.push(element("p", {}, `${counted(modules, "module")}, `, button(item.open ? "fold" : "unfold", () => fold(item))));
  }
  const neighbours = (title, end, other) => {
    const edges = state.edges.filter((edge) => touches(item, edge, end) && !touches(item, edge, other));
    parts.push(element("h3", {}, `${title} (${edges.length})`));
    parts.push(element("ul", {}, ...edges.map((edge) => element("li", {},
      button(edge[other].name, () => select({ edge }), mark(edge)),
      element("span", { class: "quiet" }, ` ${counted(edge.parts.reduce((sum, one) => sum + one.count, 0), "place")}`)))));
  };
  neighbours("Uses", "from", "to");
  neighbours("Used by", "to", "from");
  return parts;
}

function ofEdge(edge) {
  const parts = [element("h2", { class: "name" },
    button(edge.from.name, () => select({ item: edge.from })), " → ", button(edge.to.name, () => select({ item: edge.to })))];
  const broken = edge.parts.find((one) => one.violation);
  if (broken) {
    const [layer, other] = [data.nodes[broken.from].layer, data.nodes[broken.to].layer].map((row) => data.layers[row]);
    parts.push(element("p", { class: "violation" }, `${layer.name} may not use ${other.name}`), element("p", { class: "quiet" }, ...prose(layer.may)));
    if (layer.because) parts.push(element("p", { class: "quiet" }, ...prose(layer.because)));
  }
  if (edge.cycle) parts.push(element("p", { class: "cycle" }, "part of a cycle of modules"));
  for (const one of edge.parts) {
    if (edge.parts.length > 1) parts.push(element("h3", { class: mark(one) }, `${data.nodes[one.from].name} → ${data.nodes[one.to].name}`));
    if (one.readings.length === 1) {
      parts.push(element("p", { class: "quiet" }, one.readings[0] === "def" ? "what is used is declared there, and written as a name of another module" : "named there, and declared in another module"));
    }
    parts.push(element("ul", { class: "sites" }, ...byLine(one.sites).map(line)));
    if (one.count > one.sites.length) parts.push(element("p", { class: "quiet" }, `and ${one.count - one.sites.length} more`));
  }
  return parts;
}

// Places on the same line, together.
function byLine(sites) {
  const lines = [];
  for (const at of sites) {
    const text = at.text.join("");
    const last = lines[lines.length - 1];
    if (last && last.text === text && last.at.path === at.path && last.at.line === at.line) last.sites.push(at);
    else lines.push({ at, text, sites: [at] });
  }
  return lines;
}

function line({ at, text, sites }) {
  const place = at.path === null ? "in a file that cannot be read any more" : `${at.path}:${at.line}:${at.column}`;
  const pieces = [];
  let end = 0;
  for (const { text: [before, middle] } of sites) {
    // Of places that overlap, the first one is marked.
    if (before.length < end) continue;
    pieces.push(text.slice(end, before.length), element("mark", {}, middle));
    end = before.length + middle.length;
  }
  pieces.push(text.slice(end));
  const what = new Set(sites.map((one) => (one.manifest ? "in the manifest" : one.item + (one.test ? ", in tests" : ""))));
  return element("li", {},
    element("span", { class: "place" }, place),
    element("code", {}, ...pieces),
    ...[...what].map((one) => element("div", { class: "quiet item" }, one)));
}

// Zoom and pan.
function move() {
  state.stage.setAttribute("transform", `translate(${state.x} ${state.y}) scale(${state.scale})`);
}

function fit() {
  const box = svg.getBoundingClientRect();
  const scale = Math.min((box.width - 32) / root.width, (box.height - 32) / root.height);
  state.scale = Math.min(1.25, Math.max(0.02, scale));
  state.x = (box.width - root.width * state.scale) / 2;
  state.y = (box.height - root.height * state.scale) / 2;
  move();
}

function zoom(factor, x, y) {
  const box = svg.getBoundingClientRect();
  const [px, py] = x === undefined ? [box.width / 2, box.height / 2] : [x - box.left, y - box.top];
  const scale = Math.min(4, Math.max(0.02, state.scale * factor));
  state.x = px - (px - state.x) * (scale / state.scale);
  state.y = py - (py - state.y) * (scale / state.scale);
  state.scale = scale;
  move();
}

svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX, event.clientY);
}, { passive: false });
svg.addEventListener("pointerdown", (event) => {
  if (event.button === 0) state.press = { x: event.clientX - state.x, y: event.clientY - state.y, id: event.pointerId, from: [event.clientX, event.clientY] };
});
svg.addEventListener("pointermove", (event) => {
  if (!state.press) return;
  const far = Math.hypot(event.clientX - state.press.from[0], event.clientY - state.press.from[1]);
  if (!state.drag && far < 4) return;
  if (!state.drag) svg.setPointerCapture(state.press.id);
  state.drag = true;
  state.x = event.clientX - state.press.x;
  state.y = event.clientY - state.press.y;
  move();
});
svg.addEventListener("pointerup", () => {
  state.press = null;
  // A click that ends a drag comes after this.
  setTimeout(() => { state.drag = false; }, 0);
});
svg.addEventListener("click", () => {
  if (!state.drag) select(null);
});

function to(level) {
  unfold(level);
  state.selected = null;
  draw();
  fit();
  show();
}

function toggleProblems() {
  state.problems = !state.problems;
  document.getElementById("problems").setAttribute("aria-pressed", String(state.problems));
  light();
}

function toggleTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
}

const actions = {
  "to-layers": () => to("layer"),
  "to-crates": () => to("crate"),
  "to-modules": () => to("module"),
  "zoom-in": () => zoom(1.3),
  "zoom-out": () => zoom(1 / 1.3),
  fit,
  problems: toggleProblems,
  theme: toggleTheme,
};
for (const [id, act] of Object.entries(actions)) document.getElementById(id).addEventListener("click", act);
document.getElementById("to-layers").hidden = !data.layers.length;

const keys = { 1: actions["to-layers"], 2: actions["to-crates"], 3: actions["to-modules"], "+": actions["zoom-in"], "=": actions["zoom-in"], "-": actions["zoom-out"], 0: fit, v: toggleProblems, t: toggleTheme, "/": () => search.focus() };
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    found.hidden = true;
    search.value = "";
    search.blur();
    select(null);
    return;
  }
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// The search: what begins with the words first, then what has them anywhere.
search.addEventListener("input", () => {
  const text = search.value.trim().toLowerCase();
  const hits = [];
  if (text) {
    each(root, (item) => {
      const at = item.name.toLowerCase().indexOf(text);
      const last = item.name.toLowerCase().lastIndexOf("::") + 2;
      if (item !== root && at >= 0 && !item.own) hits.push({ item, rank: at === last || at === 0 ? 0 : 1 });
    });
    hits.sort((a, b) => a.rank - b.rank || a.item.name.length - b.item.name.length || (a.item.name < b.item.name ? -1 : 1));
  }
  found.replaceChildren(...hits.slice(0, 12).map(({ item }) => element("li", {}, button(item.name, () => take(item)), element("span", { class: "quiet" }, ` ${item.kind}`))));
  found.hidden = !hits.length;
});
search.addEventListener("keydown", (event) => {
  const first = found.querySelector("button");
  if (event.key === "Enter" && first) first.click();
  else if (event.key === "ArrowDown" && first) first.focus();
});
found.addEventListener("keydown", (event) => {
  const row = document.activeElement.closest("li");
  const next = event.key === "ArrowDown" ? row.nextSibling : event.key === "ArrowUp" ? row.previousSibling : null;
  if (next) next.querySelector("button").focus();
});

function take(item) {
  found.hidden = true;
  reveal(item);
  const view = state.views.get(item);
  if (view) view.focus({ preventScroll: true });
}

// As far unfolded as can still be read, if nobody said how far.
function start() {
  if (data.level) return data.level;
  if (data.nodes.length <= 120) return "module";
  return new Set(data.nodes.map((node) => `${node.layer} ${node.package}`)).size <= 80 ? "crate" : "layer";
}

document.getElementById("counts").textContent = `${counted(data.nodes.length, "module")}, ${counted(data.edges.length, "edge")}`;
to(start());
addEventListener("resize", () => {
  if (!state.selected) fit();
});
