//! Addresses with parameters: `/orders/{id}/lines`. What a parameter is called says nothing about the address.

/// An address without the names of its parameters: `/orders/{}/lines`.
pub(super) fn unnamed(address: &str) -> String {
    let mut rest = address;
    let mut text = String::with_capacity(address.len());
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((_, after)) = behind.split_once('}') else {
            break;
        };
        text.push_str(before);
        text.push_str("{}");
        rest = after;
    }
    text + rest
}

/// The names of its parameters, in order.
pub(super) fn names(address: &str) -> Vec<&str> {
    let mut rest = address;
    let mut names = Vec::new();
    while let Some((name, after)) = rest
        .split_once('{')
        .and_then(|(_, behind)| behind.split_once('}'))
    {
        names.push(name);
        rest = after;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{names, unnamed};

    #[test]
    fn names_do_not_matter_and_their_order_does() {
        assert_eq!(unnamed("/a/{id}/b/{x}.{y}"), "/a/{}/b/{}.{}");
        assert_eq!(names("/a/{id}/b/{x}.{y}"), ["id", "x", "y"]);
        assert_eq!(unnamed("/a/{id"), "/a/{id");
        assert_eq!(unnamed("orders.placed"), "orders.placed");
        assert!(names("/a").is_empty());
    }
}
