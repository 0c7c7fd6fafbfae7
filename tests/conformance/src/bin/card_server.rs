//! Lends the invented card to programs of other languages, over a socket of this machine.
//!
//! `card_server FOLDER` writes into the folder what a program needs (`port.txt`, `mrz.txt`, `anchor.der`, `at.txt`)
//! and what it must come to (`verdict.json`), then prints `ready`. Every connection is a card of its own. A message is
//! its length in four bytes, big-endian, and a command; so is the answer. Ends when its standard input does.

use dinhdanh_conformance::card::{AT, Given};
use dinhdanh_readers::channel::CardChannel;
use std::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs, io, thread};

/// No command is longer: extended length and its head.
const COMMAND_BYTES: u32 = 66_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("card_server FOLDER")?);
    let given = Arc::new(Given::new()?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port().to_string();
    let (mrz, at, verdict) = (given.mrz()?, AT.to_string(), given.verdict()?);
    let files: [(&str, &[u8]); 5] = [
        ("port.txt", port.as_bytes()),
        ("mrz.txt", mrz.as_bytes()),
        ("anchor.der", given.anchor()),
        ("at.txt", at.as_bytes()),
        ("verdict.json", verdict.as_bytes()),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    println!("ready");
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let given = Arc::clone(&given);
            thread::spawn(move || {
                if let Err(error) = lend(&given, connection)
                    && error.kind() != io::ErrorKind::UnexpectedEof
                {
                    eprintln!("card_server: {error}");
                }
            });
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

fn lend(given: &Given, mut connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut card = given.insert().map_err(io::Error::other)?;
    loop {
        let mut length = [0; 4];
        connection.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length > COMMAND_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut command = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        connection.read_exact(&mut command)?;
        let answer = CardChannel::transmit(&mut card, &command).map_err(io::Error::other)?;
        let length = u32::try_from(answer.len()).map_err(io::Error::other)?;
        connection.write_all(&[length.to_be_bytes().as_slice(), &answer].concat())?;
    }
}
