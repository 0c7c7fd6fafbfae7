//! Addresses of a column, old and new, as units of today.

use crate::arrow::{Column, Text, TextColumn, failed};
use crate::errors::outside;
use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder};
use arrow_array::{ArrayRef, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use dinhdanh::cleanup::address::{AddressParser, Candidate, Scratch};
use dinhdanh::units::Unit;
use pyo3::prelude::*;
use std::sync::Arc;

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn candidate_fields() -> Fields {
    ["province_code", "province_name", "commune_code", "commune_name", "why"].map(text).to_vec().into()
}

fn fields() -> Fields {
    let candidates = Field::new("item", DataType::Struct(candidate_fields()), true);
    let texts = [
        "status",
        "province_code",
        "province_name",
        "commune_code",
        "commune_name",
        "old_code",
        "old_name",
        "detail",
        "table_version",
    ];
    let mut fields = texts.map(text).to_vec();
    fields.insert(8, Field::new("candidates", DataType::List(Arc::new(candidates)), true));
    fields.into()
}

fn province(unit: Unit<'_>) -> Unit<'_> {
    unit.province()
}

fn append_candidate(row: &mut StructBuilder, candidate: &Candidate<'_>) {
    let commune = candidate.commune;
    let values = [
        province(commune).code_text(),
        province(commune).full_name(),
        commune.code_text(),
        commune.full_name(),
        candidate.why.as_str().to_owned(),
    ];
    for (at, value) in values.iter().enumerate() {
        if let Some(builder) = row.field_builder::<StringBuilder>(at) {
            builder.append_value(value);
        }
    }
    row.append(true);
}

fn resolve(chunk: &Text) -> Result<ArrayRef, ArrowError> {
    let mut texts: [StringBuilder; 9] = Default::default();
    let item = StructBuilder::from_fields(candidate_fields(), 0);
    let mut candidates = ListBuilder::new(item);
    let mut scratch = Scratch::default();
    for cell in chunk.iter() {
        let answer = AddressParser::embedded().resolve_with(cell.unwrap_or_default(), &mut scratch);
        let [status, province_code, province_name, commune_code, commune_name, old_code, old_name, detail, version] =
            &mut texts;
        status.append_value(answer.status.as_str());
        let found = answer.province.or_else(|| answer.commune.map(province));
        province_code.append_option(found.map(Unit::code_text));
        province_name.append_option(found.map(Unit::full_name));
        commune_code.append_option(answer.commune.map(Unit::code_text));
        commune_name.append_option(answer.commune.map(Unit::full_name));
        old_code.append_option(answer.old.map(Unit::code_text));
        old_name.append_option(answer.old.map(Unit::full_name));
        detail.append_value(answer.detail.expose());
        version.append_value(answer.table_version);
        for candidate in &answer.candidates {
            append_candidate(candidates.values(), candidate);
        }
        candidates.append(true);
    }
    let mut arrays: Vec<ArrayRef> = texts.iter_mut().map(|b| -> ArrayRef { Arc::new(b.finish()) }).collect();
    arrays.insert(8, Arc::new(candidates.finish()));
    Ok(Arc::new(StructArray::try_new(fields(), arrays, None)?))
}

/// Resolves addresses, old three-level and new two-level ones alike, to the units since 1 July 2025.
///
/// Gives a struct column: `status` (`exact`, `candidates` or `unknown`), `province_code`, `province_name`,
/// `commune_code`, `commune_name` (statistics office), `old_code`, `old_name` (until 2025), `detail` (house, street,
/// hamlet), `candidates`, `table_version`. Where several communes fit, all are candidates and none is chosen. Nothing
/// leaves the machine.
///
/// Chuyển địa chỉ cũ hoặc mới về đơn vị hành chính từ ngày 01/7/2025; không dùng mạng.
#[pyfunction]
#[pyo3(signature = (column, /))]
pub(crate) fn convert_addresses(py: Python<'_>, column: TextColumn) -> PyResult<Column> {
    let chunks = outside(py, || column.chunks.iter().map(resolve).collect::<Result<Vec<_>, _>>())?;
    Ok(Column::new("address", chunks.map_err(|e| failed(&e))?, DataType::Struct(fields())))
}
