//! Runs steps: each as soon as what it needs has passed, as many at a time as there are cores, one at a time of those that
//! would only wait for each other.

use std::{sync::mpsc, thread};

/// What steps must not share with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// Cargo's target directory: the second cargo would wait for the first.
    Cargo,
    /// This process: gates use all cores by themselves.
    Here,
    /// Nothing.
    Free,
}

/// A step, as far as it matters when it runs.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The steps that must have passed before, by their numbers.
    pub(super) needs: Vec<usize>,
    pub(super) lane: Lane,
}

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended<D> {
    /// With this.
    Done(D),
    /// It did not begin: this one has not passed.
    Blocked(usize),
}

/// Deep input must not overflow the stack: as for all of the program.
const STACK: usize = 256 * 1024 * 1024;

/// Runs steps, at most `width` at a time, of several that could begin the first. `passed` is asked of each that ends, in the
/// order in which they do. There must be no circle among them.
pub(super) fn run<D: Send>(
    nodes: &[Node],
    width: usize,
    work: impl Fn(usize) -> D + Sync,
    mut passed: impl FnMut(usize, &D) -> bool,
) -> Vec<Ended<D>> {
    let mut state: Vec<State> = nodes.iter().map(|_| State::Waiting).collect();
    let mut ended: Vec<Option<Ended<D>>> = nodes.iter().map(|_| None).collect();
    let work = &work;
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        loop {
            while let Some(row) = next(nodes, &state, width) {
                if let Some(&missing) = nodes[row].needs.iter().find(|&&it| failed(&state[it])) {
                    state[row] = State::Ended { passed: false };
                    ended[row] = Some(Ended::Blocked(missing));
                    continue;
                }
                state[row] = State::Running;
                let sender = sender.clone();
                let job = move || drop(sender.send((row, work(row))));
                let thread = thread::Builder::new().stack_size(STACK);
                if thread.spawn_scoped(scope, job).is_err() {
                    // No thread to be had: then here and now.
                    let done = work(row);
                    let passed = passed(row, &done);
                    state[row] = State::Ended { passed };
                    ended[row] = Some(Ended::Done(done));
                }
            }
            if !state.iter().any(|it| matches!(it, State::Running)) {
                break;
            }
            let Ok((row, done)) = receiver.recv() else {
                break;
            };
            let passed = passed(row, &done);
            state[row] = State::Ended { passed };
            ended[row] = Some(Ended::Done(done));
        }
    });
    let all = ended.into_iter();
    all.map(|it| it.expect("without a circle each step ends"))
        .collect()
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Ended { passed: bool },
}

fn failed(state: &State) -> bool {
    *state == State::Ended { passed: false }
}

/// The first step that can begin, or be given up.
fn next(nodes: &[Node], state: &[State], width: usize) -> Option<usize> {
    let running = || (0..nodes.len()).filter(|&row| state[row] == State::Running);
    let is_free = |lane: Lane| lane == Lane::Free || running().all(|row| nodes[row].lane != lane);
    (0..nodes.len()).find(|&row| {
        let needs = &nodes[row].needs;
        let is_blocked = needs.iter().any(|&it| failed(&state[it]));
        let is_ready = needs
            .iter()
            .all(|&it| state[it] == State::Ended { passed: true });
        let has_room = running().count() < width && is_free(nodes[row].lane);
        state[row] == State::Waiting && (is_blocked || (is_ready && has_room))
    })
}

/// A circle among steps, if there is one: the numbers of those on it.
pub(super) fn circle(needs: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut open: Vec<bool> = vec![true; needs.len()];
    loop {
        let free =
            (0..needs.len()).find(|&row| open[row] && needs[row].iter().all(|&it| !open[it]));
        match free {
            Some(row) => open[row] = false,
            None => break,
        }
    }
    // What is left needs something that is left: followed far enough, the way comes back.
    let mut at = open.iter().position(|it| *it)?;
    let mut way = Vec::new();
    while !way.contains(&at) {
        way.push(at);
        at = *needs[at].iter().find(|&&it| open[it])?;
    }
    let start = way.iter().position(|it| *it == at)?;
    Some(way.split_off(start))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn node(needs: &[usize], lane: Lane) -> Node {
        Node {
            needs: needs.to_vec(),
            lane,
        }
    }

    #[test]
    fn what_needs_a_failed_step_does_not_begin_and_all_else_does() {
        let nodes = [
            node(&[2], Lane::Cargo),
            node(&[], Lane::Cargo),
            node(&[], Lane::Free),
            node(&[1], Lane::Free),
            node(&[3], Lane::Here),
        ];
        let order = Mutex::new(Vec::new());
        let work = |row| {
            order.lock().unwrap().push(row);
            row
        };
        let ended = run(&nodes, 2, work, |row, _| row != 1);
        let expected = [
            Ended::Done(0),
            Ended::Done(1),
            Ended::Done(2),
            Ended::Blocked(1),
            Ended::Blocked(3),
        ];
        assert_eq!(ended, expected);
        let order = order.into_inner().unwrap();
        let at = |row| order.iter().position(|it| *it == row);
        assert!(at(2) < at(0), "{order:?}");
    }

    #[test]
    fn never_more_than_there_is_room_for_and_one_of_a_lane() {
        let lanes = [Lane::Cargo, Lane::Cargo, Lane::Free, Lane::Free, Lane::Here];
        let nodes = lanes.map(|lane| node(&[], lane));
        let running: Mutex<Vec<usize>> = Mutex::default();
        let work = |row: usize| {
            let mut now = running.lock().unwrap();
            now.push(row);
            assert!(now.len() <= 2, "{now:?}");
            let cargo = now.iter().filter(|&&it| nodes[it].lane == Lane::Cargo);
            assert!(cargo.count() <= 1, "{now:?}");
            drop(now);
            thread::sleep(std::time::Duration::from_millis(5));
            running.lock().unwrap().retain(|it| *it != row);
        };
        let ended = run(&nodes, 2, work, |_, ()| true);
        assert!(ended.iter().all(|it| *it == Ended::Done(())));
    }

    #[test]
    fn circles_are_found_without_what_leads_there() {
        assert_eq!(circle(&[vec![1], vec![], vec![0]]), None);
        assert_eq!(
            circle(&[vec![1], vec![2], vec![3], vec![1]]),
            Some(vec![1, 2, 3])
        );
        assert_eq!(circle(&[vec![0]]), Some(vec![0]));
    }
}
