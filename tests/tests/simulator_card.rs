//! The simulated chip by itself: what it answers to whom. Terminals other than ours must find it correct.

use dinhdanh::document::chip::command::{Command, Response, Status};
use dinhdanh::document::chip::session::{ReadPlan, Session};
use dinhdanh::document::files::data_group::{DataGroup, FileId};
use dinhdanh::document::files::tlv::encode;
use dinhdanh_readers::simulator::{CardMaker, Profile, Seeded, SoftwareCard, TestCard};

fn made(profile: Profile) -> TestCard {
    CardMaker::of(profile).make(&mut Seeded::new(1)).unwrap()
}

fn card(made: &TestCard) -> SoftwareCard {
    made.clone().into_card(Box::new(Seeded::new(2))).unwrap()
}

fn send(card: &mut SoftwareCard, command: &Command) -> Response {
    Response::parse(&card.transmit(&command.encode())).unwrap()
}

fn status(card: &mut SoftwareCard, command: &Command) -> u16 {
    send(card, command).status.0
}

fn read_short(file: FileId) -> Command {
    Command::new(0xB0, 0x80 | file.short_file_id(), 0).expecting(8)
}

#[test]
fn nothing_is_given_without_a_key() {
    for profile in Profile::ALL {
        let mut card = card(&made(profile));
        assert_eq!(status(&mut card, &Command::select_application()), 0x9000, "{profile}");
        let groups = DataGroup::all().map(FileId::DataGroup);
        for file in groups.chain([FileId::Com, FileId::Sod]) {
            assert_eq!(status(&mut card, &Command::select_file(file.file_id())), 0x6982, "{profile} {file}");
            assert_eq!(status(&mut card, &read_short(file)), 0x6982, "{profile} {file}");
        }
        assert_eq!(status(&mut card, &Command::new(0xB0, 0, 0).expecting(8)), 0x6986);
        let challenge = Command::new(0x88, 0, 0).with_data([0; 8]).expecting(256);
        assert_eq!(status(&mut card, &challenge), 0x6982);
        let agree = Command::new(0x22, 0x41, 0xA6).with_data(encode(0x91, &[4; 65]));
        assert_eq!(status(&mut card, &agree), 0x6982);
        assert_eq!(status(&mut card, &Command::new(0x22, 0x41, 0xA4).with_data(encode(0x80, &[4]))), 0x6982);
    }
}

#[test]
fn the_master_file_and_card_access_follow_the_profile() {
    let expected = [
        (Profile::Modern, 0x9000, 0x9000),
        (Profile::Bac, 0x9000, 0x6A82),
        (Profile::Short, 0x9000, 0x9000),
        (Profile::Extended, 0x9000, 0x6A82),
        (Profile::Picky, 0x6D00, 0x6982),
    ];
    for (profile, master_file, card_access) in expected {
        let mut card = card(&made(profile));
        assert_eq!(status(&mut card, &Command::select_master_file()), master_file, "{profile}");
        assert_eq!(status(&mut card, &Command::select_file(0x011C)), card_access, "{profile}");
        assert_eq!(status(&mut card, &Command::select_file(0x011E)), 0x6A82, "{profile}: not under the master file");
        let other = Command::new(0xA4, 4, 0x0C).with_data([0xA0, 0, 0, 0, 4]);
        assert_eq!(status(&mut card, &other), 0x6A82);
    }
}

