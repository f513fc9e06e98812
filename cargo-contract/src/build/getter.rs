//! `remote` with `getter`: fields come from functions, and the type is made by a `From`. What these do is not followed; that
//! they are the same is.

use govern_names::ItemDef;

use super::attrs::{Attrs, Quoted};
use super::builder::Builder;
use super::derive::Place;
use super::proxies::{last_name, of_trait};
use super::ty::Ty;
use crate::wire::{Shape, ShapeId};

impl Builder<'_, '_> {
    /// The shape of a field that a getter gives.
    pub(super) fn got(
        &mut self,
        place: Place<'_>,
        container: &Attrs,
        getter: &Quoted,
        (plain, ty): (ShapeId, &Ty),
    ) -> ShapeId {
        let scope = self.program.item(place.def).scope;
        let given = self.depends_on_path(place.def.instance, scope, getter, ty);
        let remote = container.remote.as_ref();
        let made = remote.map(|remote| self.made_from(place, remote));
        let made = self.depends_on(&made.unwrap_or_default(), ty);
        self.wire.push(Shape::Converted {
            inner: plain,
            meaning: format!("{given} / {made}"),
            fallible: false,
            outcomes: Vec::new(),
            keeps: false,
        })
    }

    /// The implementations of `From` by which a type of another crate is made of the one that stands for it.
    fn made_from(&self, place: Place<'_>, remote: &Quoted) -> Vec<ItemDef> {
        let name = self.program.name(place.def);
        let of_item = match self.quoted_type(place, remote) {
            Some(Ty::Item(def, _)) => self.implementations(def),
            _ => &[],
        };
        let all = of_item.iter().chain(self.implementations_for_others());
        let fits = |of: ItemDef| {
            let header = self.header(of);
            let into = header.rsplit(" for ").next().map(last_name);
            of_trait(&header, "From").is_some_and(|of| last_name(&of) == name)
                && into == Some(last_name(&remote.text))
        };
        all.map(|it| it.def).filter(|&it| fits(it)).collect()
    }
}
