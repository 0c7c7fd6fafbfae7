//! The configuration file. A name that is not known is an error: a misspelt rule would otherwise be no rule.

use dinhdanh::sso::Settings;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
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
#[derive(Debug)]
pub struct Provider {
    pub settings: Settings,
    pub files: Files,
    /// Accept a level that nothing but the connection to the provider vouches for.
    pub accept_server_channel: bool,
}

/// Secrets, each in a file that nobody else reads.
#[derive(Debug, Default)]
pub struct Files {
    /// Secret of the client.
    pub client_secret: Option<PathBuf>,
    /// Private key to which tokens are encrypted: a P-256 key as JWK, or an RSA key as PKCS #8 in PEM.
    pub decryption_key: Option<PathBuf>,
    /// RSA key to which envelopes are encrypted, as PKCS #8 in PEM. It has no other use.
    pub envelope_key: Option<PathBuf>,
}

impl<'de> Deserialize<'de> for Provider {
    /// The program's own members, and the library's [`Settings`] in the same table.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = toml::Table::deserialize(deserializer)?;
        let mut file = |name| own::<_, D::Error>(&mut table, name);
        let files = Files {
            client_secret: file("client_secret_file")?,
            decryption_key: file("decryption_key_file")?,
            envelope_key: file("envelope_key_file")?,
        };
        let accept_server_channel = own(&mut table, "accept_server_channel")?.unwrap_or_default();
        let settings = Settings::deserialize(table).map_err(D::Error::custom)?;
        Ok(Self { settings, files, accept_server_channel })
    }
}

fn own<T: DeserializeOwned, E: Error>(table: &mut toml::Table, name: &str) -> Result<Option<T>, E> {
    let read = |value: toml::Value| value.try_into().map_err(|error| E::custom(format_args!("{name}: {error}")));
    table.remove(name).map(read).transpose()
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
        config.provider.settings.redirect_uri = format!("{}/callback", config.public_url);
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
