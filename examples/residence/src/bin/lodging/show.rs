//! Deadlines and figures.

use crate::report::{Deadlines, Report};
use crate::{By, Desk, Stats};
use dinhdanh::given::Timestamp;
use dinhdanh::residence::LocalTime;
use dinhdanh::residence::indicators::{Dimension, LodgingFact, Period, Table, facts_to_csv};
use dinhdanh::residence::outbox::{State, Status};
use dinhdanh_residence_examples::outcome::{Stop, write_private};

/// What must be declared by when.
pub fn due(desk: &Desk, hours: u16) -> Result<Report, Stop> {
    let overdue = desk.outbox.overdue(desk.now)?;
    let due = desk.outbox.due(desk.now, u32::from(hours) * 3600)?;
    let mut report = Report::default();
    for (statuses, words) in [(&overdue, "QUÁ HẠN / OVERDUE"), (&due, "sắp đến hạn / due")] {
        for status in statuses {
            report.say(format!("{words} {} {} ({})", local(status.deadline), status.stay, state(status)));
        }
    }
    if overdue.is_empty() && due.is_empty() {
        report.say("Không có khai báo nào sắp đến hạn / nothing is due");
    } else {
        report.call_a_person();
    }
    report.deadlines = Some(Deadlines { overdue, due });
    Ok(report)
}

fn local(deadline: Option<Timestamp>) -> String {
    let time = deadline.and_then(LocalTime::at);
    time.map(|time| time.to_string().replace('T', " ")).unwrap_or_default()
}

fn state(status: &Status) -> &'static str {
    match status.state {
        State::Draft => "chưa xuất tệp / not exported",
        State::Exported => "đã xuất, chưa đối chiếu / exported, not compared",
        State::Rejected => "cổng từ chối / refused",
        State::Missing => "cổng không có / missing at the portal",
        State::Different => "cổng ghi khác / different at the portal",
        State::Confirmed => "đã xác nhận / confirmed",
        State::Withdrawn => "đã rút / withdrawn",
    }
}

/// Guests and nights.
pub fn stats(desk: &Desk, stats: &Stats) -> Result<Report, Stop> {
    let (row, column) = match stats.by.as_slice() {
        [row] => (*row, None),
        [row, column] => (*row, Some(*column)),
        _ => return Err(Stop::Usage("--by: one or two names".to_owned())),
    };
    let mut facts = Vec::new();
    let mut redacted = 0;
    for status in desk.outbox.declarations(None)? {
        if status.redacted {
            redacted += 1;
        } else if status.state != State::Withdrawn {
            facts.extend(LodgingFact::of(&desk.outbox.entry(status.id)?.declaration()?));
        }
    }
    if let Some(path) = &stats.facts {
        write_private(path, facts_to_csv(&facts).as_bytes()).map_err(Stop::Usage)?;
    }
    let table = Table::of(&facts, row.into(), column.map(Dimension::from))?.suppress(stats.at_least);
    let mut report = Report::default();
    let table = table.to_csv();
    report.say(table.trim_end().replace("\r\n", "\n"));
    if redacted > 0 {
        report
            .say(format!("! {redacted} khách đã xóa dữ liệu, không tính / {redacted} redacted guests are not counted"));
    }
    report.table = Some(table);
    Ok(report)
}

impl From<By> for Dimension {
    fn from(by: By) -> Self {
        match by {
            By::Kind => Self::FacilityKind,
            By::Facility => Self::Facility,
            By::Nationality => Self::Nationality,
            By::Age => Self::AgeGroup,
            By::Sex => Self::Sex,
            By::OldProvince => Self::OldProvince,
            By::NewProvince => Self::NewProvince,
            By::Purpose => Self::Purpose,
            By::Day => Self::Arrival(Period::Day),
            By::Month => Self::Arrival(Period::Month),
            By::Quarter => Self::Arrival(Period::Quarter),
            By::Year => Self::Arrival(Period::Year),
        }
    }
}
