//! Thin drivers: they move bytes from a device into the parsers, and nothing else.

#[cfg(feature = "hidapi")]
use super::framing::Scan;
#[cfg(feature = "serialport")]
use super::framing::{Event, Framing, Parser};
#[cfg(feature = "hidapi")]
use super::hid::{HidPos, ReportLayout};
use dinhdanh::error::{Code, Error, Result};
use std::time::Duration;
#[cfg(feature = "serialport")]
use std::time::Instant;

const LINK: Error = Error::new(Code::ScannerLink, "scanner");

/// A scanner on a serial port.
#[cfg(feature = "serialport")]
pub struct SerialScanner {
    port: Box<dyn serialport::SerialPort>,
    parser: Parser,
    start: Instant,
}

#[cfg(feature = "serialport")]
impl SerialScanner {
    /// Opens a port such as `COM3` or `/dev/ttyACM0`.
    ///
    /// # Errors
    /// `scanner-link` when the port cannot be opened.
    pub fn open(path: &str, baud: u32, framing: Framing) -> Result<Self> {
        let port = serialport::new(path, baud).timeout(Duration::from_millis(20)).open().map_err(|_| LINK)?;
        Ok(Self { port, parser: Parser::new(framing), start: Instant::now() })
    }

    /// Waits for scans up to `wait`; an empty list when none came.
    ///
    /// # Errors
    /// `scanner-link` when the device is gone.
    pub fn wait(&mut self, wait: Duration) -> Result<Vec<Event>> {
        let until = Instant::now().checked_add(wait).ok_or(LINK)?;
        let mut buffer = [0u8; 512];
        loop {
            let read = match self.port.read(&mut buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => 0,
                Err(_) => return Err(LINK),
            };
            let events = self.parser.push(buffer.get(..read).unwrap_or(&[]), self.start.elapsed());
            if !events.is_empty() || Instant::now() >= until {
                return Ok(events);
            }
        }
    }
}

#[cfg(feature = "serialport")]
impl std::fmt::Debug for SerialScanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SerialScanner").field("parser", &self.parser).finish_non_exhaustive()
    }
}

/// A USB HID POS scanner.
#[cfg(feature = "hidapi")]
pub struct HidScanner {
    device: hidapi::HidDevice,
    parser: HidPos,
}

#[cfg(feature = "hidapi")]
impl HidScanner {
    /// Opens a device by USB vendor and product number.
    ///
    /// # Errors
    /// `scanner-link` when there is none or it is in use.
    pub fn open(vendor: u16, product: u16, layout: ReportLayout) -> Result<Self> {
        let api = hidapi::HidApi::new().map_err(|_| LINK)?;
        let device = api.open(vendor, product).map_err(|_| LINK)?;
        Ok(Self { device, parser: HidPos::new(layout) })
    }

    /// Waits for a scan up to `wait` for each report; none when no report came in time.
    ///
    /// # Errors
    /// `scanner-link` when the device is gone; the errors of [`HidPos::push_report`].
    pub fn wait(&mut self, wait: Duration) -> Result<Option<Scan>> {
        let mut report = [0u8; 256];
        let milliseconds = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
        loop {
            let read = self.device.read_timeout(&mut report, milliseconds).map_err(|_| LINK)?;
            if read == 0 {
                return Ok(None);
            }
            if let Some(scan) = self.parser.push_report(report.get(..read).unwrap_or(&[]))? {
                return Ok(Some(scan));
            }
        }
    }
}

#[cfg(feature = "hidapi")]
impl std::fmt::Debug for HidScanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HidScanner").field("parser", &self.parser).finish_non_exhaustive()
    }
}
