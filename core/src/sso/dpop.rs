//! Proof of possession (DPoP, RFC 9449): a token that only the holder of a key can use.

use super::clock::Skew;
use super::jose::{
    AlgorithmSet, Backend, Compact, Json, Object, SignatureAlgorithm, VerifyingKey, base64url, thumbprint,
};
use super::pending::token;
use super::replay::{ReplayStore, UsedOnce, once};
use super::signed::{TokenType, check_type, same};
use super::signer::{ProofSigner, sign};
use crate::crypto::HashAlgorithm;
use crate::error::{Code, Error, Result};
use crate::given::{Randomness, Timestamp};
use crate::limits::TOKEN_BYTES;
use serde_json::{Value, json};

/// What a proof is about.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The method of the call: `GET`, `POST`, ...
    pub method: &'a str,
    /// The address of the call; query and fragment do not count.
    pub url: &'a str,
    /// The access token of the call, if it carries one.
    pub access_token: Option<&'a str>,
    /// The number that the server asked for (`DPoP-Nonce`).
    pub nonce: Option<&'a str>,
}

impl Proof<'_> {
    /// Makes the proof for the header `DPoP` of a call.
    ///
    /// # Errors
    /// Those of the signer; `profile-invalid` if its public key is no JSON.
    pub fn sign(&self, signer: &dyn ProofSigner, random: &mut dyn Randomness, now: Timestamp) -> Result<String> {
        let jwk: Value =
            serde_json::from_str(&signer.public_jwk()).map_err(|_| Error::new(Code::ProfileInvalid, "public key"))?;
        let mut claims = json!({
            "jti": token(random)?, "htm": self.method, "htu": bare(self.url), "iat": now.unix()
        });
        if let Some(members) = claims.as_object_mut() {
            members.extend(self.access_token.map(|token| ("ath".to_owned(), json!(hash(token)))));
            members.extend(self.nonce.map(|nonce| ("nonce".to_owned(), json!(nonce))));
        }
        sign(signer, json!({"typ": "dpop+jwt", "jwk": jwk}), &claims)
    }

    /// Checks a proof, as a server that gets the call does, and gives the thumbprint of its key (RFC 9449 section
    /// 4.3). The key in its header proves nothing but that the caller holds it; what counts is that the access token
    /// names the same thumbprint.
    ///
    /// # Errors
    /// Those of a token; `token-type`, `claim-missing`, `claim-type`, `claim-issued-in-future`,
    /// `claim-issued-long-ago`, `claim-nonce`, `token-binding` where method, address or access token are others,
    /// `replayed`.
    pub fn check(&self, proof: &str, skew: Skew, replay: &mut dyn ReplayStore, now: Timestamp) -> Result<String> {
        let compact = Compact::parse(proof)?;
        check_type(&compact, TokenType::Dpop)?;
        let Some(Json::Object(jwk)) = compact.header().members().get("jwk") else {
            return Err(Error::new(Code::TokenHeader, "jwk"));
        };
        let key = VerifyingKey::parse(jwk.to_json().as_bytes(), Backend::default())?;
        let named = SignatureAlgorithm::parse(compact.header().algorithm());
        let signed = compact.verify_with(&key, named.map_or(AlgorithmSet::of(&[]), |own| AlgorithmSet::of(&[own])))?;
        let claims = Object::parse(signed.payload(), TOKEN_BYTES, "payload")?;
        let text = |name: &'static str| claims.text(name)?.ok_or(Error::new(Code::ClaimMissing, name));
        let bound = |fits: bool, place| if fits { Ok(()) } else { Err(Error::new(Code::TokenBinding, place)) };
        bound(text("htm")? == self.method, "htm")?;
        bound(bare(text("htu")?) == bare(self.url), "htu")?;
        let issued = claims.time("iat")?.ok_or(Error::new(Code::ClaimMissing, "iat"))?;
        if skew.is_future(issued, now) {
            return Err(Error::new(Code::ClaimIssuedInFuture, "iat"));
        }
        // A proof is made for one call: a minute is the network's, the rest is the clocks'.
        const SECONDS: u32 = 60;
        if skew.is_older(issued, SECONDS, now) {
            return Err(Error::new(Code::ClaimIssuedLongAgo, "iat"));
        }
        if let Some(token) = self.access_token {
            bound(same(text("ath")?, &hash(token)), "ath")?;
        }
        if let Some(nonce) = self.nonce
            && !same(text("nonce")?, nonce)
        {
            return Err(Error::new(Code::ClaimNonce, "nonce"));
        }
        let print = thumbprint(jwk)?;
        let until = Timestamp::from_unix(issued.unix().saturating_add(i64::from(SECONDS)).saturating_add(600));
        once(replay, UsedOnce::new("dpop", &print, text("jti")?), until, now)?;
        Ok(print)
    }
}

