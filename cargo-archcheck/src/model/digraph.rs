//! Directed graphs over dense numbers: strongly connected components, shortest paths, shortest cycles. All of it is
//! deterministic: neighbours are visited in ascending order.

use std::collections::{BTreeSet, VecDeque};

/// A directed graph over `0..len`.
#[derive(Debug, Clone, Default)]
pub struct Digraph {
    successors: Vec<Vec<usize>>,
}

impl Digraph {
    /// A graph of `len` nodes with these edges; edges from a node to itself are dropped.
    pub fn new(len: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Digraph {
        let mut successors = vec![Vec::new(); len];
        for (from, to) in edges {
            if from != to {
                successors[from].push(to);
            }
        }
        for nodes in &mut successors {
            nodes.sort_unstable();
            nodes.dedup();
        }
        Digraph { successors }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.successors.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.successors.is_empty()
    }

    /// Where edges of a node lead.
    pub fn successors(&self, node: usize) -> &[usize] {
        &self.successors[node]
    }

    /// The strongly connected components of more than one node, each sorted, sorted by their first node.
    pub fn knots(&self) -> Vec<Vec<usize>> {
        let mut search = Search {
            graph: self,
            index: vec![None; self.successors.len()],
            low: vec![0; self.successors.len()],
            open: vec![false; self.successors.len()],
            stack: Vec::new(),
            count: 0,
            found: Vec::new(),
        };
        for node in 0..self.successors.len() {
            if search.index[node].is_none() {
                search.run(node);
            }
        }
        search.found.sort_unstable();
        search.found
    }

    /// For each node the next one on a shortest path to a goal. Paths go only through nodes that `passes` accepts; where
    /// they begin is free.
    pub fn towards(
        &self,
        is_goal: impl Fn(usize) -> bool,
        passes: impl Fn(usize) -> bool,
    ) -> Vec<Option<usize>> {
        let mut predecessors = vec![Vec::new(); self.successors.len()];
        for (node, successors) in self.successors.iter().enumerate() {
            for &next in successors {
                predecessors[next].push(node);
            }
        }
        let mut step = vec![None; self.successors.len()];
        let mut queue: VecDeque<usize> = (0..self.successors.len())
            .filter(|&node| is_goal(node))
            .collect();
        while let Some(node) = queue.pop_front() {
            for &before in &predecessors[node] {
                if step[before].is_some() || is_goal(before) {
                    continue;
                }
                step[before] = Some(node);
                if passes(before) {
                    queue.push_back(before);
                }
            }
        }
        step
    }

    /// The shortest path from one node to another, both included.
    pub fn shortest_path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let path = follow(&self.towards(|node| node == to, |_| true), from);
        (path.len() > 1 || from == to).then_some(path)
    }

    /// Cycles within a strongly connected component, so that each of its nodes is on one: of the shortest through each node
    /// those that have one which is on none before. Shorter ones come first; each begins with its smallest node.
    pub fn cycles(&self, knot: &[usize]) -> Vec<Vec<usize>> {
        let inside: BTreeSet<usize> = knot.iter().copied().collect();
        let shortest = knot.iter().map(|&node| {
            let mut cycle = self
                .cycle_through(node, &inside)
                .expect("in a strongly connected component each node is on a cycle");
            let smallest = (0..cycle.len()).min_by_key(|&place| cycle[place]);
            cycle.rotate_left(smallest.unwrap_or(0));
            cycle
        });
        let mut cycles: Vec<Vec<usize>> = shortest.collect();
        cycles.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        let mut covered = BTreeSet::new();
        cycles.retain(|cycle| {
            let before = covered.len();
            covered.extend(cycle.iter().copied());
            covered.len() > before
        });
        cycles
    }

