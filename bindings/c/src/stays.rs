//! Declarations of residence. They come as the JSON of `docs/residence-files.md` and hold people's data in the clear.

use crate::arguments::{Out, bytes};
use crate::bytes::dd_bytes;
use crate::errors::{dd_error, entry};
use dinhdanh_facade::{check_stays, foreign_guests_xml, portal_workbook};

/// Checks declarations at a moment in Unix seconds and gives JSON: for each its stay and what speaks against it, with
/// the law it rests on. `in_remote_area` is 1 where the facility has more time to declare foreigners, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_check_stays(
    declarations: *const u8,
    declarations_len: usize,
    at: i64,
    in_remote_area: i32,
    json: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let json = Out::new(json, "json");
        entry(error, || {
            let declarations = bytes(declarations, declarations_len, "declarations")?;
            json.give_text(check_stays(declarations, at, in_remote_area != 0)?)
        })
    }
}

/// The XML of foreign guests for the portal, and JSON about the declarations that are not in it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_foreign_guests_xml(
    declarations: *const u8,
    declarations_len: usize,
    xml: *mut dd_bytes,
    left_out: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let (xml, left_out) = (Out::new(xml, "xml"), Out::new(left_out, "left_out"));
        entry(error, || {
            let declarations = bytes(declarations, declarations_len, "declarations")?;
            // Both or none: nothing is handed over beside an error.
            xml.wanted()?;
            left_out.wanted()?;
            let (file, rest) = foreign_guests_xml(declarations)?;
            xml.give_bytes(file)?;
            left_out.give_text(rest)
        })
    }
}

/// The portal's workbook (xlsx) of Vietnamese guests, filled into the template that the user downloaded there, and JSON
/// about the declarations that are not in it. `portal-template-changed` and the codes of the files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn dd_portal_workbook(
    template_file: *const u8,
    template_file_len: usize,
    declarations: *const u8,
    declarations_len: usize,
    workbook: *mut dd_bytes,
    left_out: *mut dd_bytes,
    error: *mut *mut dd_error,
) -> i32 {
    // SAFETY: the contract of the crate.
    unsafe {
        let (workbook, left_out) = (Out::new(workbook, "workbook"), Out::new(left_out, "left_out"));
        entry(error, || {
            let template = bytes(template_file, template_file_len, "template_file")?;
            let declarations = bytes(declarations, declarations_len, "declarations")?;
            workbook.wanted()?;
            left_out.wanted()?;
            let (file, rest) = portal_workbook(template, declarations)?;
            workbook.give_bytes(file)?;
            left_out.give_text(rest)
        })
    }
}
