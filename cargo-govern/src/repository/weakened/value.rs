//! A TOML file as what is compared: values with their places.

use std::{collections::BTreeMap, fmt, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Table(Table),
    List(Vec<Entry>),
    Flag(bool),
    Number(i64),
    /// A text, or what is written like no other value here.
    Text(String),
}

pub(super) type Table = BTreeMap<String, Entry>;

/// Reads a file. None if it does not parse: that is told elsewhere.
pub(super) fn read(text: &str) -> Option<Table> {
    DeTable::parse(text)
        .ok()
        .map(|table| of_table(table.into_inner()))
}

fn of_table(table: DeTable<'_>) -> Table {
    let rows = table.into_iter().map(|(key, value)| {
        let around = key.span();
        let mut entry = of(value);
        // A table is where its name stands.
        let is_table = |value: &Value| matches!(value, Value::Table(_));
        let of_tables = match &entry.value {
            Value::List(entries) => entries.iter().any(|entry| is_table(&entry.value)),
            value => is_table(value),
        };
        if of_tables {
            entry.range = around;
        }
        (key.into_inner().into_owned(), entry)
    });
    rows.collect()
}

fn of(value: Spanned<DeValue<'_>>) -> Entry {
    let range = value.span();
    let value = match value.into_inner() {
        DeValue::Table(table) => Value::Table(of_table(table)),
        DeValue::Array(values) => Value::List(values.into_iter().map(of).collect()),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(number.as_str().to_owned()),
        },
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Float(number) => Value::Text(number.as_str().to_owned()),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
    };
    Entry { value, range }
}

impl Entry {
    /// A value that holds although it is not written.
    pub(super) fn new(value: Value) -> Entry {
        Entry { value, range: 0..0 }
    }
}

impl Value {
    /// The member of a table.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        match self {
            Value::Table(table) => table.get(key),
            _ => None,
        }
    }

    /// A table, or an empty one if it is something else.
    pub(super) fn into_table(self) -> Table {
        match self {
            Value::Table(table) => table,
            _ => Table::new(),
        }
    }

    /// The same, as something that holds although it is not written.
    pub(super) fn unplaced(&self) -> Value {
        let entry = |entry: &Entry| Entry::new(entry.value.unplaced());
        match self {
            Value::Table(table) => {
                let rows = table.iter().map(|(key, it)| (key.clone(), entry(it)));
                Value::Table(rows.collect())
            }
            Value::List(entries) => Value::List(entries.iter().map(entry).collect()),
            value => value.clone(),
        }
    }

    /// The text of a member of a table.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Table(one), Value::Table(other)) => one == other,
            (Value::List(one), Value::List(other)) => one == other,
            (Value::Flag(one), Value::Flag(other)) => one == other,
            (Value::Number(one), Value::Number(other)) => one == other,
            (Value::Text(one), Value::Text(other)) => one == other,
            _ => false,
        }
    }
}

/// As TOML writes it, on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Flag(flag) => write!(f, "{flag}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(text) => write!(f, "{text:?}"),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(|it| it.value.to_string()).collect();
                write!(f, "[{}]", values.join(", "))
            }
            Value::Table(table) => {
                let rows = table
                    .iter()
                    .map(|(key, it)| format!("{key} = {}", it.value));
                write!(f, "{{ {} }}", rows.collect::<Vec<_>>().join(", "))
            }
        }
    }
}
