//! One function for each thing that can be asked for.

pub async fn greet(name: Option<&str>) -> String {
//           ^^^^^ thick_handler: `orders::application::handlers::greet` is thick: 7 statements, more than 6
    let name = name.map(|name| {
        let name = name.trim();
        let end = name.len().min(20);
        let (name, _) = name.split_at(end);
        name.to_owned()
    });
    let name = name.unwrap_or_default();
    format!("hello {name}")
}

pub fn kind(code: u8) -> &'static str {
    // ^^^^ thick_handler: `orders::application::handlers::kind` is thick: 3 branches, more than 2
    match code {
        0 => "none",
        1 => "one",
        2 => "two",
        _ => "many",
    }
}
