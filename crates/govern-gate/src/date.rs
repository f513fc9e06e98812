//! A day of the calendar: waivers expire by it.

use std::fmt;

/// A day of the (Gregorian) calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is one.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(index, byte)| match index {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        Date::new(
            text[..4].parse().ok()?,
            text[5..7].parse().ok()?,
            text[8..].parse().ok()?,
        )
    }

    /// The day (in UTC) that many seconds after the start of 1970.
    pub fn from_unix(seconds: u64) -> Date {
        let mut days = seconds / 86_400;
        let mut year = 1970_u16;
        // Whole cycles of 400 years first, so that no number takes long.
        let cycles = days / 146_097;
        days %= 146_097;
        year = year.saturating_add(u16::try_from(cycles * 400).unwrap_or(u16::MAX));
        while days >= days_of(year) {
            days -= days_of(year);
            year = year.saturating_add(1);
        }
        let mut month = 1;
        while days >= u64::from(days_in(year, month)) {
            days -= u64::from(days_in(year, month));
            month += 1;
        }
        let day = u8::try_from(days).expect("a month has fewer than 32 days") + 1;
        Date { year, month, day }
    }

    /// The day that comes so many days after it.
    #[must_use]
    pub fn after(self, days: u64) -> Date {
        let Date {
            mut year,
            mut month,
            mut day,
        } = self;
        for _ in 0..days {
            day += 1;
            if day > days_in(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year.saturating_add(1), 1);
            }
        }
        Date { year, month, day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u16) -> u64 {
    if leap(year) { 366 } else { 365 }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_after_each_other() {
        let day = |text: &str| Date::parse(text).expect("there is such a day");
        assert_eq!(day("2026-06-15").after(0), day("2026-06-15"));
        assert_eq!(day("2026-12-31").after(1), day("2027-01-01"));
        assert_eq!(day("2028-02-28").after(2), day("2028-03-01"));
        assert_eq!(day("2026-06-15").after(365), day("2027-06-15"));
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        assert_eq!(Date::parse("2028-02-29").unwrap().to_string(), "2028-02-29");
        for wrong in [
            "2027-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-01",
            "26-01-01",
            "2026/01/01",
            "2026-01-011",
            "tomorrow",
            "２026-01-1",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn unix_seconds_become_days() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_735_689_599, "2024-12-31"),
            (4_107_542_400, "2100-03-01"),
            (13_574_563_200, "2400-02-29"),
        ] {
            assert_eq!(Date::from_unix(seconds).to_string(), day, "{seconds}");
        }
        // A nonsensical clock gives a nonsensical day, at once.
        assert!(Date::from_unix(u64::MAX) > Date::from_unix(13_574_563_200));
    }

    #[test]
    fn days_are_ordered() {
        let mut days =
            ["2026-10-01", "2025-12-31", "2026-09-30"].map(|day| Date::parse(day).unwrap());
        days.sort();
        assert_eq!(
            days.map(|day| day.to_string()),
            ["2025-12-31", "2026-09-30", "2026-10-01"]
        );
    }
}
