//! Cards: read over a transport of the program, judged, shown.

use crate::errors::{call, guard, outside, raise};
use crate::normalize::moment;
use dinhdanh_facade as facade;
use facade::{CardTransport, ReadRequest, TransportFailure};
use pyo3::exceptions::{PyException, PyTimeoutError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

/// What a session is doing: `stage` (`connecting`, `opening`, `reading`, `proving-chip`, `done`), `file`, `read` and
/// `total` in bytes.
#[pyclass(frozen, module = "dinhdanh")]
#[derive(Clone)]
pub(crate) struct Progress(facade::Progress);

#[pymethods]
impl Progress {
    /// What it is doing.
    #[getter]
    fn stage(&self) -> &'static str {
        self.0.stage.as_str()
    }

    /// The file that is read, such as `DG2`.
    #[getter]
    fn file(&self) -> Option<&'static str> {
        self.0.file
    }

    /// Bytes of the file read so far.
    #[getter]
    fn read(&self) -> usize {
        self.0.read
    }

    /// Size of the file, once known.
    #[getter]
    fn total(&self) -> Option<usize> {
        self.0.total
    }

    fn __repr__(&self) -> String {
        format!("Progress({}, {}, {} bytes)", self.stage(), self.0.file.unwrap_or("-"), self.0.read)
    }
}

/// A transport of the program: a callable `bytes -> bytes`, or an object with `transmit`.
struct Foreign {
    transmit: Py<PyAny>,
    /// What the transport raised, to be the cause of the error, or to be raised as it is.
    raised: Option<PyErr>,
}

impl CardTransport for Foreign {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportFailure> {
        Python::attach(|py| {
            let answer = self.transmit.bind(py).call1((PyBytes::new(py, command),));
            let bytes = answer.and_then(|answer| answer.extract::<Vec<u8>>());
            bytes.map_err(|error| {
                let failure = failure(py, &error);
                self.raised = Some(error);
                failure
            })
        })
    }
}

/// What an exception of a transport says about the card.
fn failure(py: Python<'_>, error: &PyErr) -> TransportFailure {
    if error.is_instance_of::<PyTimeoutError>(py) {
        return TransportFailure::Timeout;
    }
    let code = error.value(py).getattr("code").and_then(|code| code.extract::<String>()).unwrap_or_default();
    match code.as_str() {
        "card-removed" => TransportFailure::CardRemoved,
        "card-mute" => TransportFailure::Timeout,
        "cancelled" => TransportFailure::Cancelled,
        _ => TransportFailure::Failed,
    }
}

/// The dialogue with one card.
///
/// Give at least one key: the six digits of the CAN, the lines of the MRZ, or the text of the QR code. Then either call
/// `run` with a transport, or send what `next_command` gives and hand the answer to `on_response` until there is no
/// next command; at last take `reading`. `cancel` may be called from any thread.
///
/// Phiên đọc một thẻ: cần CAN, MRZ hoặc nội dung mã QR.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct CardSession(facade::CardSession);

#[pymethods]
impl CardSession {
    #[new]
    #[pyo3(signature = (*, can=None, mrz=None, qr=None, longest_answer=256, portrait=true, bac_after_failed_pace=false))]
    fn new(
        py: Python<'_>,
        can: Option<&str>,
        mrz: Option<&str>,
        qr: Option<&Bound<'_, PyAny>>,
        longest_answer: usize,
        portrait: bool,
        bac_after_failed_pace: bool,
    ) -> PyResult<Self> {
        let qr = qr.map(text_or_bytes).transpose()?;
        call(py, || {
            let mut request = ReadRequest::new();
            can.map_or(Ok(()), |can| request.can(can))?;
            mrz.map_or(Ok(()), |mrz| request.mrz(mrz))?;
            qr.map_or(Ok(()), |qr| request.qr(&qr))?;
            if !portrait {
                request.leave_portrait();
            }
            if bac_after_failed_pace {
                request.allow_bac_after_failed_pace();
            }
            facade::CardSession::new(&request, longest_answer)
        })
        .map(Self)
    }

