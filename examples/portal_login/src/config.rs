//! The configuration file. A name that is not known is an error: a misspelt rule would otherwise be no rule.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where this program listens. Loopback, with a web server in front that speaks https.
    pub listen: SocketAddr,
    /// The address that browsers use, without a slash at its end. The provider knows it with `/callback`.
    pub public_url: String,
    pub provider: Provider,
    /// The folder of the file, which names of other files start from.
    #[serde(skip)]
    folder: PathBuf,
}

/// The provider and what was agreed with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub profile: Profile,
    /// How the pages call it.
    pub name: String,
    /// `public` addresses, `private` networks as well, or `loopback` for a sandbox.
    #[serde(default)]
    pub reach: Reach,
    /// Name of this site at the provider; CAS has none.
    #[serde(default)]
    pub client_id: String,
    #[serde(default)]
    pub authentication: Authentication,
    /// Secret of the client, in a file that nobody else reads.
    pub client_secret_file: Option<PathBuf>,

    // --- where the provider is ---
    /// Issuer, byte for byte as in its tokens.
    pub issuer: Option<String>,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub pushed_authorization_request_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,

    // --- OpenID Connect ---
    /// Signature algorithms; left out, all ten.
    pub algorithms: Option<Vec<String>>,
    /// Push requests (PAR).
    #[serde(default)]
    pub push: bool,
    /// Answers are signed (JARM).
    #[serde(default)]
    pub signed_answers: bool,
    /// The provider names itself in answers (RFC 9207).
    #[serde(default = "yes")]
    pub names_itself: bool,
    /// Bind access tokens to a key of this program (DPoP).
    #[serde(default)]
    pub dpop: bool,
    #[serde(default)]
    pub userinfo: Userinfo,
    /// Private key to which tokens are encrypted: a P-256 key as JWK, or an RSA key as PKCS #8 in PEM.
    pub decryption_key_file: Option<PathBuf>,
    /// No two fetches of the provider's keys within these seconds.
    pub keys_cooldown_seconds: Option<u32>,

    // --- VNeID's envelope ---
    /// RSA key to which envelopes are encrypted, as PKCS #8 in PEM. It has no other use.
    pub envelope_key_file: Option<PathBuf>,
    pub envelope_mode: Option<Mode>,
    /// Length of the AES key: 128 or 256.
    pub envelope_aes_bits: Option<u16>,
    /// The code comes encrypted through the browser, with `encrypt_key` beside it.
    #[serde(default)]
    pub encrypted_code: bool,

    // --- CAS ---
    /// Where the browser is sent.
    pub cas_login: Option<String>,
    /// Where tickets are looked up: `/p3/serviceValidate`.
    pub cas_validate: Option<String>,

    // --- levels ---
    /// Accept a level that nothing but the connection to the provider vouches for.
    #[serde(default)]
    pub accept_server_channel: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Strict OpenID Connect.
    Oidc,
    /// OAuth 2.0 with encrypted, unsigned answers.
    VneidEnvelope,
    /// OAuth 2.0 with plain user information, as the National Portal.
    Vnconnect,
    /// CAS 3.0, as provinces.
    Cas,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Ecb,
    CbcPrefixIv,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    #[default]
    Public,
    Private,
    Loopback,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Authentication {
    #[default]
    SecretBasic,
    SecretPost,
    Public,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Userinfo {
    /// Not asked for: what the ID token says is enough.
    #[default]
    None,
    Plain,
    Signed,
}

const fn yes() -> bool {
    true
}

impl Config {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
        let mut config: Self = toml::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
        config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        if config.public_url.ends_with('/') {
            return Err(format!("{shown}: public_url ends with a slash"));
        }
        Ok(config)
    }

    /// The content of a file that the configuration names.
    pub fn file(&self, name: &Path) -> Result<Vec<u8>, String> {
        let path = self.folder.join(name);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Whether browsers use https.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
