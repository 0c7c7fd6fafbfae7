//! From the configuration to a profile of the library.

use crate::config::{Authentication, Config, Mode, Profile, Reach, Userinfo};
use crate::keys::{decryption_key, envelope_key};
use crate::random;
use dinhdanh::error::Error;
use dinhdanh::personal::Secret;
use dinhdanh::sso::jose::{AlgorithmSet, Backend, SignatureAlgorithm};
use dinhdanh::sso::{
    CasProfile, ClientAuthentication, CodeForm, Ed25519Signer, Endpoint, Endpoints, EnvelopeCipher, EnvelopeKeySize,
    EnvelopeMode, IdTokenRules, JwksStore, OidcProfile, PortalEndpoints, PortalProfile, ResponseMode, UserinfoForm,
};
use std::path::PathBuf;
use std::sync::Arc;

/// What a person at the console is told.
pub type Told<T> = Result<T, String>;

/// One of the library's profiles.
pub enum Agreement {
    Oidc(Box<OidcProfile>),
    Portal(Box<PortalProfile>),
    Cas(Box<CasProfile>),
}

/// Reads the agreement, and the store for the provider's keys.
pub fn read(config: &Config) -> Told<(Agreement, JwksStore)> {
    let agreement = match config.provider.profile {
        Profile::Oidc => Agreement::Oidc(Box::new(oidc(config)?)),
        Profile::VneidEnvelope | Profile::Vnconnect => Agreement::Portal(Box::new(portal(config)?)),
        Profile::Cas => Agreement::Cas(Box::new(cas(config)?)),
    };
    // Profiles that sign nothing never ask for keys; theirs stays empty.
    let keys_at = match &agreement {
        Agreement::Oidc(profile) => profile.endpoints().jwks.clone(),
        Agreement::Portal(profile) => profile.endpoints().token.clone(),
        Agreement::Cas(_) => needed(config, config.provider.cas_validate.as_ref(), "cas_validate")?,
    };
    let keys = JwksStore::new(keys_at, Backend::default());
    Ok((
        agreement,
        match config.provider.keys_cooldown_seconds {
            Some(seconds) => keys.cooldown(seconds),
            None => keys,
        },
    ))
}

fn told(error: Error) -> String {
    format!("provider: {error}")
}

fn address(config: &Config, url: Option<&String>) -> Told<Option<Endpoint>> {
    let reach = match config.provider.reach {
        Reach::Public => dinhdanh::sso::Reach::Public,
        Reach::Private => dinhdanh::sso::Reach::Private,
        Reach::Loopback => dinhdanh::sso::Reach::Loopback,
    };
    let parse = |url: &String| Endpoint::parse(url, reach).map_err(|error| format!("provider: {url}: {error}"));
    url.map(parse).transpose()
}

fn needed(config: &Config, url: Option<&String>, name: &str) -> Told<Endpoint> {
    address(config, url)?.ok_or_else(|| missing(name))
}

fn missing(name: &str) -> String {
    format!("provider: {name} is missing")
}

fn callback(config: &Config) -> String {
    format!("{}/callback", config.public_url)
}

fn file(config: &Config, name: Option<&PathBuf>, what: &str) -> Told<Vec<u8>> {
    config.file(name.ok_or_else(|| missing(what))?)
}

fn authentication(config: &Config) -> Told<ClientAuthentication> {
    let secret = || {
        let text = file(config, config.provider.client_secret_file.as_ref(), "client_secret_file")?;
        Ok::<_, String>(Secret::new(text.trim_ascii().to_vec()))
    };
    Ok(match config.provider.authentication {
        Authentication::SecretBasic => ClientAuthentication::SecretBasic(secret()?),
        Authentication::SecretPost => ClientAuthentication::SecretPost(secret()?),
        Authentication::Public => ClientAuthentication::Public,
    })
}

