//! Random versions of a type: what nobody thought of. The same seed gives the same versions.

use std::fmt::Write as _;

use super::families::{Family, PRELUDE, Version};

/// Choices that look random. All versions of a family make the same ones but for a few.
struct Random {
    seed: u64,
    version: u64,
    /// What is being made.
    scope: String,
    drawn: u64,
}

impl Random {
    /// Makes what follows independent of how many choices were made before.
    fn enter(&mut self, scope: &str) {
        scope.clone_into(&mut self.scope);
        self.drawn = 0;
    }

    fn next(&mut self) -> u64 {
        self.drawn += 1;
        let own = mixed(
            self.seed ^ mixed(self.version, "", 0),
            &self.scope,
            self.drawn,
        );
        if own % 100 < 7 {
            mixed(own, "", 0)
        } else {
            mixed(self.seed, &self.scope, self.drawn)
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A family of random versions.
pub(crate) fn family(seed: u64, count: usize, formats: &[&str]) -> Family {
    let positional = formats.contains(&"postcard");
    let versions = (0..count).map(|number| Version {
        name: format!("version {number}"),
        text: {
            let mut random = Random {
                seed: mixed(seed, "seed", 0),
                version: number as u64 + 1,
                scope: String::new(),
                drawn: 0,
            };
            format!("{PRELUDE}{}", version(&mut random, positional))
        },
    });
    Family {
        name: format!("random_{seed}_{}", formats.join("_")),
        root: "Msg".to_owned(),
        formats: formats.iter().map(|format| (*format).to_owned()).collect(),
        versions: versions.collect(),
    }
}

fn mixed(seed: u64, scope: &str, drawn: u64) -> u64 {
    let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
    for byte in scope.bytes().chain(drawn.to_le_bytes()) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

fn version(random: &mut Random, positional: bool) -> String {
    let mut out = String::new();
    structure(random, "Msg", 2, positional, &mut out);
    structure(random, "Inner", 1, positional, &mut out);
    page(random, positional, &mut out);
    enumeration(random, positional, &mut out);
    out
}

fn ty(random: &mut Random, depth: u32) -> String {
    let scalars = [
        "u8", "u32", "u64", "i32", "bool", "String", "f64", "char", "()",
    ];
    match random.below(if depth == 0 { 6 } else { 16 }) {
        0..=4 => random.one(&scalars).to_owned(),
        5 => "Option<u32>".to_owned(),
        6 | 7 => format!("Option<{}>", ty(random, depth - 1)),
        8 => format!("Vec<{}>", ty(random, depth - 1)),
        9 => format!("({}, {})", ty(random, 0), ty(random, 0)),
        10 => format!("HashMap<String, {}>", ty(random, 0)),
        11 | 12 if depth > 1 => "Inner".to_owned(),
        13 if depth > 1 => "Kind".to_owned(),
        14 if depth > 1 => format!("Page<{}>", ty(random, 0)),
        15 if depth > 1 => "Page<Option<Inner>>".to_owned(),
        _ => "u32".to_owned(),
    }
}

/// A generic struct.
fn page(random: &mut Random, positional: bool, out: &mut String) {
    random.enter("Page");
    let optional = random.chance(30);
    let skips = !positional && random.chance(40);
    let size = random.one(&["u32", "u64", "Option<u32>"]);
    let more = if random.chance(30) {
        "pub more: bool,"
    } else {
        ""
    };
    let item = if optional { "Option<T>" } else { "T" };
    let attr = if skips && optional {
        "#[serde(default, skip_serializing_if = \"Option::is_none\")]\n"
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "#[derive(Serialize, Deserialize)]\npub struct Page<T> {{ {attr}pub item: {item}, pub size: {size}, {more} }}"
    );
}

fn structure(random: &mut Random, name: &str, depth: u32, positional: bool, out: &mut String) {
    random.enter(name);
    let deny = random.chance(8);
    let all = random.chance(10);
    out.push_str("#[derive(Serialize, Deserialize)]\n");
    if deny {
        out.push_str("#[serde(deny_unknown_fields)]\n");
    }
    if all {
        let _ = writeln!(
            out,
            "#[serde(rename_all = \"{}\")]",
            random.one(&["camelCase", "UPPERCASE", "kebab-case"])
        );
    }
    let _ = writeln!(out, "pub struct {name} {{");
    fields(random, name, depth, positional, deny, out);
    out.push_str("}\n");
}

fn fields(
    random: &mut Random,
    of: &str,
    depth: u32,
    positional: bool,
    deny: bool,
    out: &mut String,
) {
    let idents = ["first_id", "note", "total", "items", "state"];
    random.enter(&format!("{of} fields"));
    let (start, count) = (random.below(3), 1 + random.below(4));
    let mut flat = deny || positional;
    for ident in idents.iter().skip(start).take(count) {
        random.enter(&format!("{of}.{ident}"));
        let ty = ty(random, depth);
        let mut attrs = Vec::new();
        if random.chance(12) {
            attrs.push(format!(
                "rename = \"{}\"",
                random.one(&["x", "y", "note", "total_sum"])
            ));
        }
        if random.chance(8) {
            attrs.push(format!(
                "alias = \"{}\"",
                random.one(&["z", "old", "firstId"])
            ));
        }
        let has_default = !ty.contains("Inner") && !ty.contains("Kind") && !ty.contains("Page")
            || ty.starts_with("Option")
            || ty.starts_with("Vec");
        if random.chance(20) && has_default {
            attrs.push("default".to_owned());
        }
        if ty.starts_with("Option") && random.chance(25) && !positional {
            attrs.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        if random.chance(5) && has_default && !attrs.iter().any(|attr| attr == "default") {
            attrs.push("skip".to_owned());
        }
        if !flat
            && depth > 1
            && random.chance(30)
            && (ty == "Inner" || ty == "Kind" || ty.starts_with("HashMap"))
        {
            attrs = vec!["flatten".to_owned()];
            flat = true;
        }
        // Two fields of one name do not compile.
        let clashes = attrs.iter().any(|attr| attr.contains("\"note\""))
            || attrs.iter().any(|attr| attr.contains("firstId"));
        if clashes {
            attrs.retain(|attr| !attr.contains('"') || attr.contains("is_none"));
        }
        if !attrs.is_empty() {
            let _ = writeln!(out, "#[serde({})]", attrs.join(", "));
        }
        let _ = writeln!(out, "pub {ident}: {ty},");
    }
}

fn enumeration(random: &mut Random, positional: bool, out: &mut String) {
    random.enter("Kind");
    let tagging = if positional { 0 } else { random.below(5) };
    out.push_str("#[derive(Serialize, Deserialize)]\n");
    out.push_str(match tagging {
        1 => "#[serde(tag = \"kind\")]\n",
        2 => "#[serde(tag = \"kind\", content = \"data\")]\n",
        3 => "#[serde(untagged)]\n",
        _ => "",
    });
    out.push_str("pub enum Kind {\n");
    let idents = ["Open", "Paid", "Sent", "Done"];
    let (start, count) = (random.below(2), 1 + random.below(3));
    let other = random.chance(20);
    for ident in idents.iter().skip(start).take(count) {
        random.enter(&format!("Kind::{ident}"));
        if random.chance(10) && tagging != 3 {
            let _ = writeln!(
                out,
                "#[serde(rename = \"{}\")]",
                random.one(&["open", "paid2", "Gone"]).to_owned() + ident
            );
        }
        match random.below(5) {
            0 | 1 => {
                let _ = writeln!(out, "{ident},");
            }
            2 => {
                let inner = if tagging == 1 {
                    "Inner".to_owned()
                } else {
                    ty(random, 1)
                };
                let _ = writeln!(out, "{ident}({inner}),");
            }
            3 if tagging != 1 => {
                let _ = writeln!(out, "{ident}({}, {}),", ty(random, 0), ty(random, 0));
            }
            _ => {
                let mut inner = String::new();
                fields(random, &format!("Kind::{ident}"), 1, true, true, &mut inner);
                let _ = writeln!(out, "{ident} {{ {} }},", inner.replace("pub ", ""));
            }
        }
    }
    if other && tagging != 3 {
        out.push_str("#[serde(other)]\nRest,\n");
    }
    out.push_str("}\n");
}
