//! Declarations of residence: checked, and written for the police. All of them come as the JSON of
//! `docs/residence-files.md` and hold people's data in the clear.

use crate::errors::{SdkError, SdkResult};
use crate::printed::text;
use dinhdanh::error::{Code, Error, Lang};
use dinhdanh::given::Timestamp;
use dinhdanh::residence::export::portal_xlsx::{PortalGuest, Template, TemplateError};
use dinhdanh::residence::export::{Problem, foreign_xml, json};
use dinhdanh::residence::import::{Import, Plan, import};
use dinhdanh::residence::rules::{Context, Finding, Severity, check, check_batch};
use dinhdanh::residence::{Declaration, Facility, FacilityKind, Reason};
use dinhdanh::table::{Layout, Table};
use serde_json::{Value, json};

/// Checks declarations at a moment in Unix seconds and gives JSON: for each declaration its position, its stay and
/// what speaks against it, with the law it rests on and words for the person at the counter. `in_remote_area` is
/// whether the facility has more time to declare foreigners.
///
/// # Errors
/// Those of reading the declarations; `date-calendar` for a moment outside the years 1 to 9999.
pub fn check_stays(declarations: &[u8], at: i64, in_remote_area: bool) -> SdkResult<String> {
    let declarations = json::read(declarations)?;
    let context = Context::at(Timestamp::from_unix(at)).ok_or(Error::new(Code::DateCalendar, "at"))?;
    let between = check_batch(&declarations);
    let checked: Vec<Value> = declarations
        .iter()
        .enumerate()
        .map(|(position, declaration)| {
            let mut findings = check(declaration, &facility(declaration, in_remote_area), &context);
            findings.extend(between.iter().filter(|(at, _)| *at == position).map(|&(_, finding)| finding));
            judged(None, declaration.stay.id.as_str(), &findings)
        })
        .collect();
    text(&checked)
}

/// What a list of guests must be told besides. Nothing of it is personal.
#[derive(Clone, Debug, Default)]
pub struct ListTerms {
    /// The identifier of the facility whose list it is.
    pub facility: String,
    /// Its kind: `hotel-1` to `hotel-5`, `inn`, `guest-house`, `rental`, `industrial-housing`, `hospital`, `coach`.
    pub facility_kind: String,
    /// Whether it has more time to declare foreigners.
    pub in_remote_area: bool,
    /// The reason of stay where a row names none, such as `tourism` (`docs/residence-files.md`).
    pub reason: Option<String>,
    /// For lists without identifiers of stays: what to put before the number of the row to make one. Use it once per
    /// file, with the file's name in it.
    pub numbered: Option<String>,
    /// The moment of the checks in Unix seconds.
    pub at: i64,
}

/// Declarations from a list that another program keeps, as a CSV file or XLSX workbook whose headings are recognised: the
/// JSON of `docs/residence-files.md`, and JSON about every row: `stays` with what speaks against each, `rejected` for
/// rows that name no stay. No row is in neither.
///
/// # Errors
/// Those of reading a table; `export-file-malformed` where no row of headings is found; `argument-missing` for a kind or
/// reason that is none; `date-calendar` for a moment outside the years 1 to 9999.
pub fn stays_from_list(list: &[u8], terms: &ListTerms) -> SdkResult<(Vec<u8>, String)> {
    let unknown = |place| SdkError::of(Code::ArgumentMissing, place);
    let facility = Facility {
        id: terms.facility.clone(),
        kind: FacilityKind::from_word(&terms.facility_kind).ok_or(unknown("facility_kind"))?,
        name: String::new(),
        address: None,
        is_remote: terms.in_remote_area,
    };
    let reason = terms.reason.as_deref().map(|word| Reason::from_word(word).ok_or(unknown("reason"))).transpose()?;
    let context = Context::at(Timestamp::from_unix(terms.at)).ok_or(Error::new(Code::DateCalendar, "at"))?;
    let headed = Table::read(list)?.sheets.into_iter().filter_map(|sheet| Layout::guess(&sheet).map(|at| (sheet, at)));
    let known = |layout: &Layout| layout.columns.iter().filter(|column| column.role.is_some()).count();
    let (sheet, layout) =
        headed.max_by_key(|(_, layout)| known(layout)).ok_or(SdkError::of(Code::ExportMalformed, "headings"))?;
    let plan = Plan { reason, numbered: terms.numbered.clone(), ..Plan::new(&facility) };
    let Import { stays, rejected } = import(&sheet, &layout, &plan, &context);
    let (mut declarations, mut rows) = (Vec::new(), Vec::new());
    for stay in stays {
        let stay_id = stay.declaration.stay.id.as_str();
        rows.push(judged(Some(stay.number), stay_id, &stay.findings));
        declarations.push(stay.declaration);
    }
    let rejected: Vec<Value> = rejected
        .iter()
        .map(|row| json!({"row": row.number, "findings": row.findings.iter().map(spoken).collect::<Vec<_>>()}))
        .collect();
    Ok((json::write(&declarations)?, text(&json!({"stays": rows, "rejected": rejected}))?))
}

/// A stay and what speaks against it.
fn judged(row: Option<u32>, stay_id: &str, findings: &[Finding]) -> Value {
    let ready = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let spoken: Vec<Value> = findings.iter().map(spoken).collect();
    match row {
        Some(row) => json!({"row": row, "stay_id": stay_id, "ready": ready, "findings": spoken}),
        None => json!({"stay_id": stay_id, "ready": ready, "findings": spoken}),
    }
}