#[test]
fn card_access_is_read_by_offset_and_ends_as_the_standard_says() {
    let made = made(Profile::Modern);
    let file = &made.files[&FileId::CardAccess];
    let mut card = card(&made);
    assert_eq!(status(&mut card, &Command::select_file(0x011C)), 0x9000);
    let mut read = |offset: u8, bytes| send(&mut card, &Command::new(0xB0, 0, offset).expecting(bytes));
    assert_eq!(read(0, 4), Response { data: file[..4].to_vec(), status: Status::OK });
    assert_eq!(read(0, 200), Response { data: file.clone(), status: Status(0x6282) });
    assert_eq!(read(0, 256), Response { data: file.clone(), status: Status::OK });
    assert_eq!(read(3, 256).data, file[3..]);
    let end = u8::try_from(file.len()).unwrap();
    assert_eq!(read(end, 1), Response { data: vec![], status: Status(0x6B00) });
    // The odd instruction: an offset object goes, a data object comes.
    let odd = Command::new(0xB1, 0, 0).with_data(encode(0x54, &[2])).expecting(10);
    assert_eq!(send(&mut card, &odd).data, encode(0x53, &file[2..10]));
    let short = Command::new(0xB0, 0x9C, 1).expecting(3);
    assert_eq!(send(&mut card, &short).data, file[1..4]);
}

#[test]
fn malformed_and_unknown_commands_are_refused() {
    let mut card = card(&made(Profile::Short));
    for bytes in [&[][..], &[0], &[0, 0xA4, 0, 0x0C, 9, 1], &[0, 0xB0, 0, 0, 0, 0, 1, 2]] {
        assert_eq!(card.transmit(bytes), [0x67, 0x00], "{bytes:02X?}");
    }
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 0, 0x02, 0x00]), [0x67, 0x00], "extended length");
    let of = |instruction, p1| Command::new(instruction, p1, 0);
    assert_eq!(status(&mut card, &of(0x20, 0)), 0x6D00);
    assert_eq!(status(&mut card, &of(0x84, 1).expecting(8)), 0x6A86);
    assert_eq!(status(&mut card, &of(0x84, 0).expecting(16)), 0x6700);
    assert_eq!(status(&mut card, &of(0x82, 0).with_data([0; 40]).expecting(40)), 0x6985, "no challenge yet");
    let chained = Command { class: 0x10, ..Command::select_application() };
    assert_eq!(status(&mut card, &chained), 0x6E00);
    let wanting = Command::select_application().expecting(256);
    assert_eq!(status(&mut card, &wanting), 0x6700, "nothing comes back, so nothing is to be asked for");
    let protected = Command { class: 0x0C, ..Command::select_application() };
    assert_eq!(status(&mut card, &protected), 0x6988, "there is no channel");
    assert_eq!(status(&mut card, &of(0xC0, 0).expecting(1)), 0x6D00, "nothing to fetch");
}

#[test]
fn a_challenge_serves_once() {
    let made = made(Profile::Bac);
    let mut card = card(&made);
    assert_eq!(status(&mut card, &Command::select_application()), 0x9000);
    let challenge = send(&mut card, &Command::new(0x84, 0, 0).expecting(8)).data;
    assert_eq!(challenge.len(), 8);
    let guess = Command::new(0x82, 0, 0).with_data([0x55; 40]).expecting(40);
    assert_eq!(status(&mut card, &guess), 0x6300);
    assert_eq!(status(&mut card, &guess), 0x6985);
}

#[test]
fn pace_refuses_what_is_not_on_offer_or_out_of_order() {
    let made = made(Profile::Modern);
    let mut card = card(&made);
    let set = |arcs: [u8; 10], rest: &[u8]| {
        Command::new(0x22, 0xC1, 0xA4).with_data([encode(0x80, &arcs), rest.to_vec()].concat())
    };
    let offered = [4, 0, 0x7F, 0, 7, 2, 2, 4, 2, 4];
    let other = [4, 0, 0x7F, 0, 7, 2, 2, 4, 2, 2];
    assert_eq!(status(&mut card, &set(other, &encode(0x83, &[1]))), 0x6A80);
    assert_eq!(status(&mut card, &set(offered, &encode(0x83, &[3]))), 0x6A88);
    let wrong_group = [encode(0x83, &[1]), encode(0x84, &[13])].concat();
    assert_eq!(status(&mut card, &set(offered, &wrong_group)), 0x6A80);
    let start = set(offered, &[encode(0x83, &[2]), encode(0x84, &[16])].concat());
    let step = |class, inner: &[u8]| {
        let command = Command::new(0x86, 0, 0).with_data(encode(0x7C, inner)).expecting(256);
        Command { class, ..command }
    };
    assert_eq!(status(&mut card, &step(0x10, &[])), 0x6985, "not configured");
    assert_eq!(status(&mut card, &start), 0x9000);
    assert_eq!(status(&mut card, &step(0x00, &[])), 0x6985, "the first step is part of a chain");
    assert_eq!(status(&mut card, &start), 0x9000);
    assert_eq!(status(&mut card, &step(0x10, &[])), 0x9000);
    let not_a_point = encode(0x81, &[vec![4], vec![7; 96]].concat());
    assert_eq!(status(&mut card, &step(0x10, &not_a_point)), 0x6A80);
    assert_eq!(status(&mut card, &step(0x10, &[])), 0x6985, "over after a refusal");
}

