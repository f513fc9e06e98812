// Where everything is: groups within groups, each laid out in ranks by what uses what. The same graph always gives the same
// picture.

const LINE_HEIGHT = 26;
const GAP = 14;
const RANK_GAP = 46;
const PADDING = 12;
const TITLE = 24;
const CHARACTER = 7.1;

// Lays out what is visible inside `group`. `links` are the visible edges as [from, to] pairs of items. Sets `x`, `y` (relative
// to the group), `width` and `height` of each item, and the size of the group.
function layOut(group, links) {
  for (const item of group.shown) {
    if (item.open) {
      layOut(item, links);
    } else {
      item.width = Math.ceil(item.label.length * CHARACTER) + (item.children.length ? 44 : 24);
      item.height = LINE_HEIGHT;
    }
  }
  place(group, ranked(group, liftedInto(group, links)));
}

// The edges between the items of a group, by the index of these, with their weights.
function liftedInto(group, links) {
  const index = new Map(group.shown.map((item, row) => [item, row]));
  const above = (item) => {
    while (item && !index.has(item)) item = item.parent;
    return item ? index.get(item) : undefined;
  };
  const weights = new Map();
  for (const [from, to] of links) {
    const a = above(from);
    const b = above(to);
    if (a === undefined || b === undefined || a === b) continue;
    const key = a * group.shown.length + b;
    weights.set(key, (weights.get(key) || 0) + 1);
  }
  return [...weights].map(([key, weight]) => ({
    from: Math.floor(key / group.shown.length),
    to: key % group.shown.length,
    weight,
  }));
}

// An order in which few edges lead back (Eades, Lin and Smyth: take sinks and sources first, then what gives more than it takes).
function order(count, edges) {
  const left = new Set(Array.from({ length: count }, (_, node) => node));
  const outgoing = new Array(count).fill(0);
  const incoming = new Array(count).fill(0);
  const around = Array.from({ length: count }, () => []);
  for (const edge of edges) {
    outgoing[edge.from] += edge.weight;
    incoming[edge.to] += edge.weight;
    around[edge.from].push(edge);
    around[edge.to].push(edge);
  }
  const first = [];
  const last = [];
  const take = (node) => {
    left.delete(node);
    for (const edge of around[node]) {
      if (edge.from === node && left.has(edge.to)) incoming[edge.to] -= edge.weight;
      if (edge.to === node && left.has(edge.from)) outgoing[edge.from] -= edge.weight;
    }
  };
  while (left.size) {
    let moved = true;
    while (moved) {
      moved = false;
      for (const node of [...left]) {
        if (outgoing[node] === 0) {
          take(node);
          last.push(node);
          moved = true;
        } else if (incoming[node] === 0) {
          take(node);
          first.push(node);
          moved = true;
        }
      }
    }
    let best = -1;
    for (const node of left) {
      if (best < 0 || outgoing[node] - incoming[node] > outgoing[best] - incoming[best]) best = node;
    }
    if (best >= 0) {
      take(best);
      first.push(best);
    }
  }
  return first.concat(last.reverse());
}

// The ranks of a group: lists of item indexes. What nothing is connected with comes in a rank of its own, last.
function ranked(group, edges) {
  const count = group.shown.length;
  const place = new Array(count);
  order(count, edges).forEach((node, at) => { place[node] = at; });
  const forward = edges.map((edge) => (place[edge.from] < place[edge.to] ? edge : { from: edge.to, to: edge.from, weight: edge.weight }));
  const connected = new Set(forward.flatMap((edge) => [edge.from, edge.to]));
  const rank = new Array(count).fill(0);
  const byPlace = [...connected].sort((a, b) => place[a] - place[b]);
  const next = Array.from({ length: count }, () => []);
  const before = Array.from({ length: count }, () => []);
  for (const edge of forward) {
    next[edge.from].push(edge.to);
    before[edge.to].push(edge.from);
  }
  for (const node of byPlace) {
    for (const to of next[node]) rank[to] = Math.max(rank[to], rank[node] + 1);
  }
  // Sources stand as near as they can to what they use.
  for (const node of byPlace.slice().reverse()) {
    if (before[node].length === 0 && next[node].length) {
      rank[node] = Math.min(...next[node].map((to) => rank[to])) - 1;
    }
  }
  const ranks = [];
  for (const node of [...connected].sort((a, b) => a - b)) {
    (ranks[rank[node]] = ranks[rank[node]] || []).push(node);
  }
  const filled = ranks.filter(Boolean);
  untangle(filled, next, before);
  const alone = Array.from({ length: count }, (_, node) => node).filter((node) => !connected.has(node));
  return { ranks: filled, alone, next, before };
}