    /// The command to send now; `None` when the session is over.
    fn next_command<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let command = call(py, || self.0.next_command())?;
        Ok(command.map(|command| PyBytes::new(py, &command)))
    }

    /// Takes the card's answer to the last command.
    fn on_response(&self, py: Python<'_>, answer: &[u8]) -> PyResult<()> {
        call(py, || self.0.on_response(answer))
    }

    /// Reads the card. `transport` is a callable that takes a command and gives the answer, or has a method `transmit`
    /// that does; `progress` is called with `Progress` before every command. What a transport raises is the cause of
    /// the error; what is no `Exception`, such as `KeyboardInterrupt`, is raised as it is.
    #[pyo3(signature = (transport, progress=None))]
    fn run(&self, py: Python<'_>, transport: &Bound<'_, PyAny>, progress: Option<Py<PyAny>>) -> PyResult<()> {
        let transmit = if transport.hasattr("transmit")? { transport.getattr("transmit")? } else { transport.clone() };
        if !transmit.is_callable() {
            return Err(PyTypeError::new_err("transport is a callable, or has a method `transmit`"));
        }
        let mut foreign = Foreign { transmit: transmit.unbind(), raised: None };
        let mut told: Option<PyErr> = None;
        let outcome = outside(py, || {
            self.0.run(&mut foreign, &mut |at| {
                let Some(progress) = &progress else { return };
                Python::attach(|py| {
                    if let Err(error) = progress.call1(py, (Progress(at),)) {
                        told.get_or_insert(error);
                        self.0.cancel();
                    }
                });
            })
        })?;
        if let Some(error) = told {
            return Err(error);
        }
        let Err(error) = outcome else { return Ok(()) };
        match foreign.raised {
            Some(raised) if !raised.is_instance_of::<PyException>(py) => Err(raised),
            raised => {
                let error = raise(py, error);
                error.set_cause(py, raised);
                Err(error)
            }
        }
    }

    /// Ends the session at its next step, from any thread.
    fn cancel(&self) {
        self.0.cancel();
    }

    /// How far it has come.
    #[getter]
    fn progress(&self, py: Python<'_>) -> PyResult<Progress> {
        call(py, || self.0.progress()).map(Progress)
    }

    /// Takes what was read and closes the session; after an error, what there was until then.
    fn reading(&self, py: Python<'_>) -> PyResult<CardReading> {
        call(py, || self.0.reading()).map(CardReading)
    }

    /// Drops keys and everything read.
    fn close(&self) {
        self.0.close();
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_details))]
    fn __exit__(&self, _details: &Bound<'_, pyo3::types::PyTuple>) {
        self.0.close();
    }

    fn __repr__(&self) -> String {
        match self.0.progress() {
            Ok(progress) => format!("CardSession({})", progress.stage.as_str()),
            Err(_) => "CardSession(closed)".to_owned(),
        }
    }
}

fn text_or_bytes(given: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = given.extract::<&str>() {
        return Ok(text.as_bytes().to_vec());
    }
    given.extract::<Vec<u8>>().map_err(|_| PyTypeError::new_err("expected str or bytes"))
}

/// What was read from a card or a dump: evidence, not yet a judgement.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct CardReading(facade::CardReading);

#[pymethods]
impl CardReading {
    /// The files of a dump. `challenge` is the one that was sent to the chip by whom its answer shall convince.
    #[staticmethod]
    #[pyo3(signature = (json, *, challenge=None))]
    fn from_dump(py: Python<'_>, json: &Bound<'_, PyAny>, challenge: Option<[u8; 8]>) -> PyResult<Self> {
        let json = text_or_bytes(json)?;
        call(py, || facade::CardReading::from_dump(&json, challenge)).map(Self)
    }

    /// The names of the files that were read.
    #[getter]
    fn files(&self, py: Python<'_>) -> PyResult<Vec<&'static str>> {
        guard(py, || Ok(self.0.files()))
    }

    /// The first picture of DG2 as the chip gives it, not proven by being read.
    #[getter]
    fn portrait<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        guard(py, || Ok(self.0.expose_portrait().map(|image| PyBytes::new(py, &image))))
    }

    /// Everything read, as JSON that can be judged again: a citizen's data in the clear.
    fn to_dump(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || Ok(self.0.expose_dump()))
    }

    fn __repr__(&self) -> String {
        format!("CardReading({})", self.0.files().join(", "))
    }
}

