//! What the programs at a counter share: anchors from files, the JSON interface, the text for people.

pub mod inputs;
pub mod report;
pub mod text;

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything that was asked for was proven.
    Proven,
    /// The card or a claim is refused.
    Refused,
    /// The question could not be asked: reader, cable, wrong key.
    NotAsked,
    /// The program was called wrongly.
    Usage,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Proven => 0,
            Exit::Refused => 2,
            Exit::NotAsked => 3,
            Exit::Usage => 64,
        })
    }
}

impl From<&dinhdanh::Error> for Exit {
    /// A chip that breaks the protocol that shall prove it is refused; a reader, a cable, a disturbed field or a
    /// key that does not fit only means that nobody could ask.
    fn from(error: &dinhdanh::Error) -> Self {
        use dinhdanh::Code;
        match error.code() {
            Code::PaceFailed | Code::BacFailed | Code::DialogueTooLong => Self::Refused,
            _ => Self::NotAsked,
        }
    }
}
