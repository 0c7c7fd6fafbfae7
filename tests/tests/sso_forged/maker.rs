//! Makes tokens that a provider would make, and those that it never would.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const ISSUER: &str = "http://sso.example.gov.vn:8080/auth/realms/citizen";
pub const CLIENT: &str = "benh-vien-mau";
pub const NONCE: &str = "n-0S6_WzA2Mj_for-one-login";
pub const NOW: i64 = 1_795_000_000;
pub const ACCESS_TOKEN: &str = "dNZX1hEZ9wBCzNL40Upu646bdzQA";
pub const CODE: &str = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv";

/// Primes of the provider's RSA key: made for these tests, so nothing hangs on their being public.
const PROVIDER_RSA: [&str; 2] = [
    "bb98122e5dbcb96ff2d882acb5943fe5a8dbcdb24aed84ce4e41fb7ba100cb76f653309e56d948c2a94ee3f66feb9bae0427\
     998e167c441f35f29476d861d3a510cb79c64c0b59d71a16f14a10917effd8eda4116fee138d0b094e07d6777e7819aa4048\
     6008e65d71e560e1c2b892522674e00691655791d8b881564e096bd9",
    "b634d52cc8c158bff0932c9231065e71fe7288799507775c78e93b958aa37aaebf1857cf0cd92710d3d16b111516f3aa31e3\
     040ee9caac5fe995d15c319618e947bbc313a200eb6548db5f928bfbdeefef8904fb77a466478f045351ccee8e58c29a5a37\
     a0e835fd58cd14c36304d23c9df59540f155a823524d7f099e2251bb",
];
/// Primes of an RSA key that the provider does not have.
const FOREIGN_RSA: [&str; 2] = [
    "fb2d29987e591d98982b41543c5a6197d7ff8e29bfd05eb28b5ebe77af3190d21c1f08752e103f2bd5291365ec6b31430a36\
     992f858078f0df570c0339148df8d28c733fec5fd2de929a70a8b8104aa1480b0fc256fa473695a941b83be7b4a144966519\
     0e00935e88496326ebb73e775b7bd886eddc372be0126024334aad9d",
    "c1e8ae2fea4dc3ba941f5732f5e0f51bce180f1b8e8498079c5bca40603bc30bde435bb92567702f42ccf477fabd029013ec\
     6a6286d303e725fd84515ddbb3efb88434a679ca94874e56c5b37c113dce143a2b41215b7cded5155c1847d2d990c72519ee\
     6d0add3457d56febd9692146bbce8eac5678becb99bcd2018ac511ef",
];

pub fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key that signs.
pub enum Key {
    Rsa(Box<RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl Key {
    pub fn rsa() -> Self {
        Self::rsa_of(PROVIDER_RSA)
    }

    pub fn foreign_rsa() -> Self {
        Self::rsa_of(FOREIGN_RSA)
    }

    fn rsa_of(primes: [&str; 2]) -> Self {
        let [p, q] = primes.map(|hex| BoxedUint::from_str_radix_vartime(hex, 16).unwrap());
        Self::Rsa(Box::new(RsaPrivateKey::from_p_q(p, q, BoxedUint::from(65537_u32)).unwrap()))
    }

    pub fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
        }
    }

    /// A signature as RFC 7518 and RFC 8037 write it.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)).unwrap(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        }
    }

    /// The public key as the provider publishes it.
    pub fn jwk(&self, kid: &str) -> Value {
        let mut jwk = match self {
            Self::Rsa(key) => json!({"kty": "RSA", "n": b64(key.n().to_be_bytes_trimmed_vartime()), "e": "AQAB"}),
            Self::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                let (x, y) = point.as_bytes()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y)})
            }
            Self::Ed25519(key) => json!({"kty": "OKP", "crv": "Ed25519", "x": b64(key.verifying_key().as_bytes())}),
        };
        jwk["kid"] = json!(kid);
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(self.algorithm());
        jwk
    }

    /// A token with this header and payload, each written as given.
    pub fn token(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", b64(header), b64(payload));
        let signature = self.sign(signed.as_bytes());
        format!("{signed}.{}", b64(signature))
    }
}

/// The claims of a token that is right in every way: a login at level 2.
pub fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "b1c5e0f2-0001", "aud": CLIENT, "azp": CLIENT,
        "exp": NOW + 300, "iat": NOW - 5, "auth_time": NOW - 20, "nonce": NONCE,
        "acr": "LoA2", "amr": ["pwd", "otp"],
        "at_hash": half_hash(ACCESS_TOKEN), "c_hash": half_hash(CODE),
        "SoDinhDanh": "001199000018", "HoVaTen": "Nguyễn Thị Mẫu", "NgayThangNamSinh": "19990217", "LoaiTaiKhoan": 1,
    })
}

/// The half hash of OpenID Connect Core 3.1.3.6 for algorithms with SHA-256.
pub fn half_hash(text: &str) -> String {
    b64(&Sha256::digest(text)[..16])
}

/// HMAC-SHA-256 (RFC 2104): what a forger who knows the public key can compute.
pub fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let key = if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    let pad = |with: u8| (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36).as_slice(), message].concat());
    Sha256::digest([pad(0x5c).as_slice(), inner.as_slice()].concat()).to_vec()
}