/// Whom a program trusts and what it insists on: `kind` is `citizen`, `travel` or `test`.
///
/// Bên được tin cậy và mức yêu cầu.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Verifier(facade::Verifier);

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (kind="citizen"))]
    fn new(kind: &str) -> PyResult<Self> {
        match kind {
            "citizen" => Ok(Self(facade::Verifier::citizen_cards())),
            "travel" => Ok(Self(facade::Verifier::travel_documents())),
            "test" => Ok(Self(facade::Verifier::test_cards())),
            _ => Err(PyValueError::new_err("kind is 'citizen', 'travel' or 'test'")),
        }
    }

    /// Trusts the authorities of a file: certificate, master list or revocation list, as bytes. Gives how many
    /// certificates are `trusted` now, how many `revocation_lists` came, and how many were `skipped`.
    fn load<'py>(&self, py: Python<'py>, file: &[u8]) -> PyResult<Bound<'py, PyDict>> {
        let loaded = call(py, || self.0.load(file))?;
        let all = PyDict::new(py);
        all.set_item("trusted", loaded.trusted)?;
        all.set_item("revocation_lists", loaded.revocation_lists)?;
        all.set_item("skipped", loaded.skipped)?;
        Ok(all)
    }

    /// Judges what was read, at a moment in Unix seconds (now, where not given). A fake card is an answer, never an
    /// error.
    #[pyo3(signature = (reading, *, at=None))]
    fn verify(&self, py: Python<'_>, reading: &CardReading, at: Option<f64>) -> PyResult<Verification> {
        let at = moment(at)?.unix();
        Ok(Verification(outside(py, || self.0.verify(&reading.0, at))?))
    }

    fn __repr__(&self) -> &'static str {
        "Verifier()"
    }
}

/// The answer about one document. It has no truth value: look at `meets_policy`, `refusals` and `assurance`.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Verification(facade::Verification);

#[pymethods]
impl Verification {
    /// Whether no check failed and the assurance is at least what the policy requires.
    #[getter]
    fn meets_policy(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.0.meets_policy()))
    }

    /// `Printed`, `SignedUnanchored`, `IssuerSigned`, `NotCloned` or `HolderPresent`, weakest first.
    #[getter]
    fn assurance(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, || Ok(self.0.assurance()))
    }

    /// The checks that failed, each with its reason.
    #[getter]
    fn refusals(&self, py: Python<'_>) -> PyResult<Vec<(String, &'static str)>> {
        guard(py, || Ok(self.0.refusals()))
    }

    /// What the chip says about its holder.
    #[getter]
    fn citizen(&self, py: Python<'_>) -> PyResult<Citizen> {
        guard(py, || Ok(Citizen(self.0.citizen())))
    }

    /// The picture, where it is the one that the authority signed.
    #[getter]
    fn portrait<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        guard(py, || Ok(self.0.expose_portrait().map(|image| PyBytes::new(py, &image))))
    }

    /// The same answer once somebody compared the person with the picture.
    fn with_holder(&self, py: Python<'_>, same: bool) -> PyResult<Self> {
        guard(py, || Ok(Self(self.0.with_holder(same))))
    }

    /// The whole answer as JSON, byte for byte the same in every language: a citizen's data in the clear.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || self.0.expose_json())
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(PyTypeError::new_err("a verification is neither true nor false: ask meets_policy, refusals, assurance"))
    }

    fn __repr__(&self) -> String {
        format!("Verification({}, {} refusals)", self.0.assurance(), self.0.refusals().len())
    }
}

/// A citizen as a document says; `proven` tells whether an authority that is trusted signed it. `repr` shows no values.
#[pyclass(frozen, module = "dinhdanh")]
pub(crate) struct Citizen(pub(crate) facade::CitizenView);

#[pymethods]
impl Citizen {
    /// Whether an authority that is trusted signed these data.
    #[getter]
    fn proven(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || Ok(self.0.proven()))
    }

    /// Personal number, 12 digits.
    #[getter]
    fn id_number(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.id_number()))
    }

    /// Number of the old identity card, 9 digits.
    #[getter]
    fn old_id_number(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.old_id_number()))
    }

    /// Full name.
    #[getter]
    fn full_name(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.full_name()))
    }

    /// Date of birth as far as known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[getter]
    fn date_of_birth(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.date_of_birth()))
    }

    /// `male`, `female` or `unspecified`.
    #[getter]
    fn sex(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.sex()))
    }

    /// Nationality, three letters.
    #[getter]
    fn nationality(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.nationality()))
    }

    /// Place of residence as written.
    #[getter]
    fn address(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.address()))
    }

    /// Place of origin as written.
    #[getter]
    fn place_of_origin(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.place_of_origin()))
    }

    /// Date of issue.
    #[getter]
    fn issued(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.issued()))
    }

    /// Date of expiry, or `never`.
    #[getter]
    fn expires(&self, py: Python<'_>) -> PyResult<Option<String>> {
        guard(py, || Ok(self.0.expires()))
    }

    /// All of it as JSON: a citizen's data in the clear.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || self.0.expose_json())
    }

    fn __repr__(&self) -> String {
        format!("Citizen(proven={})", if self.0.proven() { "True" } else { "False" })
    }
}

/// The longest answer in bytes that a chip with this answer to reset can pass: 256 or 65 536.
#[pyfunction]
#[pyo3(signature = (atr, /))]
pub(crate) fn longest_answer(atr: &[u8]) -> usize {
    facade::longest_answer(atr)
}