/// The address without query and fragment (RFC 9449 section 4.2).
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// `ath`: SHA-256 of the access token.
fn hash(token: &str) -> String {
    base64url::encode(&HashAlgorithm::Sha256.digest(&[token.as_bytes()]))
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "test data")]
mod tests {
    use super::*;
    use crate::sso::replay::MemoryReplayStore;
    use crate::sso::signer::{Ed25519Signer, signer_thumbprint};
    use crate::sso::testing::{NOW, counter};

    const CALL: Proof<'static> = Proof {
        method: "GET",
        url: "https://sso.example.vn/userinfo?x=1",
        access_token: Some("the-token"),
        nonce: None,
    };

    #[test]
    fn a_proof_is_for_one_call_with_one_token_once() {
        let signer = Ed25519Signer::new(&[7; 32]);
        let proof = CALL.sign(&signer, &mut counter(), NOW).unwrap();
        let check = |call: Proof<'_>, proof: &str, after: i64| {
            let now = Timestamp::from_unix(NOW.unix() + after);
            call.check(proof, Skew::default(), &mut MemoryReplayStore::new(9), now).map_err(|error| error.code())
        };
        assert_eq!(check(CALL, &proof, 0), Ok(signer_thumbprint(&signer).unwrap()));
        assert!(check(Proof { url: "https://sso.example.vn/userinfo", ..CALL }, &proof, 89).is_ok());
        for (call, after, code) in [
            (Proof { method: "POST", ..CALL }, 0, Code::TokenBinding),
            (Proof { url: "https://sso.example.vn/token", ..CALL }, 0, Code::TokenBinding),
            (Proof { access_token: Some("another"), ..CALL }, 0, Code::TokenBinding),
            (Proof { nonce: Some("n"), ..CALL }, 0, Code::ClaimMissing),
            (CALL, 91, Code::ClaimIssuedLongAgo),
            (CALL, -31, Code::ClaimIssuedInFuture),
        ] {
            assert_eq!(check(call, &proof, after), Err(code), "{call:?}");
        }
        let asked = Proof { nonce: Some("n"), ..CALL };
        let answered = asked.sign(&signer, &mut counter(), NOW).unwrap();
        assert!(check(asked, &answered, 0).is_ok());
        assert_eq!(check(Proof { nonce: Some("m"), ..CALL }, &answered, 0), Err(Code::ClaimNonce));

        let mut store = MemoryReplayStore::new(9);
        assert!(CALL.check(&proof, Skew::default(), &mut store, NOW).is_ok());
        assert_eq!(CALL.check(&proof, Skew::default(), &mut store, NOW).unwrap_err().code(), Code::Replayed);
        for at in (0..proof.len()).step_by(7) {
            assert!(check(CALL, &proof[..at], 0).is_err());
        }
    }

    #[test]
    fn only_proofs_with_a_public_key_of_their_own() {
        let key = crate::sso::testing::Key::new(3);
        let claims = json!({"jti": "1", "htm": "GET", "htu": "https://sso.example.vn/userinfo", "iat": NOW.unix(),
            "ath": hash("the-token")});
        let check = |header: Value| {
            let proof = key.sign_as(&header, &claims);
            CALL.check(&proof, Skew::default(), &mut MemoryReplayStore::new(9), NOW).map_err(|error| error.code())
        };
        let mut jwk = key.jwk();
        jwk.as_object_mut().unwrap().remove("kid");
        assert!(check(json!({"alg": "EdDSA", "typ": "dpop+jwt", "jwk": jwk})).is_ok());
        assert_eq!(check(json!({"alg": "EdDSA", "typ": "JWT", "jwk": jwk})), Err(Code::TokenType));
        assert_eq!(check(json!({"alg": "EdDSA", "typ": "dpop+jwt"})), Err(Code::TokenHeader));
        assert_eq!(check(json!({"alg": "none", "typ": "dpop+jwt", "jwk": jwk})), Err(Code::TokenAlgorithm));
        assert_eq!(check(json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk})), Err(Code::TokenKeyAlgorithm));
        let other = crate::sso::testing::Key::new(4).jwk();
        assert_eq!(check(json!({"alg": "EdDSA", "typ": "dpop+jwt", "jwk": other})), Err(Code::TokenSignature));
        let secret = json!({"kty": "oct", "k": "AAAA"});
        assert_eq!(check(json!({"alg": "EdDSA", "typ": "dpop+jwt", "jwk": secret})), Err(Code::JwkKind));
    }
}
