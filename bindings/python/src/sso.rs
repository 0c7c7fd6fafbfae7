//! Tokens and envelopes of national logins.

use crate::errors::{call, outside, raise, refuse};
use crate::normalize::moment;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dinhdanh::error::{Code, Error};
use dinhdanh::sso::{
    EnvelopeCipher, EnvelopeKeySize, EnvelopeMode, Level, RequiredLevel, RsaEnvelopeKey, Skew, VerifiedLogin,
    VerifyOptions,
};
use dinhdanh_readers::drive::OsRandom;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use std::sync::Arc;

/// `None`, 0, 1, 2, `"1"`, `"LoA2"`.
pub(crate) fn level(required: Option<&Bound<'_, PyAny>>) -> PyResult<Level> {
    let Some(required) = required else { return Ok(Level::None) };
    let text = required.str()?;
    match (text.to_str()?, Level::from_text(text.to_str()?)) {
        ("0", _) => Ok(Level::None),
        (_, Level::None) => Err(raise(required.py(), Error::new(Code::ProfileInvalid, "required_level"))),
        (_, level) => Ok(level),
    }
}

/// A JSON document given as text, bytes, or what `json.loads` makes of it.
pub(crate) fn document(given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(text.to_str()?.to_owned());
    }
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return String::from_utf8(bytes.as_bytes().to_vec()).map_err(|_| PyValueError::new_err("not UTF-8"));
    }
    if given.is_instance_of::<PyDict>() {
        return given.py().import("json")?.call_method1("dumps", (given,))?.extract();
    }
    Err(PyTypeError::new_err("expected a dict, or JSON as str or bytes"))
}

/// The login as a dictionary. The names of the token's own claims are there too where they are not taken.
pub(crate) fn dictionary<'py>(py: Python<'py>, login: &str) -> PyResult<Bound<'py, PyDict>> {
    let all = py.import("json")?.call_method1("loads", (login,))?.cast_into::<PyDict>()?;
    if let Some(claims) = all.get_item("claims")? {
        for (name, value) in claims.cast_into::<PyDict>()?.iter() {
            if !all.contains(&name)? {
                all.set_item(name, value)?;
            }
        }
    }
    Ok(all)
}

/// Verifies an ID token and gives what it proves: `issuer`, `subject`, `level` (0, 1, 2), `origin`, `id_number`,
/// `full_name`, ..., `claims`, and the token's own claims by their names.
///
/// `jwks` are the provider's keys, as a dict or JSON text; `now` is in Unix seconds. Without `nonce` the token is bound
/// to no login. Raises `LoginRefused`, whose `code` names what failed.
///
/// Kiểm tra ID token; từ chối bằng `LoginRefused` với `code` nêu rõ lý do.
#[pyfunction]
#[pyo3(signature = (token, jwks, *, issuer, client_id, nonce=None, now=None, required_level=None, access_token=None, max_age=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn verify_id_token<'py>(
    py: Python<'py>,
    token: &str,
    jwks: &Bound<'py, PyAny>,
    issuer: &str,
    client_id: &str,
    nonce: Option<&str>,
    now: Option<f64>,
    required_level: Option<&Bound<'py, PyAny>>,
    access_token: Option<&str>,
    max_age: Option<u32>,
) -> PyResult<Bound<'py, PyDict>> {
    let (now, required_level) = (moment(now)?, level(required_level)?);
    let jwks = document(jwks)?;
    let skew = Skew::default();
    let options = VerifyOptions { issuer, client_id, nonce, now, required_level, access_token, max_age, skew };
    let login = outside(py, || dinhdanh::sso::verify_id_token(token, &jwks, &options))?.map_err(|e| refuse(py, e))?;
    dictionary(py, &login.expose_json())
}

/// The DER of a PKCS #8 key in PEM or DER.
pub(crate) fn pkcs8(key: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    let bytes: Vec<u8> = match key.cast::<PyString>() {
        Ok(text) => text.to_str()?.as_bytes().to_vec(),
        Err(_) => key.extract::<&[u8]>()?.to_vec(),
    };
    let Ok(text) = str::from_utf8(&bytes) else { return Ok(bytes) };
    let body = text
        .split_once("-----BEGIN PRIVATE KEY-----")
        .and_then(|(_, rest)| rest.split_once("-----END PRIVATE KEY-----"))
        .map(|(body, _)| body.split_whitespace().collect::<String>());
    let der = body.and_then(|body| STANDARD.decode(body).ok());
    der.ok_or_else(|| raise(key.py(), Error::new(Code::ProfileInvalid, "private key")))
}

/// Opens an envelope `{"data": ..., "key": ...}` of VNeID and gives what is in it, as `verify_id_token` does.
///
/// An envelope hides its content and proves nothing about who wrote it: `signed` is `False` and `origin` is
/// `server-channel-only`. It is worth the connection it came over. `mode` (`"ecb"` or `"cbc-prefix-iv"`) and `key_bits`
/// (128 or 256) are what was agreed with the provider; nothing is tried out. `private_key` is PKCS #8, PEM or DER.
/// Every failure of decryption is the same `LoginRefused`, `envelope-open`. A `required_level` is refused unless
/// `accept_server_channel` says that a connection is proof enough.
///
/// Mở gói dữ liệu VNeID; gói này không có chữ ký nên không chứng minh được nguồn gốc.
#[pyfunction]
#[pyo3(signature = (envelope, private_key, *, issuer, mode, key_bits=256, now=None, required_level=None, accept_server_channel=false))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of a Python function")]
pub(crate) fn verify_envelope<'py>(
    py: Python<'py>,
    envelope: &Bound<'py, PyAny>,
    private_key: &Bound<'py, PyAny>,
    issuer: &str,
    mode: &str,
    key_bits: u32,
    now: Option<f64>,
    required_level: Option<&Bound<'py, PyAny>>,
    accept_server_channel: bool,
) -> PyResult<Bound<'py, PyDict>> {
    let mode = match mode {
        "ecb" => EnvelopeMode::Ecb,
        "cbc-prefix-iv" | "cbc" => EnvelopeMode::CbcPrefixIv,
        _ => return Err(PyValueError::new_err("mode is 'ecb' or 'cbc-prefix-iv'")),
    };
    let size = match key_bits {
        128 => EnvelopeKeySize::Aes128,
        256 => EnvelopeKeySize::Aes256,
        _ => return Err(PyValueError::new_err("key_bits is 128 or 256")),
    };
    let (now, level, body) = (moment(now)?, level(required_level)?, document(envelope)?);
    let required = RequiredLevel::at_least(level);
    let required = if accept_server_channel { required.or_server_channel() } else { required };
    let key = pkcs8(private_key)?;
    let key = call(py, || RsaEnvelopeKey::from_pkcs8(&key))?;
    let opened = outside(py, || -> dinhdanh::Result<VerifiedLogin> {
        let mut random = OsRandom::new()?;
        let cipher = EnvelopeCipher::new(Arc::new(key), mode, size, &mut random)?;
        dinhdanh::sso::open_envelope(body.as_bytes(), &cipher, issuer, required, now)
    })?;
    dictionary(py, &opened.map_err(|e| refuse(py, e))?.expose_json())
}
