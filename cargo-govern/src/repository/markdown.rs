//! What a Markdown file says: its links, its headings, and the commands that it shows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::shell::{self, Command};

/// What a Markdown file says.
#[derive(Debug, Default)]
pub struct Markdown {
    /// Where its links and pictures lead, as written, and where that stands.
    pub links: Vec<(String, Range<usize>)>,
    /// What stands behind `#` for its headings and anchors.
    pub anchors: BTreeSet<String>,
    /// The commands it shows, and where they stand.
    pub commands: Vec<(Command, Range<usize>)>,
    /// The first commands of pieces of code in its text, which may be names of things.
    pub pieces: Vec<(Command, Range<usize>)>,
    /// Whether it includes other files when it is shown, so that headings are not known.
    pub includes: bool,
    /// Whether it begins with settings of a program that makes a site of it.
    pub is_page: bool,
}

/// Languages of code blocks that are read by a shell.
const SHELLS: [&str; 6] = ["sh", "bash", "shell", "zsh", "console", "shell-session"];

impl Markdown {
    /// Reads a file.
    pub fn read(text: &str) -> Markdown {
        let mut markdown = Markdown {
            is_page: ["---\n", "---\r\n", "+++\n", "+++\r\n"]
                .iter()
                .any(|it| text.starts_with(it)),
            includes: text.contains("{{#")
                || text.contains("{% include")
                || text.contains("--8<--"),
            ..Markdown::default()
        };
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut seen = BTreeMap::<String, usize>::new();
        let mut heading: Option<String> = None;
        let mut block: Option<bool> = None;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                // `<help@example.org>` is no path.
                Event::Start(Tag::Link {
                    link_type: LinkType::Email,
                    ..
                }) => {}
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    let exact = text[range.clone()].rfind(&*dest_url);
                    let range = match exact {
                        Some(at) if !dest_url.is_empty() => {
                            range.start + at..range.start + at + dest_url.len()
                        }
                        _ => range,
                    };
                    markdown.links.push((dest_url.into_string(), range));
                }
                Event::Start(Tag::Heading { id, .. }) => {
                    markdown.anchors.extend(id.map(|id| id.to_lowercase()));
                    heading = Some(String::new());
                }
                Event::End(TagEnd::Heading(_)) => {
                    let slug = slug(&heading.take().unwrap_or_default());
                    let count = seen.entry(slug.clone()).or_default();
                    markdown.anchors.insert(match *count {
                        0 => slug,
                        again => format!("{slug}-{again}"),
                    });
                    *count += 1;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    let language = language.split([',', ' ']).next().unwrap_or_default();
                    let is_shell = SHELLS.contains(&language);
                    block =
                        is_shell.then_some(language.contains("session") || language == "console");
                }
                Event::End(TagEnd::CodeBlock) => block = None,
                Event::Text(part) => {
                    if let Some(prompted) = block {
                        markdown.block(text, range, prompted);
                    }
                    if let Some(heading) = &mut heading {
                        heading.push_str(&part);
                    }
                }
                Event::Code(code) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&code);
                    }
                    let within = text[range.clone()].find(&*code).unwrap_or(0) + range.start;
                    markdown
                        .pieces
                        .extend(shell::commands(&code).into_iter().take(1).map(|command| {
                            let at = command.range.clone();
                            (command, within + at.start..(within + at.end).min(range.end))
                        }));
                }
                Event::Html(html) | Event::InlineHtml(html) => markdown.html(&html),
                _ => {}
            }
        }
        markdown
    }

    /// The commands of a block; where lines have a prompt, of those only.
    fn block(&mut self, text: &str, range: Range<usize>, prompted: bool) {
        let part = &text[range.clone()];
        let mut script = part.to_owned();
        if prompted || part.lines().any(|line| line.starts_with("$ ")) {
            // Blanks in the place of all else: places stay.
            script = part
                .split_inclusive('\n')
                .map(|line| match line.strip_prefix("$ ") {
                    Some(command) => format!("  {command}"),
                    None => line
                        .chars()
                        .map(|c| {
                            if c == '\n' {
                                "\n".to_owned()
                            } else {
                                " ".repeat(c.len_utf8())
                            }
                        })
                        .collect(),
                })
                .collect();
        }
        self.commands
            .extend(shell::commands(&script).into_iter().map(|command| {
                let at = command.range.clone();
                (command, range.start + at.start..range.start + at.end)
            }));
    }

    /// Anchors that are written in HTML.
    fn html(&mut self, html: &str) {
        for name in ["id=", "name="] {
            for (at, _) in html.match_indices(name) {
                let value = &html[at + name.len()..];
                let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
                if let Some(quote) = quote
                    && let Some((value, _)) = value[1..].split_once(quote)
                {
                    self.anchors.insert(value.to_lowercase());
                }
            }
        }
    }
}

/// What stands behind `#` for a heading, as GitHub has it.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        ' ' | '-' => Some('-'),
        '_' => Some('_'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_headings_and_commands_are_where_they_are() {
        let text = "# A `b` & C!\n\n[x](y.md#z) ![p](i.png)\n\n## Again\n## Again\n<a name=\"Old\"></a>\n\n\
            Run `scripts/x -q`.\n\n```sh\ncargo test # all\nscripts/y\n```\n\n```console\n$ ./z 1\nout/put\n```\n[r]: q.md\n[r]\n";
        let markdown = Markdown::read(text);
        let links: Vec<(&str, &str)> = markdown
            .links
            .iter()
            .map(|(to, at)| (to.as_str(), &text[at.clone()]))
            .collect();
        assert_eq!(links[..2], [("y.md#z", "y.md#z"), ("i.png", "i.png")]);
        assert!(
            ["a-b--c", "again", "again-1", "old"]
                .iter()
                .all(|it| markdown.anchors.contains(*it)),
            "{:?}",
            markdown.anchors
        );
        let commands: Vec<&str> = markdown
            .commands
            .iter()
            .map(|(_, at)| &text[at.clone()])
            .collect();
        assert!(
            commands.ends_with(&["cargo test", "scripts/y", "./z 1"]) && markdown.pieces.len() == 2,
            "{commands:?}"
        );
        assert!(!markdown.is_page && Markdown::read("---\na: b\n---\n").is_page);
    }
}
