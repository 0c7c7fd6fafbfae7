//! Figures and facts as Apache Arrow, for DuckDB, Polars, pandas and R.

use super::csv::COLUMNS;
use super::dimension::{Dimension, Period};
use super::fact::LodgingFact;
use super::table::Published;
use crate::error::{Code, Error, Result};
use crate::identity::Date;
use crate::limits::FACTS;
use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// The schema of facts. Codes are text; what is not known is null.
///
/// | column | type | |
/// |---|---|---|
/// | `facility`, `facility_kind` | text | |
/// | `arrival_day` | Date32 | |
/// | `nationality` | text? | as in machine readable zones |
/// | `age_group` | text? | `20-24`, `85+` |
/// | `sex` | text? | `female`, `male`, `unspecified` |
/// | `old_province`, `new_province` | text? | `079`, `79` |
/// | `purpose` | text? | |
/// | `nights` | UInt32? | |
#[must_use]
pub fn schema() -> SchemaRef {
    let mut fields: Vec<Field> =
        COLUMNS.iter().map(|column| Field::new(column.name(), kind(*column), !always(*column))).collect();
    fields.push(Field::new("nights", DataType::UInt32, true));
    Arc::new(Schema::new(fields))
}

const fn kind(column: Dimension) -> DataType {
    match column {
        Dimension::Arrival(Period::Day) => DataType::Date32,
        _ => DataType::Utf8,
    }
}

/// Whether every fact has it.
const fn always(column: Dimension) -> bool {
    matches!(column, Dimension::Facility | Dimension::FacilityKind | Dimension::Arrival(_))
}

/// The facts as one batch.
///
/// # Errors
/// `too-large` for more than [`FACTS`]: hand them over in several batches.
pub fn facts(facts: &[LodgingFact]) -> Result<RecordBatch> {
    if facts.len() > FACTS {
        return Err(Error::new(Code::TooLarge, "facts"));
    }
    let epoch = Date::new(1970, 1, 1);
    let column = |column: &Dimension| -> ArrayRef {
        match column {
            Dimension::Arrival(Period::Day) => {
                let days = |fact: &LodgingFact| fact.arrival.days_since(epoch?);
                Arc::new(Date32Array::from_iter(facts.iter().map(days)))
            }
            column => {
                let code = |fact| Some(column.code(fact)).filter(|code| code != super::dimension::UNKNOWN);
                Arc::new(StringArray::from_iter(facts.iter().map(code)))
            }
        }
    };
    let mut columns: Vec<ArrayRef> = COLUMNS.iter().map(column).collect();
    columns.push(Arc::new(UInt32Array::from_iter(facts.iter().map(|fact| fact.nights))));
    RecordBatch::try_new(schema(), columns).map_err(failed)
}

/// A published table as one batch: groups (null for a total), `guests`, `nights` (null where withheld).
///
/// # Errors
/// None that a table can cause; Arrow asks for it.
pub fn table(table: &Published) -> Result<RecordBatch> {
    let cells = table.cells();
    let mut fields = vec![Field::new(table.row.name(), DataType::Utf8, true)];
    let mut columns: Vec<ArrayRef> =
        vec![Arc::new(StringArray::from_iter(cells.iter().map(|cell| cell.row.as_deref())))];
    if let Some(column) = table.column {
        fields.push(Field::new(column.name(), DataType::Utf8, true));
        columns.push(Arc::new(StringArray::from_iter(cells.iter().map(|cell| cell.column.as_deref()))));
    }
    let mut measure = |name: &str, values: UInt64Array| {
        fields.push(Field::new(name, DataType::UInt64, true));
        columns.push(Arc::new(values));
    };
    let counts = || cells.iter().map(|cell| cell.counts);
    measure("guests", counts().map(|counts| counts.map(|counts| counts.guests)).collect());
    measure("nights", counts().map(|counts| counts.map(|counts| counts.nights)).collect());
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(failed)
}

/// The batch as an Arrow IPC stream (`.arrows`), which the readers of other languages take.
///
/// # Errors
/// `too-large` where the stream cannot be held in memory.
pub fn to_stream(batch: &RecordBatch) -> Result<Vec<u8>> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).map_err(failed)?;
    writer.write(batch).map_err(failed)?;
    writer.into_inner().map_err(failed)
}

/// Schema and columns are made side by side above, so what is left to fail is size.
fn failed(_: ArrowError) -> Error {
    Error::new(Code::TooLarge, "arrow")
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;
    use crate::identity::Nationality;
    use crate::residence::FacilityKind;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, UInt32Type, UInt64Type};
    use arrow_ipc::reader::StreamReader;

    fn read_back(batch: &RecordBatch) -> RecordBatch {
        let stream = to_stream(batch).unwrap();
        let mut reader = StreamReader::try_new(stream.as_slice(), None).unwrap();
        let back = reader.next().unwrap().unwrap();
        assert!(reader.next().is_none());
        back
    }

    #[test]
    fn facts_and_tables_come_back_from_the_stream() {
        let fact = |day, nights| LodgingFact {
            nights,
            old_province: Some(1),
            ..LodgingFact::new("mau", FacilityKind::Inn, Date::new(1970, 1, day).unwrap(), Nationality::VIETNAM)
        };
        let all: Vec<LodgingFact> = (0..12).map(|_| fact(3, Some(2))).chain([fact(4, None)]).collect();
        let batch = read_back(&facts(&all).unwrap());
        assert_eq!((batch.schema(), batch.num_rows()), (schema(), 13));
        assert_eq!(batch["arrival_day"].as_primitive::<Date32Type>().value(0), 2);
        assert_eq!(batch["old_province"].as_string::<i32>().value(0), "001");
        assert_eq!((batch["new_province"].null_count(), batch["nights"].null_count()), (13, 1));
        assert_eq!(batch["nights"].as_primitive::<UInt32Type>().value(0), 2);

        let published = Table::of(&all, Dimension::Arrival(Period::Day), None).unwrap().suppress(10);
        let batch = read_back(&table(&published).unwrap());
        assert_eq!(batch.num_rows(), 3);
        // One guest on the 4th is withheld, and with it the total that would tell.
        assert_eq!(batch["guests"].null_count(), 2);
        assert_eq!(batch["guests"].as_primitive::<UInt64Type>().iter().flatten().collect::<Vec<_>>().len(), 1);
    }
}
