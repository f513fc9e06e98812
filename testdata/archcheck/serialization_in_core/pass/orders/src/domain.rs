//! Orders. Not `serde::Serialize`.

#[derive(Clone)]
pub struct Order;

pub mod serde {
    pub fn text() -> &'static str {
        "#[derive(serde::Serialize)]"
    }
}

#[cfg(test)]
mod tests {
    #[derive(::serde::Serialize)]
    struct Sample;
}
