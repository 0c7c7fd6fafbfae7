//! Declarations of residence: checked, and written for the police. All of them come as the JSON of
//! `docs/residence-files.md` and hold people's data in the clear.

use crate::errors::{SdkError, SdkResult};
use crate::printed::text;
use dinhdanh::error::{Code, Error, Lang};
use dinhdanh::given::Timestamp;
use dinhdanh::residence::export::portal_xlsx::{PortalGuest, Template, TemplateError};
use dinhdanh::residence::export::{Problem, foreign_xml, json};
use dinhdanh::residence::rules::{Context, Finding, Severity, check, check_batch};
use dinhdanh::residence::{Declaration, Facility};
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
            let ready = findings.iter().all(|finding| finding.severity() != Severity::Error);
            let findings: Vec<Value> = findings.iter().map(spoken).collect();
            json!({"stay_id": declaration.stay.id.as_str(), "ready": ready, "findings": findings})
        })
        .collect();
    text(&checked)
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
