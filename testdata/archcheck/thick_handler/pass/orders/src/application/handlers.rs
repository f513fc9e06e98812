//! One function for each thing that can be asked for.

pub async fn greet(name: Option<&str>) -> String {
    let name = name.map(|name| name.trim().to_owned());
    let name = name.unwrap_or_default();
    format!("hello {name}")
}