// Fewer crossings: each rank in the order of the middle of its neighbours, a few times back and forth.
function untangle(ranks, next, before) {
  const at = [];
  const note = (rank) => rank.forEach((node, row) => { at[node] = (row + 0.5) / rank.length; });
  ranks.forEach(note);
  for (let sweep = 0; sweep < 8; sweep += 1) {
    const down = sweep % 2 === 0;
    const rows = down ? ranks : ranks.slice().reverse();
    for (const rank of rows) {
      const middle = new Map();
      for (const node of rank) {
        const near = down ? before[node] : next[node];
        middle.set(node, near.length ? near.reduce((sum, other) => sum + at[other], 0) / near.length : at[node]);
      }
      rank.sort((a, b) => middle.get(a) - middle.get(b) || a - b);
      note(rank);
    }
  }
}

// Gives items their places: ranks one after the other; layers and crates downwards, modules, which have long names, to the right.
function place(group, { ranks, alone, next, before }) {
  const down = group.kind === "all" || group.kind === "layer";
  const items = group.shown;
  const along = (item) => (down ? item.width : item.height);
  const across = (item) => (down ? item.height : item.width);
  // A rank that is too long is broken into several lines.
  const total = items.reduce((sum, item) => sum + (item.width + GAP) * (item.height + GAP), 0);
  const shape = { all: 1.6, layer: 10 }[group.kind] || 1.2;
  const limit = Math.max(down ? 1100 : 340, Math.sqrt(total * shape));
  const lines = [];
  const wrap = (nodes, gap) => {
    let line = { nodes: [], length: 0, gap };
    for (const node of nodes) {
      const size = along(items[node]) + GAP;
      if (line.nodes.length && line.length + size > limit) {
        lines.push(line);
        line = { nodes: [], length: 0, gap: GAP };
      }
      line.nodes.push(node);
      line.length += size;
    }
    if (line.nodes.length) lines.push(line);
  };
  for (const rank of ranks) wrap(rank, RANK_GAP);
  wrap(alone, ranks.length ? RANK_GAP / 2 : GAP);
  const longest = Math.max(0, ...lines.map((line) => line.length - GAP));
  const start = new Array(items.length).fill(0);
  for (const line of lines) {
    let at = (longest - (line.length - GAP)) / 2;
    for (const node of line.nodes) {
      start[node] = at;
      at += along(items[node]) + GAP;
    }
  }
  straighten(lines, start, items, along, next, before, longest);
  let depth = 0;
  lines.forEach((line, row) => {
    if (row) depth += line.gap;
    const thickness = Math.max(...line.nodes.map((node) => across(items[node])));
    for (const node of line.nodes) {
      const item = items[node];
      const inset = down ? 0 : (thickness - across(item)) / 2;
      if (down) {
        item.x = start[node];
        item.y = depth + inset;
      } else {
        item.x = depth + inset;
        item.y = start[node];
      }
    }
    depth += thickness;
  });
  for (const item of items) {
    item.x += PADDING;
    item.y += PADDING + (group.parent ? TITLE : 0);
  }
  const width = down ? longest : depth;
  const height = down ? depth : longest;
  const title = group.parent ? Math.ceil(group.label.length * CHARACTER) + 56 : 0;
  group.width = Math.max(width + 2 * PADDING, title);
  group.height = height + 2 * PADDING + (group.parent ? TITLE : 0);
}

// Moves items towards the middle of their neighbours, as far as those beside them let them.
function straighten(lines, start, items, along, next, before, longest) {
  const middle = (node) => start[node] + along(items[node]) / 2;
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const line of sweep % 2 ? lines.slice().reverse() : lines) {
      const wish = line.nodes.map((node) => {
        const near = before[node].concat(next[node]);
        if (!near.length) return start[node];
        return near.reduce((sum, other) => sum + middle(other), 0) / near.length - along(items[node]) / 2;
      });
      let end = 0;
      line.nodes.forEach((node, row) => {
        start[node] = Math.max(end, wish[row]);
        end = start[node] + along(items[node]) + GAP;
      });
      let limit = longest;
      for (let row = line.nodes.length - 1; row >= 0; row -= 1) {
        const node = line.nodes[row];
        start[node] = Math.max(0, Math.min(start[node], limit - along(items[node])));
        limit = start[node] - GAP;
      }
    }
  }
}