    fn cycle_through(&self, start: usize, inside: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut before: Vec<Option<usize>> = vec![None; self.successors.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for &next in &self.successors[node] {
                if next == start {
                    let mut cycle = vec![node];
                    while let Some(node) = before[cycle[cycle.len() - 1]] {
                        cycle.push(node);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if inside.contains(&next) && before[next].is_none() {
                    before[next] = Some(node);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

/// The path that begins at a node and goes on as [`Digraph::towards`] says; only the node itself if it leads nowhere.
pub fn follow(towards: &[Option<usize>], start: usize) -> Vec<usize> {
    std::iter::successors(Some(start), |&node| towards[node]).collect()
}

/// Tarjan's algorithm with a stack of its own: a chain of modules may be as long as it likes.
struct Search<'g> {
    graph: &'g Digraph,
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    count: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn run(&mut self, root: usize) {
        let mut calls = vec![(root, 0)];
        self.enter(root);
        while let Some((node, place)) = calls.last_mut() {
            let node = *node;
            let Some(&next) = self.graph.successors[node].get(*place) else {
                calls.pop();
                if let Some(&(caller, _)) = calls.last() {
                    self.low[caller] = self.low[caller].min(self.low[node]);
                }
                self.leave(node);
                continue;
            };
            *place += 1;
            match self.index[next] {
                None => {
                    self.enter(next);
                    calls.push((next, 0));
                }
                Some(index) if self.open[next] => self.low[node] = self.low[node].min(index),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = Some(self.count);
        self.low[node] = self.count;
        self.count += 1;
        self.open[node] = true;
        self.stack.push(node);
    }

    fn leave(&mut self, node: usize) {
        if Some(self.low[node]) != self.index[node] {
            return;
        }
        let at = self
            .stack
            .iter()
            .rposition(|&open| open == node)
            .expect("an open node is on the stack");
        let mut knot = self.stack.split_off(at);
        for &node in &knot {
            self.open[node] = false;
        }
        if knot.len() > 1 {
            knot.sort_unstable();
            self.found.push(knot);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn knots_are_what_goes_in_circles() {
        let graph = Digraph::new(
            7,
            [
                (0, 1),
                (1, 0),
                (1, 2),
                (2, 3),
                (3, 4),
                (4, 2),
                (5, 5),
                (4, 6),
            ],
        );
        assert_eq!(graph.knots(), [vec![0, 1], vec![2, 3, 4]]);
        assert_eq!(graph.cycles(&[2, 3, 4]), [[2, 3, 4]]);
    }

    #[test]
    fn each_node_is_on_one_of_the_shortest_cycles() {
        let graph = Digraph::new(5, [(0, 1), (1, 2), (2, 0), (3, 2), (2, 3), (4, 2), (3, 4)]);
        let cycles = graph.cycles(&[0, 1, 2, 3, 4]);
        assert_eq!(cycles, [vec![2, 3], vec![0, 1, 2], vec![2, 3, 4]]);
    }

    #[test]
    fn a_path_passes_only_where_it_may() {
        let graph = Digraph::new(5, [(0, 1), (1, 4), (0, 2), (2, 3), (3, 4)]);
        assert_eq!(graph.shortest_path(0, 4), Some(vec![0, 1, 4]));
        assert_eq!(graph.shortest_path(4, 0), None);
        let around = graph.towards(|node| node == 4, |node| node != 1);
        assert_eq!(follow(&around, 0), [0, 2, 3, 4]);
        // Where a path begins is free.
        assert_eq!(follow(&around, 1), [1, 4]);
    }

    #[test]
    fn a_long_chain_overflows_nothing() {
        let len = 200_000;
        let graph = Digraph::new(len, (0..len).map(|node| (node, (node + 1) % len)));
        assert_eq!(graph.knots()[0].len(), len);
    }

    /// Whether `to` is reached from `from` by at least one edge, the slow way.
    fn reaches(graph: &Digraph, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for &next in graph.successors(node) {
                if next == to {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    proptest! {
        #[test]
        fn knots_agree_with_reachability(edges in proptest::collection::vec((0..12usize, 0..12usize), 0..40)) {
            let graph = Digraph::new(12, edges);
            let knots = graph.knots();
            for a in 0..12 {
                for b in 0..12 {
                    let together = a != b && knots.iter().any(|knot| knot.contains(&a) && knot.contains(&b));
                    let mutual = a != b && reaches(&graph, a, b) && reaches(&graph, b, a);
                    prop_assert_eq!(together, mutual);
                }
            }
            for knot in &knots {
                let cycles = graph.cycles(knot);
                for cycle in &cycles {
                    for (place, &node) in cycle.iter().enumerate() {
                        let next = cycle[(place + 1) % cycle.len()];
                        prop_assert!(graph.successors(node).contains(&next));
                    }
                }
                let mut covered: Vec<usize> = cycles.concat();
                covered.sort_unstable();
                covered.dedup();
                prop_assert_eq!(&covered, knot);
                // Nothing shorter: no pair goes back and forth unless the first cycle is such a pair.
                let pair = knot.iter().any(|&a| graph.successors(a).iter().any(|&b| graph.successors(b).contains(&a)));
                prop_assert_eq!(pair, cycles[0].len() == 2);
            }
        }
    }
}
