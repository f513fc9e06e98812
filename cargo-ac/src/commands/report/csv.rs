//! The report as CSV (RFC 4180), for tables: one row for each link, and one for each criterion without any.

use super::rows::{LinkRow, Place, Report};

const HEAD: [&str; 16] = [
    "story",
    "requirement",
    "criterion",
    "text",
    "priority",
    "state",
    "verdict",
    "level",
    "kind",
    "name",
    "part",
    "evidence",
    "path",
    "line",
    "link path",
    "link line",
];

/// The report as a table.
pub(super) fn table(report: &Report) -> String {
    let mut text = String::new();
    row(&mut text, &HEAD.map(str::to_owned));
    for (story, requirement, criterion) in report.criteria() {
        let head = [
            story.id.as_str(),
            &requirement.id,
            &criterion.id,
            &criterion.text,
            criterion.priority,
            criterion.state,
            criterion.status.verdict,
        ]
        .map(str::to_owned);
        let mut links: Vec<[String; 9]> = criterion.links.iter().map(link).collect();
        links.extend(criterion.code.iter().map(code));
        if links.is_empty() {
            links.push(Default::default());
        }
        for link in links {
            row(&mut text, &[&head[..], &link].concat());
        }
    }
    text
}

fn link(link: &LinkRow) -> [String; 9] {
    let ([path, line], [link_path, link_line]) =
        (place(link.place.as_ref()), place(link.link.as_ref()));
    [
        link.level.to_owned(),
        link.kind.to_owned(),
        link.name.clone(),
        link.part.clone().unwrap_or_default(),
        link.evidence.to_owned(),
        path,
        line,
        link_path,
        link_line,
    ]
}

fn code(at: &Place) -> [String; 9] {
    let [path, line] = place(Some(at));
    let mut cells: [String; 9] = Default::default();
    cells[1] = "code".to_owned();
    [cells[5], cells[6]] = [path.clone(), line.clone()];
    [cells[7], cells[8]] = [path, line];
    cells
}

fn place(place: Option<&Place>) -> [String; 2] {
    place.map_or_else(Default::default, |place| {
        [place.path.clone(), place.line.to_string()]
    })
}

fn row(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell that is a text to everybody: spreadsheets take what begins like a formula for one.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}',
        '\u{ff20}',
    ]);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r', ';', '\t']) || is_formula {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported};

    #[test]
    fn each_link_is_a_row_and_so_is_a_criterion_without_any() {
        let text = table(&report());
        let rows: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(
            rows,
            [
                "story,requirement,criterion,text,priority,state,verdict,level,kind,name,part,evidence,path,line,link path,link line",
                "US-1,REQ-1,AC-1,is paid,must,active,partial,bdd,scenario,a.feature: pays,row in line 7,not-run,a.feature,3,a.feature,2",
                "US-1,REQ-1,AC-1,is paid,must,active,partial,bdd,scenario,a.feature: pays,row in line 8,not-run,a.feature,3,a.feature,2",
                "US-1,REQ-1,AC-1,is paid,must,active,partial,unit,test,shop::one,,passed,src/lib.rs,3,src/lib.rs,1",
                "US-1,REQ-1,AC-2,is shipped,must,active,failing,unit,test,shop::two,,failed,src/lib.rs,6,src/lib.rs,4",
                "US-1,REQ-1,AC-2,is shipped,must,active,failing,,code,,,,src/lib.rs,9,src/lib.rs,9",
                "US-1,REQ-1,AC-3,is cancelled,should,active,uncovered,,,,,,,,,",
                "US-1,REQ-1,AC-4,is archived,must,draft,draft,,,,,,,,,",
            ]
        );
    }

    #[test]
    fn nothing_is_a_formula_and_nothing_leaves_its_cell() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("@a, \"b\""), "\"'@a, \"\"b\"\"\"");
        assert_eq!(cell("a\r\nb"), "\"a\r\nb\"");
        assert_eq!(cell("a = b"), "a = b");
        for text in HOSTILE {
            let table = table(&reported(text));
            let parsed = parse(&table);
            assert!(parsed.iter().all(|row| row.len() == HEAD.len()), "{table}");
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(
                parsed[1][3].trim_start_matches('\''),
                expected.trim_start_matches('\'')
            );
            assert!(
                parsed
                    .iter()
                    .flatten()
                    .all(|it| !it.starts_with(['=', '+', '-', '@']))
            );
        }
    }

    /// Reads CSV as RFC 4180 says.
    fn parse(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match (character, quoted) {
                ('"', true) if characters.peek() == Some(&'"') => {
                    characters.next();
                    cell.push('"');
                }
                ('"', _) => quoted = !quoted,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) => {}
                ('\n', false) => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                _ => cell.push(character),
            }
        }
        assert!(!quoted && row.is_empty() && cell.is_empty(), "{text}");
        rows
    }
}
