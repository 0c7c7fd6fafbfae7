//! USB HID reports of point-of-sale scanners (USB HID Point of Sale Usage Tables 1.02, usage page 0x8C).

use super::framing::{Ended, Scan};
use dinhdanh::error::{Code, Error, Result};
use dinhdanh::limits::QR_TEXT_BYTES;
use dinhdanh::personal::Personal;

/// Where the fields of an input report lie. The usage tables leave it to the device's report descriptor;
/// the default is the arrangement that scanners commonly share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportLayout {
    /// The report that carries scans; others are passed over.
    pub report_id: u8,
    /// Place of the number of data bytes.
    pub length_at: usize,
    /// Place of the three bytes of the AIM symbology identifier.
    pub aim_at: usize,
    /// Place of the data, and how many bytes it may have.
    pub data_at: usize,
    /// Most data bytes in one report.
    pub data_most: usize,
    /// Place of the flag byte whose lowest bit says that more reports of the same scan follow.
    pub more_at: usize,
}

impl Default for ReportLayout {
    /// 64 bytes: identifier 2, length, `]Q1`, 56 bytes of data, flags in the last byte.
    fn default() -> Self {
        Self { report_id: 2, length_at: 1, aim_at: 2, data_at: 5, data_most: 56, more_at: 63 }
    }
}

/// Joins reports to scans. A card's code always takes several: it has more than 56 bytes.
#[derive(Default)]
pub struct HidPos {
    layout: ReportLayout,
    bytes: Vec<u8>,
}

impl HidPos {
    /// For a device with this arrangement.
    #[must_use]
    pub const fn new(layout: ReportLayout) -> Self {
        Self { layout, bytes: Vec::new() }
    }

    /// Takes one input report, with its identifier first; gives the scan that it completes.
    ///
    /// # Errors
    /// `scanner-report` when the report is shorter than its layout or announces more data than fits;
    /// `too-large` when a scan grows beyond any QR code. Both drop the scan so far.
    pub fn push_report(&mut self, report: &[u8]) -> Result<Option<Scan>> {
        let result = self.take(report);
        if result.is_err() {
            self.bytes.clear();
        }
        result
    }

    fn take(&mut self, report: &[u8]) -> Result<Option<Scan>> {
        let wrong = Error::new(Code::ScannerReport, "scanner report");
        let at = |place: usize| report.get(place).copied().ok_or(wrong);
        if at(0)? != self.layout.report_id {
            return Ok(None);
        }
        let length = usize::from(at(self.layout.length_at)?);
        let more = at(self.layout.more_at)? & 1 == 1;
        let start = self.layout.data_at;
        let data = report.get(start..start.saturating_add(length)).ok_or(wrong)?;
        if length > self.layout.data_most {
            return Err(wrong.at(self.layout.length_at));
        }
        if self.bytes.len().saturating_add(length) > QR_TEXT_BYTES {
            return Err(Error::new(Code::TooLarge, "scan"));
        }
        self.bytes.extend_from_slice(data);
        if more {
            return Ok(None);
        }
        let bytes = std::mem::take(&mut self.bytes);
        let identifier = report.get(self.layout.aim_at..self.layout.aim_at.saturating_add(3));
        let aim = identifier.and_then(|i| <[u8; 3]>::try_from(i).ok()).filter(|i| i.first() == Some(&b']'));
        Ok((!bytes.is_empty()).then(|| Scan { bytes: Personal::new(bytes), aim, ended: Ended::Report }))
    }

    /// Forgets the reports of an unfinished scan.
    pub fn reset(&mut self) {
        self.bytes.clear();
    }
}

impl std::fmt::Debug for HidPos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HidPos([{} bytes waiting])", self.bytes.len())
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::as_conversions, reason = "test data")]
mod tests {
    use super::*;

    fn reports(text: &[u8]) -> Vec<[u8; 64]> {
        let parts: Vec<&[u8]> = text.chunks(56).collect();
        let count = parts.len();
        let report = |(i, part): (usize, &&[u8])| {
            let mut r = [0u8; 64];
            r[0] = 2;
            r[1] = part.len() as u8;
            r[2..5].copy_from_slice(b"]Q1");
            r[5..5 + part.len()].copy_from_slice(part);
            r[63] = u8::from(i + 1 < count);
            r
        };
        parts.iter().enumerate().map(report).collect()
    }

    #[test]
    fn a_scan_over_several_reports_is_joined() {
        let text = "001199000018||Nguyễn Thị Mẫu|17021999|Nữ|Số 1, Đường Dài, Phường Rất Dài, Hà Nội|27062021";
        let mut hid = HidPos::default();
        let all = reports(text.as_bytes());
        assert!(all.len() >= 2);
        for _ in 0..2 {
            let (last, before) = all.split_last().unwrap();
            for report in before {
                assert_eq!(hid.push_report(report), Ok(None));
                assert_eq!(hid.push_report(&[7; 64]), Ok(None), "another report");
            }
            let scan = hid.push_report(last).unwrap().unwrap();
            assert_eq!(scan.bytes().expose(), text.as_bytes());
            assert_eq!((scan.aim(), scan.ended()), (Some(*b"]Q1"), Ended::Report));
        }
    }

    #[test]
    fn short_and_lying_reports_are_errors_and_drop_the_scan() {
        let all = reports(&[b'x'; 100]);
        for cut in 1..64 {
            let mut hid = HidPos::default();
            assert_eq!(hid.push_report(&all[0]), Ok(None));
            assert_eq!(hid.push_report(&all[1][..cut]).unwrap_err().code(), Code::ScannerReport);
            assert_eq!(hid.push_report(&all[1]).unwrap().unwrap().bytes().expose().len(), 44);
        }
        let mut lying = all[1];
        lying[1] = 57;
        assert!(HidPos::default().push_report(&lying).is_err());
        let mut endless = HidPos::default();
        let code = (0..100).find_map(|_| endless.push_report(&all[0]).err()).unwrap().code();
        assert_eq!(code, Code::TooLarge);
    }
}
