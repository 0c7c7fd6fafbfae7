//! Plugs a software card into the virtual reader of the vsmartcard project (Debian: `vsmartcard-vpcd`), so that
//! any PC/SC program can read it.
//!
//! The protocol is a length of two bytes and as many bytes. One byte is an order of the reader: 0 power off,
//! 1 power on, 2 reset, 4 tell the answer to reset; anything longer is a command.

use super::SoftwareCard;
use crate::channel::CardChannel;
use socket2::{Domain, Socket, Type};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

/// Where the virtual reader listens by default.
pub const PORT: u16 = 35_963;

const POWER_OFF: u8 = 0;
const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const TELL_ATR: u8 = 4;

/// Lies on the virtual reader of this machine until the reader closes the connection.
///
/// # Errors
/// Those of the connection; `InvalidData` for an order that the protocol does not know.
pub fn serve(card: &mut SoftwareCard, port: u16) -> io::Result<()> {
    let mut socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    socket.set_tcp_nodelay(true)?;
    loop {
        let mut length = [0; 2];
        match read_exact(&mut socket, &mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            result => result?,
        }
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        read_exact(&mut socket, &mut message)?;
        let answer = match message.as_slice() {
            [POWER_OFF | POWER_ON | RESET] => {
                card.reset();
                continue;
            }
            [TELL_ATR] => card.atr().to_vec(),
            [] | [_] => return Err(io::ErrorKind::InvalidData.into()),
            command => card.transmit(command),
        };
        let length = u16::try_from(answer.len()).map_err(|_| io::ErrorKind::InvalidData)?;
        socket.write_all(&[length.to_be_bytes().as_slice(), &answer].concat())?;
    }
}

/// The reader sends length and message apart and waits for the acknowledgement in between, which systems hold
/// back for 40 ms; asking for it at once has to be repeated before every read.
fn read_exact(socket: &mut Socket, buffer: &mut [u8]) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    socket.set_tcp_quickack(true)?;
    socket.read_exact(buffer)
}
