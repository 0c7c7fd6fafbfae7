//! SELECT and READ BINARY: who may read what, and from where.

use super::{
    BEYOND_END, CUT_SHORT, DENIED, NO_FILE_CHOSEN, NOT_FOUND, OK, Reply, SoftwareCard, UNKNOWN, WRONG_DATA,
    WRONG_LENGTH, WRONG_PARAMETERS,
};
use crate::simulator::chip::CardAccessRule;
use dinhdanh::document::chip::command::{Command, Status};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::tlv::{encode, single};

/// The eMRTD application (ICAO 9303-10, 3.2).
const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

impl SoftwareCard {
    pub(super) fn select(&mut self, command: &Command, protected: bool) -> Reply {
        let name = command.data.as_slice();
        if command.p2 == 0x0C && command.expected.is_some() {
            return Reply::status(WRONG_LENGTH);
        }
        match (command.p1, name) {
            (0x00, [] | [0x3F, 0x00]) if !self.chip.master_file => Reply::status(UNKNOWN),
            (0x00, [] | [0x3F, 0x00]) => {
                (self.state.in_application, self.state.chosen) = (false, None);
                Reply::status(OK)
            }
            (0x04, name) if name == APPLICATION => {
                (self.state.in_application, self.state.chosen) = (true, None);
                Reply::status(OK)
            }
            (0x04, _) => Reply::status(NOT_FOUND),
            (0x00 | 0x02, &[high, low]) => {
                let id = u16::from_be_bytes([high, low]);
                match self.file(|file| file.file_id() == id, protected) {
                    Ok(file) => {
                        self.state.chosen = Some(file);
                        Reply::status(OK)
                    }
                    Err(status) => Reply::status(status),
                }
            }
            _ => Reply::status(WRONG_PARAMETERS),
        }
    }

    /// A file of the current directory that may be read.
    fn file(&self, is: impl Fn(FileId) -> bool, protected: bool) -> std::result::Result<FileId, Status> {
        if !self.state.in_application {
            return match self.chip.card_access {
                _ if !is(FileId::CardAccess) => Err(NOT_FOUND),
                CardAccessRule::Denied => Err(DENIED),
                CardAccessRule::Free if self.files.contains_key(&FileId::CardAccess) => Ok(FileId::CardAccess),
                CardAccessRule::Free | CardAccessRule::Hidden => Err(NOT_FOUND),
            };
        }
        if !protected {
            return Err(DENIED);
        }
        let fingers_or_irises = |file| matches!(file, FileId::DataGroup(group) if matches!(group.number(), 3 | 4));
        let known = DataGroup::all().map(FileId::DataGroup).chain([FileId::Com, FileId::Sod]);
        match known.into_iter().find(|file| is(*file)) {
            Some(file) if fingers_or_irises(file) || self.chip.denied.contains(&file) => Err(DENIED),
            Some(file) if self.files.contains_key(&file) => Ok(file),
            _ => Err(NOT_FOUND),
        }
    }

    pub(super) fn read(&mut self, command: &Command, protected: bool) -> Reply {
        let by_offset_object = command.instruction == 0xB1;
        let (file, offset) = match self.target(command, protected) {
            Ok(target) => target,
            Err(status) => return Reply::status(status),
        };
        self.state.chosen = Some(file);
        let asked = command.expected.unwrap_or(0);
        if self.chip.longest_read.is_some_and(|longest| asked > longest) {
            return Reply::leaving(WRONG_LENGTH);
        }
        let Some(rest) = self.files.get(&file).and_then(|bytes| bytes.get(offset..)).filter(|rest| !rest.is_empty())
        else {
            return Reply::status(BEYOND_END);
        };
        // Around the content, object 53 takes two to four bytes.
        let header = match asked {
            _ if !by_offset_object => 0,
            0..=129 => 2,
            130..=258 => 3,
            _ => 4,
        };
        let room = asked.saturating_sub(header);
        if self.chip.corrects_length && !protected && room > rest.len() {
            let [low, ..] = rest.len().to_le_bytes();
            return Reply::status(Status(0x6C00 | u16::from(low)));
        }
        let part = rest.get(..room).unwrap_or(rest).to_vec();
        // "All there is" may be less than the form can say; a number that was asked for may not.
        let all = matches!(asked, 256 | 65_536);
        let status = if part.len() < room && !all { CUT_SHORT } else { OK };
        let data = if by_offset_object { encode(0x53, &part) } else { part };
        Reply { data, status, leaves: false }
    }

    /// The file that a read means, and from where.
    fn target(&self, command: &Command, protected: bool) -> std::result::Result<(FileId, usize), Status> {
        let Command { instruction, p1, p2, .. } = *command;
        let chosen = || self.state.chosen.filter(|_| protected || !self.state.in_application).ok_or(NO_FILE_CHOSEN);
        if instruction == 0xB1 {
            let offset = single(&command.data, 0x54, "offset").map_err(|_| WRONG_DATA)?.value;
            if offset.len() > 4 || (p1, p2) != (0, 0) {
                return Err(WRONG_PARAMETERS);
            }
            let offset = offset.iter().fold(0u32, |n, &b| n << 8 | u32::from(b));
            return Ok((chosen()?, usize::try_from(offset).unwrap_or(usize::MAX)));
        }
        if p1 & 0x80 == 0 {
            return Ok((chosen()?, usize::from(u16::from_be_bytes([p1, p2]))));
        }
        if !self.chip.short_identifiers || p1 & 0x60 != 0 {
            return Err(WRONG_PARAMETERS);
        }
        let file = self.file(|file| file.short_file_id() == p1 & 0x1F, protected)?;
        Ok((file, usize::from(p2)))
    }
}
