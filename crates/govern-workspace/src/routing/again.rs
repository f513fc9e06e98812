//! Files that lead to others as they did in another run.

use govern_facts::{CfgId, ModuleFile, included_files, module_files};

use super::{Declared, Link, Node, Routing, conditions};
use crate::{called::declares_files, known::Known, paths, reading::Reading};

impl Routing {
    /// Takes what a file says by now; whether it leads to the same files as it did, and to no others.
    pub(crate) fn leads_on_again(
        &mut self,
        reading: &Reading<'_>,
        file: usize,
        known: &Known,
    ) -> bool {
        let leads_on = known.outline().leads_on;
        if leads_on
            && (!included_files(known.leading()).is_empty() || declares_files(known.leading()))
        {
            return false;
        }
        let nodes = self.nodes.iter_mut();
        nodes.filter(|node| node.file == file).all(|node| {
            let modules = match leads_on {
                true => {
                    let stem = paths::stem(&node.path);
                    module_files(known.leading(), stem, node.owns_directory)
                }
                false => Vec::new(),
            };
            let directory = paths::parent(&node.path);
            let again = |(link, module): (&mut Link, &ModuleFile)| {
                let conditions = conditions(known.leading(), module);
                link.leads_on_again(reading, directory, module, &conditions)
            };
            node.links.len() == modules.len() && node.links.iter_mut().zip(&modules).all(again)
        })
    }
}

impl Link {
    /// Takes the declaration as it is by now; whether its file may be at the same places.
    fn leads_on_again(
        &mut self,
        reading: &Reading<'_>,
        directory: &str,
        module: &ModuleFile,
        conditions: &[Option<CfgId>],
    ) -> bool {
        let mut places = self.choices.iter().zip(&module.candidates);
        let is_same = matches!(self.declared, Declared::Item(_))
            && self.choices.len() == module.candidates.len()
            && places.all(|(choice, candidate)| {
                choice.path == reading.join(directory, &candidate.path)
                    && choice.owns_directory == candidate.owns_directory
            });
        if !is_same {
            return false;
        }
        self.declared = Declared::Item(module.item);
        self.extent = module.extent;
        for (row, choice) in self.choices.iter_mut().enumerate() {
            choice.cfg = conditions.get(row).copied().flatten();
        }
        true
    }
}

impl Node {
    /// Whether it names no file and no node that is not there.
    pub(crate) fn is_sound(&self, files: usize, nodes: usize) -> bool {
        let mut choices = self.links.iter().flat_map(|link| &link.choices);
        self.file < files
            && self.parent.is_none_or(|parent| parent < nodes)
            && choices.all(|choice| choice.node.is_none_or(|node| node < nodes))
    }
}
