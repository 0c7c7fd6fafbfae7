//! Signed and encrypted tokens (RFC 7515 to 7519, 8037), strictly: what the field's attacks need cannot be written
//! down in these types.
//!
//! | attack | why it has no door |
//! |---|---|
//! | `alg: none`, RSA key used as HMAC key | [`SignatureAlgorithm`] has neither |
//! | header chooses the algorithm | [`VerifyingKey`] owns it, the header is compared |
//! | header brings its own key (`jwk`, `jku`, `x5u`, `x5c`) | [`Header`] does not read them |
//! | two readers, two meanings | [`base64url`] and [`Object`] have one spelling each |
//! | compression and password bombs | no `zip`, no PBES2 |

mod algorithm;
mod backend;
pub mod base64url;
mod header;
mod json;
pub(super) mod jwe;
mod jwk;
mod jws;
mod roca;

pub use algorithm::{AlgorithmSet, SignatureAlgorithm};
pub use backend::Backend;
pub use header::Header;
pub use json::{Json, Object};
pub use jwe::{DecryptionKey, EcdhKey, KeyManagement, KeyOperation, decrypt};
pub use jwk::{KeySet, VerifyingKey, thumbprint};
pub use jws::{Compact, Signed};
