//! A web site that lets people log in with their national account, over any profile of the library.
//!
//! A sample to read and to try with the sandboxes of `tests/sso`: sessions are kept in memory and end with the
//! program.

mod agreement;
mod config;
mod keys;
mod pages;
mod provider;
mod random;
mod server;
mod sessions;
mod web;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Lets people log in with their national account (a sample site).
#[derive(Parser)]
struct Arguments {
    /// Configuration; see the folder `config` of this example.
    config: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), String> {
    let config = config::Config::read(&arguments.config)?;
    let web = web::Web::new(tokio::runtime::Handle::current());
    let (listen, secure, url) = (config.listen, config.secure(), config.public_url.clone());
    let provider = tokio::task::spawn_blocking(move || provider::Provider::new(&config, web));
    let provider = provider.await.map_err(|error| error.to_string())??;
    let app = Arc::new(server::App { provider, sessions: sessions::Sessions::default(), secure });
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("{listen}: {error}"))?;
    println!("listening on {url}");
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let stopped = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    };
    let served = axum::serve(listener, server::router(app)).with_graceful_shutdown(stopped);
    served.await.map_err(|error| error.to_string())
}
