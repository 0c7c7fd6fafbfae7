//! From the configuration to an agreement of the library.

use crate::config::Config;
use crate::keys::{decryption_key, envelope_key};
use crate::random;
use dinhdanh::personal::Secret;
use dinhdanh::sso::jose::Backend;
use dinhdanh::sso::{Agreement, JwksStore, Secrets};
use std::path::PathBuf;

/// What a person at the console is told.
pub type Told<T> = Result<T, String>;

/// Reads the secrets, and gives the agreement with the store for the provider's keys.
pub fn read(config: &Config) -> Told<(Agreement, JwksStore)> {
    let given = &config.provider;
    let file = |name: &Option<PathBuf>| name.as_ref().map(|name| config.file(name)).transpose();
    let secrets = Secrets {
        client_secret: file(&given.files.client_secret)?.map(|text| Secret::new(text.trim_ascii().to_vec())),
        decryption: file(&given.files.decryption_key)?.map(|text| decryption_key(&text)).transpose()?,
        envelope: file(&given.files.envelope_key)?.map(|text| envelope_key(&text)).transpose()?,
    };
    let agreement =
        given.settings.agreement(secrets, &mut random::fill).map_err(|error| format!("provider: {error}"))?;
    let keys = agreement.keys(Backend::default());
    Ok(match given.settings.keys_cooldown_seconds {
        Some(seconds) => (agreement, keys.cooldown(seconds)),
        None => (agreement, keys),
    })
}
