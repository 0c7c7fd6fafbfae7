//! Full validation of ID tokens, beside other libraries: form, key by its name, signature, and the claims that a
//! relying party has to check. Each round runs every library once, so that a busy machine is busy for all of them;
//! time is processor time of the process, and the middle of the rounds counts.

use cpu_time::ProcessTime;
use dinhdanh::given::Timestamp;
use dinhdanh::sso::jose::{Backend, KeySet};
use dinhdanh::sso::{Expected, IdTokenRules, Level, RequiredLevel};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::process::{Command, ExitCode};
use std::time::{SystemTime, UNIX_EPOCH};

type Failure = Box<dyn std::error::Error>;

/// The least that is accepted: our native backend against the fastest library.
const LEAST: f64 = 0.9;

#[derive(Deserialize)]
struct Cases {
    issuer: String,
    client_id: String,
    nonce: String,
    jwks: serde_json::Value,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    alg: String,
    token: String,
    refused: Vec<String>,
}

/// What a peer in another language prints.
#[derive(Deserialize)]
struct Found {
    name: String,
    found: BTreeMap<String, f64>,
}

/// What a relying party reads. jsonwebtoken checks `iss`, `aud` and `exp`; the rest is its caller's.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    nonce: String,
    azp: String,
    acr: String,
    #[expect(dead_code, reason = "that it is there and a number is the check")]
    iat: u64,
}

fn now() -> Result<Timestamp, Failure> {
    Ok(Timestamp::from_unix(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?))
}

/// Validations in a second of processor time; first it must refuse what is forged.
fn measure(case: &Case, seconds: f64, validate: &dyn Fn(&str) -> bool) -> Result<f64, Failure> {
    if let Some(at) = case.refused.iter().position(|forged| validate(forged)) {
        return Err(format!("{}: accepts forged token {at}", case.alg).into());
    }
    let batch = |count: u32| (0..count).all(|_| validate(&case.token));
    if !batch(50) {
        return Err(format!("{}: refuses the right token", case.alg).into());
    }
    let start = ProcessTime::now();
    let mut count = 0_u32;
    while start.elapsed().as_secs_f64() < seconds {
        batch(50);
        count += 50;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

fn ours(cases: &Cases, backend: Backend, name: &str, seconds: f64) -> Result<Found, Failure> {
    let keys = KeySet::parse(cases.jwks.to_string().as_bytes(), backend)?;
    let rules = IdTokenRules::new(&cases.issuer, &cases.client_id).require(RequiredLevel::at_least(Level::Two));
    let mut found = BTreeMap::new();
    for case in &cases.cases {
        let expected = Expected::nonce(&cases.nonce);
        let now = now()?;
        let validate = |token: &str| rules.verify(token, &keys, &expected, now).is_ok();
        found.insert(case.alg.clone(), measure(case, seconds, &validate)?);
    }
    Ok(Found { name: name.to_owned(), found })
}

fn jsonwebtoken(cases: &Cases, seconds: f64) -> Result<Found, Failure> {
    let set: JwkSet = serde_json::from_value(cases.jwks.clone())?;
    let mut keys = HashMap::new();
    for jwk in &set.keys {
        keys.insert(jwk.common.key_id.clone().ok_or("a key without name")?, DecodingKey::from_jwk(jwk)?);
    }
    let mut found = BTreeMap::new();
    for case in &cases.cases {
        let mut rules = Validation::new(case.alg.parse::<Algorithm>()?);
        rules.set_issuer(&[&cases.issuer]);
        rules.set_audience(&[&cases.client_id]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        rules.validate_nbf = true;
        rules.leeway = 30;
        let validate = |token: &str| {
            let key = decode_header(token).ok().and_then(|header| keys.get(&header.kid?));
            let claims = key.and_then(|key| decode::<Claims>(token, key, &rules).ok()).map(|token| token.claims);
            claims.is_some_and(|claims| {
                let ours = claims.nonce == cases.nonce && claims.azp == cases.client_id;
                ours && claims.acr == "LoA2" && !claims.sub.is_empty()
            })
        };
        found.insert(case.alg.clone(), measure(case, seconds, &validate)?);
    }
    Ok(Found { name: "jsonwebtoken 11.1.0 (aws-lc)".to_owned(), found })
}

fn peer(command: &str, cases: &str, seconds: f64) -> Result<Found, Failure> {
    let mut words = command.split_whitespace();
    let program = words.next().ok_or("an empty --peer")?;
    let output = Command::new(program).args(words).arg(cases).arg(seconds.to_string()).output()?;
    if !output.status.success() {
        return Err(format!("{command}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn run() -> Result<bool, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, seconds, rounds, rest @ ..] = arguments.as_slice() else {
        return Err("usage: CASES SECONDS ROUNDS [--peer COMMAND]...".into());
    };
    let (seconds, rounds): (f64, usize) = (seconds.parse()?, rounds.parse()?);
    let peers: Vec<&String> = rest.chunks_exact(2).filter(|pair| pair[0] == "--peer").map(|pair| &pair[1]).collect();
    let cases: Cases = serde_json::from_slice(&std::fs::read(path)?)?;

    let mut names: Vec<String> = Vec::new();
    let mut rates: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        let mut round = vec![
            ours(&cases, Backend::Native, "dinhdanh, native backend", seconds)?,
            jsonwebtoken(&cases, seconds)?,
            ours(&cases, Backend::Pure, "dinhdanh, pure backend", seconds)?,
        ];
        for command in &peers {
            round.push(peer(command, path, seconds)?);
        }
        for found in round {
            if !names.contains(&found.name) {
                names.push(found.name.clone());
            }
            for (alg, rate) in found.found {
                rates.entry((found.name.clone(), alg)).or_default().push(rate);
            }
        }
    }

    let algorithms: Vec<&String> = cases.cases.iter().map(|case| &case.alg).collect();
    let middle = |name: &String, alg: &String| median(rates[&(name.clone(), alg.clone())].clone());
    println!("Validations of an ID token in a second of processor time, middle of {rounds} rounds of {seconds} s each");
    println!("(in brackets: our native backend against it)\n");
    println!("{:<52}{}", "", algorithms.iter().map(|alg| format!("{alg:>20}")).collect::<String>());
    for name in &names {
        let cells = algorithms.iter().map(|alg| {
            let own = middle(name, alg);
            format!("{:>20}", format!("{own:.0} ({:.2})", middle(&names[0], alg) / own))
        });
        println!("{name:<52}{}", cells.collect::<String>());
    }
    let mut enough = true;
    for alg in algorithms {
        let others = names.iter().filter(|name| !name.starts_with("dinhdanh"));
        let fastest = others.map(|name| middle(name, alg)).fold(0.0, f64::max);
        let ratio = middle(&names[0], alg) / fastest;
        println!(
            "\n{alg}: {ratio:.2} of the fastest other{}",
            if ratio < LEAST { ", BELOW what is promised" } else { "" }
        );
        enough &= ratio >= LEAST;
    }
    Ok(enough)
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
