//! AsyncAPI 2: a channel is called by its address, and has what *others* do with it: they publish what the program receives.

use super::read::Reader;
use super::{Action, Channel, Document, Flow};
use crate::files::api::book::Spot;

impl Reader<'_, '_> {
    pub(super) fn second(&mut self, root: &Spot, document: &mut Document) {
        let Some(list) = self.book.object(root, "channels") else {
            self.book.wrong(root, "it has no `channels`");
            return;
        };
        for (address, spot) in self.book.objects(&list) {
            let row = document.channels.len();
            let parameters = self.parameters(&spot, Some(&address));
            document.channels.push(Channel {
                key: address.clone(),
                address: Some(address.clone()),
                parameters,
                mark: self.book.mark(&spot),
                rest: self
                    .book
                    .rest(&spot, &["publish", "subscribe", "parameters", "servers"]),
            });
            for (word, action) in [("publish", Action::Receive), ("subscribe", Action::Send)] {
                let Some(operation) = self.book.object(&spot, word) else {
                    continue;
                };
                let message = self.book.object(&operation, "message");
                let messages = message
                    .map(|it| self.messages("message", &it))
                    .unwrap_or_default();
                document.flows.push(Flow {
                    action,
                    channel: Some(row),
                    name: format!("{word} {address}"),
                    messages,
                    mark: self.book.mark(&operation),
                    rest: self.book.rest(&operation, &["message"]),
                });
            }
        }
    }
}
