//! Lists that other programs keep, from CSV and XLSX files.

use crate::outcome::Stop;
use dinhdanh::table::{Layout, Role, Sheet, Table};
use dinhdanh::{Code, Error};
use dinhdanh_examples::inputs;
use std::path::Path;

/// A column that the user names: `HEADING=ROLE`.
///
/// # Errors
/// A message for the person who called the program.
pub fn column(text: &str) -> Result<(String, Role), String> {
    let roles = || Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    let named = text.rsplit_once('=').and_then(|(heading, role)| Some((heading.trim(), Role::from_word(role.trim())?)));
    let (heading, role) = named.ok_or_else(|| format!("write it as HEADING=ROLE; roles are {}", roles()))?;
    Ok((heading.to_owned(), role))
}

/// The first sheet of a file whose columns can be told, with what the user said about them.
///
/// # Errors
/// Usage where the file cannot be opened or has no column of a name; otherwise why it cannot be read.
pub fn open(path: &Path, columns: &[(String, Role)]) -> Result<(Sheet, Layout), Stop> {
    let table = Table::read(&inputs::read(path).map_err(Stop::Usage)?)?;
    let sheets = table.sheets.into_iter().filter_map(|sheet| Layout::guess(&sheet).map(|layout| (sheet, layout)));
    let best = sheets.max_by_key(|(_, layout)| layout.columns.iter().filter(|column| column.role.is_some()).count());
    let unknown = || Stop::NotDone(Error::new(Code::ExportMalformed, "headings of the list"), Vec::new());
    let (sheet, mut layout) = best.ok_or_else(unknown)?;
    for (heading, role) in columns {
        let Some(at) = layout.columns.iter().position(|column| column.heading == *heading) else {
            return Err(Stop::Usage(format!("{}: no column {heading}", path.display())));
        };
        layout.assign(at, Some(*role));
    }
    Ok((sheet, layout))
}
