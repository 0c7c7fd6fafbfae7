//! The file of the table: lines of columns, described in its own head.

use super::table::{Row, Span, UnitTable};
use super::unit::{Era, Kind, Level, Sources, UnitId};
use crate::error::{Code, Error, Result};
use crate::identity::Date;
use crate::limits::{UNIT_TABLE_BYTES, UNITS};
use std::borrow::Cow;

const PLACE: &str = "unit table";

fn malformed() -> Error {
    Error::new(Code::UnitTable, PLACE)
}

/// The text of a table that is not absurdly large.
pub(super) fn checked(bytes: &[u8]) -> Result<&str> {
    if bytes.len() > UNIT_TABLE_BYTES {
        return Err(Error::new(Code::TooLarge, PLACE));
    }
    std::str::from_utf8(bytes).map_err(|_| Error::new(Code::TextNotUtf8, PLACE))
}

/// Where a column of the text is.
fn span(text: &str, column: &str) -> Result<Span> {
    if column.is_empty() {
        return Ok(Span::default());
    }
    // Columns are slices of the text: the distance of their addresses is their offset.
    let start = column.as_ptr().addr().checked_sub(text.as_ptr().addr()).ok_or_else(malformed)?;
    let end = start.checked_add(column.len()).ok_or_else(malformed)?;
    let small = |offset: usize| u32::try_from(offset).map_err(|_| malformed());
    Ok(Span { start: small(start)?, end: small(end)? })
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let day = Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    parts.next().is_none().then_some(day)
}

/// Heirs as written, until the units of today have been read: (row, code, who says so).
type Pending = Vec<(usize, u32, Sources)>;

struct Reader<'a> {
    text: &'a str,
    version: Option<(Span, Date)>,
    sources: Vec<(Span, Span)>,
    rows: Vec<Row>,
    pending: Pending,
    province: Option<UnitId>,
    district: Option<UnitId>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<()> {
        let mut columns = line.split('\t');
        let tag = columns.next().unwrap_or("");
        let mut column = || columns.next().unwrap_or("");
        match tag {
            "v" => {
                if column() != "1" {
                    return Err(malformed());
                }
                let version = span(self.text, column())?;
                self.version = Some((version, date(column()).ok_or_else(malformed)?));
            }
            "s" => {
                column();
                let pair = (span(self.text, column())?, span(self.text, column())?);
                self.sources.push(pair);
            }
            "p" | "P" => {
                let era = if tag == "p" { Era::Until2025 } else { Era::Since2025 };
                let mut row = self.row(era, Level::Province, None, column(), column(), column())?;
                if era == Era::Since2025 {
                    row.police = Some(column().parse().map_err(|_| malformed())?);
                }
                self.province = Some(self.push(row)?);
                self.district = None;
            }
            "d" => {
                let parent = Some(self.province.ok_or_else(malformed)?);
                let mut row = self.row(Era::Until2025, Level::District, parent, column(), column(), column())?;
                row.aliases = span(self.text, column())?;
                self.district = Some(self.push(row)?);
            }
            "w" => {
                let parent = self.district.ok_or_else(malformed)?;
                let (code, kind, name) = (column(), column(), column());
                let (heirs, aliases, source) = (column(), column(), column());
                if code.is_empty() {
                    // An island district without communes.
                    return self.heirs(parent.index(), heirs);
                }
                let mut row = self.row(Era::Until2025, Level::Commune, Some(parent), code, kind, name)?;
                row.aliases = span(self.text, aliases)?;
                row.sources = if source.is_empty() { Sources::Both } else { Sources::OnlyFirst };
                let id = self.push(row)?;
                self.heirs(id.index(), heirs)?;
            }
            "W" => {
                let parent = Some(self.province.ok_or_else(malformed)?);
                let mut row = self.row(Era::Since2025, Level::Commune, parent, column(), column(), column())?;
                row.sources = if column().is_empty() { Sources::Both } else { Sources::OnlyFirst };
                self.push(row)?;
            }
            _ if tag.is_empty() || tag.starts_with('#') => {}
            _ => return Err(malformed()),
        }
        Ok(())
    }

    fn row(&self, era: Era, level: Level, parent: Option<UnitId>, code: &str, kind: &str, name: &str) -> Result<Row> {
        let letter = kind.as_bytes().first().copied();
        if name.is_empty() || code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        Ok(Row {
            era,
            level,
            kind: letter.and_then(Kind::from_letter).ok_or_else(malformed)?,
            sources: Sources::Both,
            code: code.parse().map_err(|_| malformed())?,
            police: None,
            parent,
            name: span(self.text, name)?,
            aliases: Span::default(),
            heirs: Span::default(),
        })
    }

    fn push(&mut self, row: Row) -> Result<UnitId> {
        let id = u16::try_from(self.rows.len()).ok().filter(|id| usize::from(*id) < UNITS).ok_or_else(malformed)?;
        self.rows.push(row);
        Ok(UnitId(id))
    }

    fn heirs(&mut self, row: usize, column: &str) -> Result<()> {
        for item in column.split(',').filter(|item| !item.is_empty()) {
            let (code, named_by) = match (item.strip_suffix('a'), item.strip_suffix('b')) {
                (Some(code), _) => (code, Sources::OnlyFirst),
                (_, Some(code)) => (code, Sources::OnlySecond),
                _ => (item, Sources::Both),
            };
            self.pending.push((row, code.parse().map_err(|_| malformed())?, named_by));
        }
        Ok(())
    }
}

/// The table of a text.
pub(super) fn parse(text: Cow<'static, str>) -> Result<UnitTable> {
    let mut reader = Reader {
        text: &text,
        version: None,
        sources: Vec::new(),
        rows: Vec::new(),
        pending: Vec::new(),
        province: None,
        district: None,
    };
    for line in text.lines() {
        reader.line(line)?;
    }
    let Reader { version, sources, mut rows, pending, .. } = reader;
    let (version, changed_on) = version.ok_or_else(malformed)?;
    let mut codes: Vec<_> = (0..=u16::MAX).zip(&rows).map(|(id, r)| (r.era, r.level, r.code, UnitId(id))).collect();
    codes.sort_unstable();
    if codes.windows(2).any(|pair| matches!(pair, [a, b] if (a.0, a.1, a.2) == (b.0, b.1, b.2))) {
        return Err(malformed());
    }
    let mut heirs = Vec::with_capacity(pending.len());
    let mut predecessors = Vec::with_capacity(pending.len());
    for (row, code, named_by) in pending {
        let key = (Era::Since2025, Level::Commune, code);
        let at = codes.binary_search_by(|(e, l, c, _)| (*e, *l, *c).cmp(&key)).map_err(|_| malformed())?;
        let heir = codes.get(at).map(|(_, _, _, id)| *id).ok_or_else(malformed)?;
        let place = u32::try_from(heirs.len()).map_err(|_| malformed())?;
        let owner = rows.get_mut(row).ok_or_else(malformed)?;
        if owner.heirs.end == 0 {
            owner.heirs.start = place;
        }
        owner.heirs.end = place.checked_add(1).ok_or_else(malformed)?;
        heirs.push((heir, named_by));
        predecessors.push((heir, UnitId(u16::try_from(row).map_err(|_| malformed())?)));
    }
    predecessors.sort_unstable();
    Ok(UnitTable { text, version, changed_on, sources, rows, heirs, predecessors, codes })
}
