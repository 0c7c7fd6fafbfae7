//! Declarations as an Apache Arrow stream, whole and with a version: for data teams. **It holds citizens' data in the
//! clear.**
//!
//! One column for each field of [`DeclarationRecord`], under its name; a field that a record leaves out is null.

use crate::error::{Code, Error, Result};
use crate::limits::PORTAL_GUESTS;
use crate::residence::{Declaration, DeclarationRecord, RECORD_VERSION};
use arrow_array::builder::{BooleanBuilder, ListBuilder, StringBuilder, UInt32Builder};
use arrow_array::{Array, ArrayRef, BooleanArray, ListArray, RecordBatch, StringArray, UInt32Array};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Arc;

const PLACE: &str = "Arrow";
const FORMAT: &str = "dinhdanh-declarations";

/// Keys of the schema's metadata.
const FORMAT_KEY: &str = "format";
const VERSION_KEY: &str = "version";
const COUNT_KEY: &str = "declarations";

const BOOLEANS: &[&str] = &["close_relative", "name_confirmed", "document_kind_assumed"];
const NUMBERS: &[&str] = &["old_province", "old_district", "old_commune", "new_province", "new_commune"];
const LISTS: &[&str] = &["insurance"];

fn malformed() -> Error {
    Error::new(Code::ExportMalformed, PLACE)
}

fn damaged(_: ArrowError) -> Error {
    malformed()
}

/// What a column holds.
fn kind_of(field: &str) -> DataType {
    if BOOLEANS.contains(&field) {
        DataType::Boolean
    } else if NUMBERS.contains(&field) {
        DataType::UInt32
    } else if LISTS.contains(&field) {
        DataType::new_list(DataType::Utf8, true)
    } else {
        DataType::Utf8
    }
}

/// The columns of the stream.
#[must_use]
pub fn fields() -> Vec<Field> {
    DeclarationRecord::FIELDS.iter().map(|name| Field::new(*name, kind_of(name), true)).collect()
}

/// The stream for these declarations, as one batch.
///
/// # Errors
/// `too-large`.
pub fn write(declarations: &[Declaration]) -> Result<Vec<u8>> {
    if declarations.len() > PORTAL_GUESTS {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    let records: Vec<Map<String, Value>> = declarations
        .iter()
        .map(|declaration| match serde_json::to_value(DeclarationRecord::from(declaration)) {
            Ok(Value::Object(fields)) => Ok(fields),
            _ => Err(malformed()),
        })
        .collect::<Result<_>>()?;
    let metadata = HashMap::from([
        (FORMAT_KEY.to_owned(), FORMAT.to_owned()),
        (VERSION_KEY.to_owned(), RECORD_VERSION.to_string()),
        // A stream that is cut between two messages reads like a whole one: the count says what is missing.
        (COUNT_KEY.to_owned(), records.len().to_string()),
    ]);
    let schema = Arc::new(Schema::new_with_metadata(fields(), metadata));
    let columns = DeclarationRecord::FIELDS.iter().map(|name| column(name, &records)).collect();
    let batch = RecordBatch::try_new(schema.clone(), columns).map_err(damaged)?;
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).map_err(damaged)?;
    writer.write(&batch).map_err(damaged)?;
    writer.into_inner().map_err(damaged)
}

fn column(name: &str, records: &[Map<String, Value>]) -> ArrayRef {
    let values = records.iter().map(|record| record.get(name));
    match kind_of(name) {
        DataType::Boolean => {
            let mut column = BooleanBuilder::new();
            values.for_each(|value| column.append_option(value.and_then(Value::as_bool)));
            Arc::new(column.finish())
        }
        DataType::UInt32 => {
            let mut column = UInt32Builder::new();
            let number = |value: &Value| value.as_u64().and_then(|value| u32::try_from(value).ok());
            values.for_each(|value| column.append_option(value.and_then(number)));
            Arc::new(column.finish())
        }
        DataType::Utf8 => {
            let mut column = StringBuilder::new();
            values.for_each(|value| column.append_option(value.and_then(Value::as_str)));
            Arc::new(column.finish())
        }
        _ => {
            let mut column = ListBuilder::new(StringBuilder::new());
            for value in values {
                let items = value.and_then(Value::as_array);
                let texts = items.into_iter().flatten().filter_map(Value::as_str);
                texts.for_each(|text| column.values().append_value(text));
                column.append(items.is_some());
            }
            Arc::new(column.finish())
        }
    }
}

/// The declarations of the batches of one stream, equal to those that were written.
///
/// Decoding the stream is the caller's (`arrow_ipc::reader::StreamReader`, or Arrow in another language): the decoder
/// of arrow-rs 60 panics on some damaged streams, which this library must not.
///
/// # Errors
/// `too-large`, `export-file-malformed` (other columns, or not as many declarations as were written),
/// `export-file-version`, and those of reading a [`DeclarationRecord`].
pub fn read(batches: &[RecordBatch]) -> Result<Vec<Declaration>> {
    let rows = batches.iter().fold(0_usize, |rows, batch| rows.saturating_add(batch.num_rows()));
    if rows > PORTAL_GUESTS {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    let wanted = fields();
    let mut declarations = Vec::with_capacity(rows);
    for batch in batches {
        let schema = batch.schema();
        let told = |key: &str| schema.metadata.get(key).map(String::as_str);
        if told(FORMAT_KEY) != Some(FORMAT) {
            return Err(malformed());
        }
        if told(VERSION_KEY) != Some(RECORD_VERSION.to_string().as_str()) {
            return Err(Error::new(Code::ExportVersion, PLACE));
        }
        let same = |(field, wanted): (&Arc<Field>, &Field)| **field == *wanted;
        let columns = schema.fields.len() == wanted.len() && schema.fields.iter().zip(&wanted).all(same);
        if !columns || told(COUNT_KEY) != Some(rows.to_string().as_str()) {
            return Err(malformed());
        }
        for row in 0..batch.num_rows() {
            declarations.push(declaration(batch, row)?);
        }
    }
    Ok(declarations)
}

fn declaration(batch: &RecordBatch, row: usize) -> Result<Declaration> {
    let mut record = Map::new();
    record.insert(VERSION_KEY.to_owned(), RECORD_VERSION.into());
    for (name, column) in DeclarationRecord::FIELDS.iter().zip(batch.columns()) {
        if column.is_null(row) {
            continue;
        }
        let column = column.as_any();
        let value = if let Some(texts) = column.downcast_ref::<StringArray>() {
            texts.value(row).into()
        } else if let Some(flags) = column.downcast_ref::<BooleanArray>() {
            flags.value(row).into()
        } else if let Some(numbers) = column.downcast_ref::<UInt32Array>() {
            numbers.value(row).into()
        } else {
            let list = column.downcast_ref::<ListArray>().ok_or_else(malformed)?.value(row);
            let texts = list.as_any().downcast_ref::<StringArray>().ok_or_else(malformed)?;
            texts.iter().flatten().collect::<Vec<_>>().into()
        };
        record.insert((*name).to_owned(), value);
    }
    let record: DeclarationRecord = serde_json::from_value(Value::Object(record)).map_err(|_| malformed())?;
    Declaration::try_from(&record)
}
