//! The same report for a person at the counter, in Vietnamese and English.

use dinhdanh::document::chip::session::Activity;
use dinhdanh::document::verify::{Outcome, Verification};
use dinhdanh::error::Lang;
use dinhdanh::identity::{Assurance, Citizen};
use std::fmt::Write;

/// Who the holder is, as the chip says.
#[must_use]
pub fn citizen(citizen: &Citizen) -> String {
    let mut out = String::new();
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "  {label:<34}{value}");
        }
    };
    line("Số định danh / ID number", citizen.id_number.as_ref().map(|v| v.expose().as_str().to_owned()));
    line("Họ và tên / Full name", citizen.full_name.as_ref().map(|v| v.expose().as_str().to_owned()));
    line("Ngày sinh / Date of birth", citizen.date_of_birth.as_ref().map(|v| v.expose().to_vietnamese()));
    line("Giới tính / Sex", citizen.sex.as_ref().map(|v| v.expose().vietnamese().to_owned()));
    line("Quốc tịch / Nationality", citizen.nationality.as_ref().map(|v| v.expose().as_str().to_owned()));
    line("Nơi cư trú / Residence", citizen.address.as_ref().map(|v| v.expose().text.clone()));
    line("Ngày cấp / Issued", citizen.issued.as_ref().map(|v| v.expose().to_vietnamese()));
    line("Có giá trị đến / Expires", citizen.expires.as_ref().map(|v| v.expose().to_string()));
    line("Số CMND cũ / Old ID number", citizen.old_id_number.as_ref().map(|v| v.expose().as_str().to_owned()));
    out
}

/// Every check with its outcome, then what contradicts what, then what it all amounts to.
#[must_use]
pub fn verdict(verification: &Verification) -> String {
    let mut out = String::new();
    for done in verification.verdict.checks() {
        let (mark, reason) = match done.outcome {
            Outcome::Passed => ("✓", None),
            Outcome::Failed(reason) => ("✗", Some(reason)),
            Outcome::NotDone(reason) => ("–", Some(reason)),
        };
        let _ = write!(out, "  {mark} {:<22}", done.check.to_string());
        if let Some(reason) = reason {
            let _ = write!(out, "{} / {} [{}]", reason.text(Lang::Vi), reason.text(Lang::En), reason.as_str());
        }
        out.push('\n');
    }
    for conflict in &verification.conflicts {
        let _ = writeln!(out, "  ! {}: {} / {}", conflict.check, conflict.explanation_vi, conflict.explanation_en);
    }
    let verdict = &verification.verdict;
    let meaning = match verdict.assurance() {
        Assurance::Printed => "Chưa chứng minh được gì / Nothing is proven",
        Assurance::SignedUnanchored => {
            "Có chữ ký nhưng không của cơ quan tin cậy: KHÔNG phải thẻ thật / Signed by nobody you trust: NOT genuine"
        }
        Assurance::IssuerSigned => "Dữ liệu do cơ quan cấp ký; có thể là bản sao / Issued by the state; may be a copy",
        Assurance::NotCloned => "Thẻ gốc do cơ quan cấp / The original card, issued by the state",
        Assurance::HolderPresent => "Thẻ gốc và đúng người / The original card with its holder",
    };
    let _ = writeln!(out, "\n{:?}: {meaning}", verdict.assurance());
    if !verdict.meets_policy() {
        let _ = writeln!(out, "TỪ CHỐI / REFUSED (cần / required: {:?})", verdict.policy().required);
    }
    out
}

/// One line of progress; nothing where there is nothing new to say.
#[must_use]
pub fn progress(activity: &Activity, last: &mut String) -> Option<String> {
    let line = match activity {
        Activity::Connecting => "Kết nối chip / connecting".to_owned(),
        Activity::Opening { password } => format!("Mở chip, khóa thứ {0} / opening, key {0}", password + 1),
        Activity::Reading { file, read, total: Some(total) } if *total > 2048 => {
            let quarter = (read * 4).checked_div(*total).unwrap_or(0) * 25;
            format!("Đọc {file} {quarter} % / reading")
        }
        Activity::Reading { file, .. } => format!("Đọc {file} / reading"),
        Activity::ProvingChip => "Kiểm tra chip gốc / is the chip the original".to_owned(),
        _ => return None,
    };
    if line == *last {
        return None;
    }
    last.clone_from(&line);
    Some(line)
}
