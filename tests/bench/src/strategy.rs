//! Readers that cannot run here in process, by what their source says they send: which file is selected, how much
//! its header read takes, how much each further read. Over BAC and triple DES in short length, where the size of
//! every protected command and answer follows from ISO 7816-4 and ICAO 9303-11, 9.8.

use dinhdanh::document::chip::link::Traffic;

/// What a reader sends for a file.
pub(crate) struct Strategy {
    pub(crate) name: &'static str,
    /// Whether the file is selected first; otherwise the first read names it.
    pub(crate) selects: bool,
    /// Bytes of the first read.
    pub(crate) header: usize,
    /// Bytes of each further read.
    pub(crate) chunk: usize,
}

/// Those whose defaults are in their sources, and `dmrtd`, which runs as well, to test this calculation.
pub(crate) const ALL: [Strategy; 4] = [
    Strategy { name: "NFCPassportReader 2.3.3", selects: true, header: 4, chunk: 160 },
    Strategy { name: "JMRTD 0.8.7", selects: true, header: 8, chunk: 223 },
    Strategy { name: "`emrtd` 0.0.2", selects: true, header: 4, chunk: 231 },
    Strategy { name: "`dmrtd` 0.3.5 (calculated)", selects: false, header: 8, chunk: 220 },
];

impl Strategy {
    /// The traffic for files of these sizes, from the selection of the application on.
    pub(crate) fn traffic(&self, files: &[usize]) -> Traffic {
        let mut traffic = Traffic::default();
        let mut exchange = |sent: usize, received: usize| {
            traffic.apdus += 1;
            traffic.bytes_sent += sent;
            traffic.bytes_received += received;
        };
        exchange(12, 2); // SELECT of the application: header, length, seven bytes
        exchange(5, 10); // GET CHALLENGE
        exchange(46, 42); // EXTERNAL AUTHENTICATE: forty bytes each way
        for &size in files {
            if self.selects {
                exchange(5 + 11 + 10 + 1, 14 + 2); // two bytes in one encrypted block, and the code
            }
            let mut left = size;
            let mut next = self.header;
            while left > 0 {
                let read = next.min(left);
                let block = (read / 8 + 1) * 8 + 1; // padding always; one byte says so
                let length = if block < 0x80 { 2 } else { 3 };
                exchange(5 + 3 + 10 + 1, length + block + 14 + 2);
                left -= read;
                next = self.chunk;
            }
        }
        traffic
    }
}