/// A session that stops after a number of commands, with the card behind it.
fn opened(made: &TestCard, commands: usize) -> (SoftwareCard, Session) {
    let mut card = card(made);
    let plan = ReadPlan { passwords: vec![made.mrz_password().unwrap()], ..ReadPlan::default() };
    let mut session = Session::new(plan, Box::new(Seeded::new(3))).unwrap();
    for _ in 0..commands {
        let command = session.next_command().unwrap();
        session.on_response(&card.transmit(&command)).unwrap();
    }
    (card, session)
}

#[test]
fn whatever_is_wrong_with_a_protected_command_ends_the_channel() {
    let made = made(Profile::Bac);
    // Three to learn that there is no EF.CardAccess, then the application and BAC.
    let (_, mut session) = opened(&made, 6);
    let good = session.next_command().unwrap();
    assert_eq!(good[0], 0x0C);
    let (mut fresh, _) = opened(&made, 6);
    assert!(fresh.transmit(&good).len() > 16);
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let (mut card, _) = opened(&made, 6);
        let answer = card.transmit(&bad);
        // Only what the outer length asks for is not covered by the code.
        if bit / 8 == good.len() - 1 && answer.len() > 2 {
            continue;
        }
        assert_eq!(answer.len(), 2, "bit {bit}");
        assert_ne!(answer, [0x90, 0x00], "bit {bit}");
        assert_eq!(card.transmit(&good), [0x69, 0x88], "bit {bit}: the channel is gone");
    }
    let (mut card, _) = opened(&made, 6);
    card.transmit(&good);
    assert_eq!(card.transmit(&good), [0x69, 0x88], "a repeated command");
    let (mut card, _) = opened(&made, 6);
    assert_eq!(status(&mut card, &read_short(FileId::Com)), 0x6982, "a command in the clear");
    assert_eq!(card.transmit(&good), [0x69, 0x88]);
    let (mut card, _) = opened(&made, 6);
    card.reset();
    assert_eq!(card.transmit(&good), [0x69, 0x88], "after a reset");
}

#[test]
fn random_commands_never_break_the_chip() {
    use dinhdanh::given::Randomness;
    let mut random = Seeded::new(99);
    for profile in Profile::ALL {
        let made = made(profile);
        let (mut card, _) = opened(&made, 5);
        for round in 0..3000 {
            let mut length = [0; 1];
            random.fill(&mut length).unwrap();
            let mut bytes = vec![0; usize::from(length[0] % 80)];
            random.fill(&mut bytes).unwrap();
            // Often a command that gets further than the first look.
            if let (Some(head), true) = (bytes.first_chunk_mut::<2>(), round % 4 != 0) {
                let instructions = [0xA4, 0xB0, 0xB1, 0x84, 0x82, 0x22, 0x86, 0x88, 0xC0];
                *head = [[0x00, 0x0C, 0x10][round % 3], instructions[round % 9]];
            }
            let answer = card.transmit(&bytes);
            assert!(answer.len() >= 2, "{profile} {bytes:02X?}");
        }
    }
}
