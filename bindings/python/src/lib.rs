//! The extension module behind the Python package `dinhdanh`: it converts, catches and renames; decisions are the
//! core's.

mod address;
mod arrow;
mod card;
mod clean;
mod errors;
mod files;
mod identity;
mod login;
mod matching;
mod normalize;
mod pictures;
mod printed;
mod report;
mod spread;
mod sso;
mod stays;
mod trust;

use pyo3::prelude::*;

/// Native part of the package; import `dinhdanh`.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<arrow::Column>()?;
    module.add_class::<arrow::Table>()?;
    module.add_class::<identity::PersonalNumber>()?;
    module.add_class::<identity::CardQr>()?;
    module.add_class::<card::CardSession>()?;
    module.add_class::<card::CardReading>()?;
    module.add_class::<card::Progress>()?;
    module.add_class::<card::Verifier>()?;
    module.add_class::<card::Verification>()?;
    module.add_class::<card::Citizen>()?;
    module.add_class::<pictures::FrameScanner>()?;
    module.add_class::<printed::Mrz>()?;
    module.add_function(wrap_pyfunction!(card::longest_answer, module)?)?;
    module.add_function(wrap_pyfunction!(printed::parse_mrz, module)?)?;
    module.add_function(wrap_pyfunction!(printed::recognise_mrz, module)?)?;
    module.add_function(wrap_pyfunction!(printed::repair_scan, module)?)?;
    module.add_function(wrap_pyfunction!(stays::check_stays, module)?)?;
    module.add_function(wrap_pyfunction!(stays::stays_from_list, module)?)?;
    module.add_function(wrap_pyfunction!(stays::foreign_guests_xml, module)?)?;
    module.add_function(wrap_pyfunction!(stays::portal_workbook, module)?)?;
    module.add_function(wrap_pyfunction!(errors::error_codes, module)?)?;
    #[cfg(feature = "planted-panic")]
    module.add_function(wrap_pyfunction!(errors::planted_panic, module)?)?;
    module.add_function(wrap_pyfunction!(identity::parse_card_qr, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::read_qr, module)?)?;
    module.add_function(wrap_pyfunction!(address::convert_addresses, module)?)?;
    module.add_class::<matching::Duplicates>()?;
    module.add_function(wrap_pyfunction!(matching::find_duplicates, module)?)?;
    module.add_function(wrap_pyfunction!(matching::link, module)?)?;
    module.add_class::<login::LoginProvider>()?;
    module.add_class::<login::LoginAttempt>()?;
    module.add_class::<login::LogoutNotice>()?;
    module.add_class::<login::Login>()?;
    module.add_class::<login::HttpCall>()?;
    module.add_function(wrap_pyfunction!(sso::verify_id_token, module)?)?;
    module.add_function(wrap_pyfunction!(sso::verify_envelope, module)?)?;
    module.add_function(wrap_pyfunction!(normalize::normalize_names, module)?)?;
    module.add_function(wrap_pyfunction!(normalize::normalize_dates, module)?)?;
    module.add_function(wrap_pyfunction!(normalize::normalize_ids, module)?)?;
    module.add_function(wrap_pyfunction!(normalize::normalize_phones, module)?)?;
    module.add_class::<clean::Cleaner>()?;
    module.add_function(wrap_pyfunction!(clean::issue_codes, module)?)?;
    module.add_function(wrap_pyfunction!(clean::column_roles, module)?)?;
    module.add_class::<files::CsvReader>()?;
    module.add_class::<files::CsvWriter>()?;
    module.add_function(wrap_pyfunction!(trust::pseudonymize_ids, module)?)?;
    module.add_function(wrap_pyfunction!(trust::pseudonymize_people, module)?)?;
    module.add_function(wrap_pyfunction!(trust::check_anonymity, module)?)?;
    module.add_function(wrap_pyfunction!(trust::year_bands, module)?)?;
    module.add_function(wrap_pyfunction!(trust::mask_column, module)?)?;
    module.add_function(wrap_pyfunction!(trust::write_audit, module)?)?;
    module.add_function(wrap_pyfunction!(trust::verify_audit, module)?)?;
    module.add_function(wrap_pyfunction!(trust::revert_audit, module)?)?;
    module.add_function(wrap_pyfunction!(files::file_sha256, module)?)?;
    module.add_function(wrap_pyfunction!(files::read_workbook, module)?)?;
    module.add_function(wrap_pyfunction!(files::sheets, module)?)?;
    module.add_function(wrap_pyfunction!(files::guess_role, module)?)?;
    module.add_function(wrap_pyfunction!(files::as_table, module)?)?;
    module.add_function(wrap_pyfunction!(files::concat_tables, module)?)?;
    module.add_function(wrap_pyfunction!(matching::matching_roles, module)?)?;
    module.add_function(wrap_pyfunction!(report::worst_rows, module)?)?;
    module.add_class::<files::Batches>()?;
    module.add_class::<spread::MatchCounts>()?;
    module.add_function(wrap_pyfunction!(spread::match_counts, module)?)?;
    module.add_function(wrap_pyfunction!(spread::match_keys, module)?)?;
    module.add_function(wrap_pyfunction!(spread::match_groups, module)?)?;
    Ok(())
}
