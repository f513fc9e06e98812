//! From documents to rows: every schema that can be reached, with references followed, also into other files.

use super::keywords::Reader;
use super::model::{Id, Schemas, What};
use super::version::{Version, Work};
use crate::files::json::{Mistake, Tree};

impl Version<'_> {
    /// The row of the schema at a pointer of a document, with all that it leads to.
    pub(crate) fn schema(
        &mut self,
        schemas: &mut Schemas,
        document: usize,
        pointer: &[String],
    ) -> Id {
        let resource = self.whole(document);
        let id = self.reserve(schemas, document, pointer.to_vec(), resource);
        while let Some(work) = self.open.pop_front() {
            let what = self.fill(schemas, &work);
            schemas.rows[work.id.0 as usize].what = what;
        }
        id
    }

    fn fill(&mut self, schemas: &mut Schemas, work: &Work) -> What {
        let root = self.documents[work.document].root.clone();
        let Some(node) = root.at(&work.pointer) else {
            return What::Bool(true);
        };
        let dialect = self.documents[work.document].dialect;
        match &node.tree {
            Tree::Bool(it) => What::Bool(*it),
            Tree::Object(_) => {
                let mut work = Work {
                    pointer: work.pointer.clone(),
                    ..*work
                };
                let own = self
                    .resources
                    .iter()
                    .rposition(|it| it.document == work.document && it.root == work.pointer);
                work.resource = own.unwrap_or(work.resource);
                What::Keywords(Box::new(
                    Reader::new(self, schemas, node, &work, dialect).read(),
                ))
            }
            _ => {
                let mistake = Mistake::new(node.range, "a schema is an object, `true` or `false`");
                self.mistakes.push((work.document, mistake));
                What::Bool(true)
            }
        }
    }
}