/// The XML of foreign guests for the portal, and JSON about the declarations that are not in it.
///
/// # Errors
/// Those of reading the declarations and of writing the file.
pub fn foreign_guests_xml(declarations: &[u8]) -> SdkResult<(Vec<u8>, String)> {
    let declarations = json::read(declarations)?;
    let (guests, left_out) = sorted(&declarations, foreign_xml::ForeignGuest::of);
    Ok((foreign_xml::write(&guests)?, text(&left_out)?))
}

/// The portal's workbook of Vietnamese guests, filled into the template that the user downloaded there, and JSON about
/// the declarations that are not in it.
///
/// # Errors
/// Those of reading the declarations, of opening the template and of filling it.
pub fn portal_workbook(template: &[u8], declarations: &[u8]) -> SdkResult<(Vec<u8>, String)> {
    let declarations = json::read(declarations)?;
    let template = Template::open(template).map_err(template_error)?;
    let catalogue = template.catalogue();
    let row = |declaration: &Declaration| PortalGuest::of(declaration, catalogue)?.row(catalogue);
    let (rows, left_out) = sorted(&declarations, row);
    Ok((template.fill(&rows)?, text(&left_out)?))
}

/// A template that is laid out differently was changed by the ministry, or is another file.
fn template_error(error: TemplateError) -> SdkError {
    match error {
        TemplateError::File(error) => error.into(),
        TemplateError::Changed(_) => SdkError::of(Code::PortalTemplateChanged, "template"),
    }
}

fn sorted<T>(
    declarations: &[Declaration],
    of: impl Fn(&Declaration) -> Result<T, Vec<Problem>>,
) -> (Vec<T>, Vec<Value>) {
    let (mut taken, mut left_out) = (Vec::new(), Vec::new());
    for declaration in declarations {
        match of(declaration) {
            Ok(one) => taken.push(one),
            Err(problems) => {
                let problems: Vec<Value> = problems
                    .iter()
                    .map(|problem| json!({"field": problem.field, "code": problem.code.as_str()}))
                    .collect();
                left_out.push(json!({"stay_id": declaration.stay.id.as_str(), "problems": problems}));
            }
        }
    }
    (taken, left_out)
}

fn facility(declaration: &Declaration, is_remote: bool) -> Facility {
    Facility {
        id: declaration.facility.clone(),
        kind: declaration.facility_kind,
        name: String::new(),
        address: None,
        is_remote,
    }
}

fn spoken(finding: &Finding) -> Value {
    json!({
        "code": finding.rule.as_str(),
        "severity": finding.severity(),
        "field": finding.field,
        "law": finding.basis.law.number,
        "article": finding.basis.article,
        "message_vi": format!("{} {}", finding.rule.text(Lang::Vi), finding.rule.remedy(Lang::Vi)),
        "message_en": format!("{} {}", finding.rule.text(Lang::En), finding.rule.remedy(Lang::En)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Mã đặt phòng,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Ngày đến,Ngày đi,Phòng\n\
        B1-1,Nguyễn Thị Mẫu,17/02/1999,Nữ,001199000018,21/11/2026 14:30,23/11/2026,101\n\
        B2-1,Trần Văn Mẫu,05/06/1999,Nam,001099000011,hôm qua,23/11/2026,102\n";

    fn terms() -> ListTerms {
        ListTerms {
            facility: "mau".to_owned(),
            facility_kind: "inn".to_owned(),
            reason: Some("tourism".to_owned()),
            at: 1_795_248_000,
            ..ListTerms::default()
        }
    }

    #[test]
    fn every_row_of_a_list_comes_out() {
        let (declarations, rows) = stays_from_list(LIST.as_bytes(), &terms()).unwrap();
        let rows: Value = serde_json::from_str(&rows).unwrap();
        assert_eq!((&rows["stays"][0]["row"], &rows["stays"][0]["stay_id"]), (&json!(2), &json!("B1-1")));
        assert_eq!(rows["rejected"][0]["row"], json!(3));
        assert!(rows["rejected"][0]["findings"][0]["message_vi"].is_string());
        // What was checked with the list is checked alike without it.
        let checked: Value = serde_json::from_str(&check_stays(&declarations, terms().at, false).unwrap()).unwrap();
        assert_eq!(checked[0]["findings"], rows["stays"][0]["findings"]);
        assert_eq!(checked.as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn what_a_list_cannot_be_read_with_is_named() {
        let refused = |list: &str, terms: &ListTerms| {
            let error = stays_from_list(list.as_bytes(), terms).unwrap_err();
            (error.code(), error.place())
        };
        let other = |kind: &str, reason: &str| ListTerms {
            facility_kind: kind.to_owned(),
            reason: Some(reason.to_owned()),
            ..terms()
        };
        assert_eq!(refused(LIST, &other("castle", "tourism")), ("argument-missing", "facility_kind"));
        assert_eq!(refused(LIST, &other("inn", "fun")), ("argument-missing", "reason"));
        assert_eq!(refused(LIST, &ListTerms { at: i64::MAX, ..terms() }), ("date-calendar", "at"));
        assert_eq!(refused("a,b\n1,2\n", &terms()), ("export-file-malformed", "headings"));
        assert_eq!(refused("PK\u{3}\u{4}", &terms()).0, "table-malformed");
    }
}
