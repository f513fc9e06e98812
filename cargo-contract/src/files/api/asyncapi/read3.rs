//! AsyncAPI 3: channels have addresses and messages, operations say what the program does with them.

use super::read::Reader;
use super::{Action, Channel, Document, Flow, Message};
use crate::files::api::book::{Mark, Spot};

impl Reader<'_, '_> {
    pub(super) fn third(&mut self, root: &Spot, document: &mut Document) {
        let mut spots: Vec<(Mark, Spot)> = Vec::new();
        if let Some(list) = self.book.object(root, "channels") {
            for (key, spot) in self.book.objects(&list) {
                self.channel(&key, &spot, document);
                spots.push((self.book.mark(&spot), spot));
            }
        }
        let Some(list) = self.book.object(root, "operations") else {
            return;
        };
        for (key, spot) in self.book.objects(&list) {
            let action = match spot.text("action") {
                Some("send") => Action::Send,
                Some("receive") => Action::Receive,
                _ => {
                    let at = self
                        .book
                        .inner(&spot, "action")
                        .unwrap_or_else(|| spot.clone());
                    self.book
                        .wrong(&at, "an operation has an `action`: `send` or `receive`");
                    continue;
                }
            };
            let Some(channel) = self.book.object(&spot, "channel") else {
                self.book.wrong(&spot, "an operation has a `channel`");
                continue;
            };
            let mark = self.book.mark(&channel);
            let row = spots
                .iter()
                .position(|(it, _)| *it == mark || it.place == mark.place);
            if row.is_none() && !channel.is_elsewhere {
                self.book.wrong(&spot, "its channel is none of `channels`");
                continue;
            }
            let known = [
                "action",
                "channel",
                "messages",
                "reply",
                "description",
                "traits",
            ];
            let messages = self.of_operation(&spot, &channel);
            document.flows.push(Flow {
                action,
                channel: row,
                name: key.clone(),
                messages,
                mark: self.book.mark(&spot),
                rest: self.book.rest(&spot, &known),
            });
            let Some(reply) = self.book.object(&spot, "reply") else {
                continue;
            };
            let channel = self.book.object(&reply, "channel");
            let row = channel.as_ref().and_then(|channel| {
                let mark = self.book.mark(channel);
                spots.iter().position(|(it, _)| it.place == mark.place)
            });
            let owner = channel.unwrap_or_else(|| reply.clone());
            let messages = self.of_operation(&reply, &owner);
            document.flows.push(Flow {
                action: match action {
                    Action::Send => Action::Receive,
                    Action::Receive => Action::Send,
                },
                channel: row,
                name: format!("reply of {key}"),
                messages,
                mark: self.book.mark(&reply),
                rest: self.book.rest(&reply, &["channel", "messages"]),
            });
        }
    }

    fn channel(&mut self, key: &str, spot: &Spot, document: &mut Document) {
        let address = spot.text("address").map(str::to_owned);
        if let Some(list) = self.book.object(spot, "messages") {
            // Also those that no operation uses have to be right.
            for (key, message) in self.book.objects(&list) {
                self.message(&key, &message);
            }
        }
        let parameters = self.parameters(spot, address.as_deref());
        document.channels.push(Channel {
            key: key.to_owned(),
            address,
            parameters,
            mark: self.book.mark(spot),
            rest: self
                .book
                .rest(spot, &["address", "messages", "parameters", "servers"]),
        });
    }

    /// The messages that an operation names, or all of its channel.
    fn of_operation(&mut self, spot: &Spot, channel: &Spot) -> Vec<Message> {
        let list = match self.book.child(spot, "messages") {
            Some(list) => Some(list),
            None => self.book.object(channel, "messages"),
        };
        let all = list.map(|it| self.book.objects(&it)).unwrap_or_default();
        all.iter().map(|(key, it)| self.message(key, it)).collect()
    }
}
