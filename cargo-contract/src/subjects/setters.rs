//! Where fields may be set: found once a file.

use std::collections::BTreeMap;

use govern_facts::{Expr, ExprId, Expressions};

/// The expressions of a file that may set fields.
pub(super) struct Setters {
    /// Those that make a value, `Order { … }` and `Order(…)`, by the last name of the path.
    making: BTreeMap<String, Vec<ExprId>>,
    /// `it.field = …`, by the field.
    assigning: BTreeMap<String, Vec<ExprId>>,
}

impl Setters {
    pub(super) fn new(code: &Expressions) -> Setters {
        let mut making: BTreeMap<String, Vec<ExprId>> = BTreeMap::new();
        let mut assigning: BTreeMap<String, Vec<ExprId>> = BTreeMap::new();
        for (id, row) in code.iter() {
            let path = match &row.expr {
                Expr::Record { path, .. } => Some(path),
                Expr::Call { callee, .. } => match code.expr(*callee) {
                    Expr::Path(path) => Some(path),
                    _ => None,
                },
                Expr::Binary(left, operator, _) if operator == "=" => {
                    if let Expr::Field { name, .. } = code.expr(*left) {
                        assigning.entry(name.clone()).or_default().push(id);
                    }
                    None
                }
                _ => None,
            };
            if let Some(last) = path.and_then(|path| path.last()) {
                making.entry(last.clone()).or_default().push(id);
            }
        }
        Setters { making, assigning }
    }

    /// What may set this field of this struct, in the order of the file.
    pub(super) fn of(&self, field: &str, structure: &str) -> Vec<ExprId> {
        let made = [structure, "Self"].map(|name| self.making.get(name));
        let found = made.into_iter().chain([self.assigning.get(field)]);
        let mut found: Vec<ExprId> = found.flatten().flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