fn oidc(config: &Config) -> Told<OidcProfile> {
    let given = &config.provider;
    let issuer = given.issuer.as_deref().ok_or_else(|| missing("issuer"))?;
    let mut rules = IdTokenRules::new(issuer, &given.client_id);
    if let Some(names) = &given.algorithms {
        let algorithms: Option<Vec<_>> = names.iter().map(|name| SignatureAlgorithm::parse(name)).collect();
        rules = rules.algorithms(AlgorithmSet::of(&algorithms.ok_or("provider: algorithms: unknown name")?));
    }
    let endpoints = Endpoints {
        authorization: needed(config, given.authorization_endpoint.as_ref(), "authorization_endpoint")?,
        token: needed(config, given.token_endpoint.as_ref(), "token_endpoint")?,
        jwks: needed(config, given.jwks_uri.as_ref(), "jwks_uri")?,
        userinfo: match given.userinfo {
            Userinfo::None => None,
            _ => Some(needed(config, given.userinfo_endpoint.as_ref(), "userinfo_endpoint")?),
        },
        pushed_authorization: match &given.pushed_authorization_request_endpoint {
            _ if !given.push => None,
            url => Some(needed(config, url.as_ref(), "pushed_authorization_request_endpoint")?),
        },
        end_session: address(config, given.end_session_endpoint.as_ref())?,
        introspection: None,
        revocation: None,
    };
    let mut profile = OidcProfile::new(rules, endpoints, authentication(config)?, &callback(config)).map_err(told)?;
    if given.userinfo == Userinfo::Signed {
        profile = profile.userinfo(UserinfoForm::Signed);
    }
    if given.signed_answers {
        profile = profile.response_mode(ResponseMode::SignedQuery);
    }
    if !given.names_itself {
        profile = profile.without_issuer_in_answers();
    }
    if given.dpop {
        let mut seed = [0; 32];
        random::fill(&mut seed).map_err(told)?;
        profile = profile.bound_to(Arc::new(Ed25519Signer::new(&seed)));
    }
    if let Some(name) = &given.decryption_key_file {
        profile = profile.encrypted_to(decryption_key(&config.file(name)?)?);
    }
    Ok(profile)
}

fn portal(config: &Config) -> Told<PortalProfile> {
    let given = &config.provider;
    let endpoints = PortalEndpoints {
        authorization: needed(config, given.authorization_endpoint.as_ref(), "authorization_endpoint")?,
        token: needed(config, given.token_endpoint.as_ref(), "token_endpoint")?,
        userinfo: needed(config, given.userinfo_endpoint.as_ref(), "userinfo_endpoint")?,
    };
    let (client, own) = (authentication(config)?, callback(config));
    if given.profile == Profile::Vnconnect {
        return PortalProfile::vnconnect(&given.name, &given.client_id, client, endpoints, &own).map_err(told);
    }
    let key = envelope_key(&file(config, given.envelope_key_file.as_ref(), "envelope_key_file")?)?;
    let mode = match given.envelope_mode.ok_or_else(|| missing("envelope_mode"))? {
        Mode::Ecb => EnvelopeMode::Ecb,
        Mode::CbcPrefixIv => EnvelopeMode::CbcPrefixIv,
    };
    let size = match given.envelope_aes_bits {
        Some(128) => EnvelopeKeySize::Aes128,
        Some(256) => EnvelopeKeySize::Aes256,
        _ => return Err("provider: envelope_aes_bits is neither 128 nor 256".to_owned()),
    };
    let cipher = EnvelopeCipher::new(key, mode, size, &mut random::fill).map_err(told)?;
    let code = if given.encrypted_code { CodeForm::Encrypted } else { CodeForm::Plain };
    PortalProfile::vneid_envelope(&given.name, &given.client_id, client, endpoints, &own, cipher, code).map_err(told)
}

fn cas(config: &Config) -> Told<CasProfile> {
    let given = &config.provider;
    let login = needed(config, given.cas_login.as_ref(), "cas_login")?;
    let validate = needed(config, given.cas_validate.as_ref(), "cas_validate")?;
    CasProfile::new(&given.name, login, validate, &callback(config)).map_err(told)
}
