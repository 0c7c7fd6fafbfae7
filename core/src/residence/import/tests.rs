use super::*;
use crate::given::Timestamp;
use crate::residence::rules::Severity;
use crate::residence::{DocumentKind, FacilityKind, GuestKind, Provenance, Relationship};
use crate::table::{Role, Table};

fn facility(kind: FacilityKind) -> Facility {
    Facility { id: "mau".to_owned(), kind, name: "Mẫu".to_owned(), address: None, is_remote: false }
}

fn now() -> Context {
    Timestamp::parse("2026-11-21T08:00:00Z").and_then(Context::at).unwrap()
}

fn run(text: &str, plan: &Plan<'_>) -> Import {
    let table = Table::read(text.as_bytes()).unwrap();
    let sheet = &table.sheets[0];
    let layout = Layout::guess(sheet).unwrap();
    import(sheet, &layout, plan, &now())
}

fn errors(findings: &[Finding]) -> Vec<Rule> {
    findings.iter().filter(|f| f.severity() == Severity::Error).map(|f| f.rule).collect()
}

#[test]
fn a_hotels_list_with_a_family_and_a_foreigner() {
    let hotel = facility(FacilityKind::Hotel3);
    let list = "KHÁCH SẠN MẪU;;;;;;;;;;;;;;\n\
        Booking;Họ đệm;Tên;Ngày sinh;Giới tính;Quốc tịch;Loại giấy tờ;Số giấy tờ;Ngày đến;Giờ đến;Ngày đi;Phòng;Lý do;Thời hạn tạm trú;Người giám hộ;Quan hệ\n\
        B1-1;Nguyễn Thị;Mẫu;17/02/1999;Nữ;Việt Nam;1 - Thẻ CCCD;001199000018;21/11/2026;13:30;23/11/2026;101;1 - Du lịch;;;\n\
        B1-2;Trần;Bé;05/06/2022;Nam;VNM - Viet Nam;Giấy khai sinh;15/2022;21/11/2026;13:30;23/11/2026;101;Du lịch;;Nguyễn Thị Mẫu;Mẹ\n\
        B2-1;MUSTER;ERIKA;03/04/1980;F;UTO;Hộ chiếu;X0000001;21/11/2026;14:00;25/11/2026;102;1;31/12/2026;;\n";
    let result = run(list, &Plan::new(&hotel));
    assert!(result.rejected.is_empty());
    assert_eq!(result.stays.iter().map(|stay| stay.number).collect::<Vec<_>>(), [3, 4, 5]);
    for stay in &result.stays {
        assert_eq!(errors(&stay.findings), [], "{:?}", stay.findings);
        assert_eq!(stay.declaration.guest.provenance(), Provenance::Claimed(crate::identity::Source::Import));
    }
    let guests: Vec<_> = result.stays.iter().map(|stay| &stay.declaration.guest).collect();
    assert_eq!(guests[0].person().full_name.as_ref().unwrap().expose().as_str(), "Nguyễn Thị Mẫu");
    assert_eq!(guests[1].kind, GuestKind::ChildWithoutCard);
    assert_eq!(guests[1].guardian.as_ref().unwrap().relationship, Some(Relationship::Mother));
    assert_eq!((guests[2].kind, guests[2].is_foreign()), (GuestKind::Foreigner, true));
    assert_eq!(result.stays[0].declaration.stay.arrival.to_string(), "2026-11-21T13:30:00");
}

#[test]
fn a_coachs_list_of_passengers() {
    let coach = facility(FacilityKind::Coach);
    let trip = Trip { number: "HN-V-0421".to_owned(), from: Some("Hà Nội".to_owned()), ..Trip::default() };
    let plan = Plan { numbered: Some("HN-V-0421/".to_owned()), trip: Some(trip), ..Plan::new(&coach) };
    let list = "Ghế,Hành khách,CCCD,SĐT,Ngày sinh,Giới tính,Khởi hành,Điểm đến\n\
        A01,Nguyễn Thị Mẫu,001199000018,0912000000,1999,Nữ,21/11/2026 14:00,Vinh\n\
        A02,Trần Văn Mẫu,,,05/06/1999,Nam,21/11/2026 14:00,Vinh\n\
        Tổng cộng,2,,,,,,\n";
    let result = run(list, &plan);
    assert_eq!((result.stays.len(), result.rejected.len()), (2, 1));
    let first = &result.stays[0].declaration;
    assert_eq!(first.stay.id.as_str(), "HN-V-0421/2");
    let trip = first.stay.trip.as_ref().unwrap();
    assert_eq!(
        (trip.number.as_str(), trip.seat.as_deref(), trip.to.as_deref()),
        ("HN-V-0421", Some("A01"), Some("Vinh"))
    );
    assert_eq!(trip.from.as_deref(), Some("Hà Nội"));
    assert_eq!(errors(&result.stays[0].findings), []);
    assert_eq!(errors(&result.stays[1].findings), [Rule::DocumentMissing]);
    let footer = &result.rejected[0];
    assert_eq!((footer.number, errors(&footer.findings)), (4, vec![Rule::ArrivalMissing]));
    assert_eq!(footer.cells[0].text.expose(), "Tổng cộng");
}

#[test]
fn a_hospitals_list_and_the_portals_own_headings() {
    let hospital = facility(FacilityKind::Hospital);
    let plan = Plan { reason: Some(Reason::MedicalTreatment), ..Plan::new(&hospital) };
    let list = "Mã điều trị|HỌ TÊN (*)|NGÀY SINH (*)|GIỚI TÍNH (*)|SỐ GIẤY TỜ (*)|NGÀY VÀO VIỆN|NGÀY RA VIỆN|KHOA|Số BHYT|PHƯỜNG/ XÃ/ ĐẶC KHU|TỈNH/ THÀNH PHỐ\n\
        7/1|Nguyễn Thị Mẫu|17/02/1999|F - Nữ|001199000018|20/11/2026|21/11/2026|Nội|DN4010000000001;0100000001|Phường Cửa Nam|Hà Nội\n";
    let result = run(list, &plan);
    let declaration = &result.stays[0].declaration;
    assert_eq!(errors(&result.stays[0].findings), []);
    assert_eq!(declaration.stay.room.as_deref(), Some("Nội"));
    assert_eq!(declaration.stay.reason, Some(Reason::MedicalTreatment));
    assert_eq!(declaration.guest.insurance.len(), 2);
    assert_eq!(declaration.guest.person().document.as_ref().unwrap().kind, DocumentKind::CccdCard);
    assert_eq!(declaration.guest.residence.commune.as_ref().unwrap().expose(), "Phường Cửa Nam");
}

#[test]
fn what_cannot_be_read_has_its_own_code_and_is_not_called_missing() {
    let inn = facility(FacilityKind::Inn);
    let head = "Mã đặt phòng,Họ tên,Ngày sinh,Giới tính,Quốc tịch,Loại giấy tờ,Số giấy tờ,Ngày đến,Ngày đi,Phòng,Lý do,Loại khách,Ngày hết hạn,Loại cư trú,Tỉnh,Xã";
    let good = [
        "B1",
        "Nguyễn Thị Mẫu",
        "17/02/1999",
        "Nữ",
        "VNM",
        "1",
        "001199000018",
        "21/11/2026",
        "22/11/2026",
        "1",
        "1",
        "",
        "",
        "",
        "",
        "",
    ];
    let long = "x".repeat(1001);
    let named = "x".repeat(201);
    for (column, text, rule) in [
        (1, named.as_str(), Rule::NameUnreadable),
        (2, "17/02/99", Rule::BirthUnreadable),
        (3, "1", Rule::SexUnreadable),
        (4, "Nước lạ", Rule::NationalityUnreadable),
        (5, "thẻ thành viên", Rule::DocumentKindUnknown),
        (8, "mai", Rule::DepartureUnreadable),
        (9, long.as_str(), Rule::TextTooLong),
        (10, "nghỉ mát", Rule::ReasonUnknown),
        (11, "VIP", Rule::GuestKindUnknown),
        (12, "x", Rule::DateUnreadable),
        (13, "4", Rule::ResidenceKindUnknown),
        (15, "Phường Cửa Nam", Rule::CommuneWithoutProvince),
    ] {
        let mut cells = good;
        cells[column] = text;
        let result = run(&format!("{head}\n{}\n", cells.join(",")), &Plan::new(&inn));
        assert_eq!(errors(&result.stays[0].findings), [rule], "{text}");
    }
    for (column, text, rule) in
        [(0, "", Rule::StayIdMissing), (7, "", Rule::ArrivalMissing), (7, "11/2026", Rule::ArrivalUnreadable)]
    {
        let mut cells = good;
        cells[column] = text;
        let result = run(&format!("{head}\n{}\n", cells.join(",")), &Plan::new(&inn));
        assert_eq!((result.stays.len(), errors(&result.rejected[0].findings)), (0, vec![rule]));
    }
}

#[test]
fn a_mapping_of_the_callers_own() {
    let inn = facility(FacilityKind::Inn);
    let table = Table::read("Mã,Khách,Họ tên,Vào\nB1,Nguyễn Thị Mẫu,x,21/11/2026\n".as_bytes()).unwrap();
    let sheet = &table.sheets[0];
    let mut layout = Layout::guess(sheet).unwrap_or(Layout { columns: Vec::new(), first_row: 1 });
    for (column, role) in [(0, Role::StayId), (1, Role::FullName), (3, Role::Arrival)] {
        layout.assign(column, Some(role));
    }
    let result = import(sheet, &layout, &Plan::new(&inn), &now());
    let name = result.stays[0].declaration.guest.person().full_name.clone().unwrap();
    assert_eq!(name.expose().as_str(), "Nguyễn Thị Mẫu");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_with_numbers_dates_and_a_room_for_two() {
    let text = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let headings =
        ["Mã đặt phòng", "Họ tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ngày đến", "Ngày đi", "Phòng", "SĐT"];
    let headings: String = headings.iter().zip('A'..).map(|(name, at)| text(&format!("{at}3"), name)).collect();
    let row = |n: u32, id: &str, name: &str, sex: &str, number: &str| {
        let cells = [text(&format!("A{n}"), id), text(&format!("B{n}"), name), text(&format!("D{n}"), sex)];
        let [a, b, d] = cells;
        // Serials: 36208 is 17 February 1999, 46347.75 is 21 November 2026, 18:00.
        format!(
            r#"<row r="{n}">{a}{b}<c r="C{n}" s="1"><v>36208</v></c>{d}{number}<c r="F{n}" s="1"><v>46347.75</v></c><c r="G{n}" s="1"><v>46349</v></c></row>"#
        )
    };
    let lost = r#"<c r="E4"><v>1199000018</v></c>"#;
    let first = row(4, "B1-1", "Nguyễn Thị Mẫu", "Nữ", lost).replace("</row>", &(text("H4", "101") + "</row>"));
    let second = row(5, "B1-2", "Trần Văn Mẫu", "Nam", &text("E5", "001099000011"));
    let title = text("A1", "DANH SÁCH KHÁCH");
    let rows = format!(r#"<row r="1">{title}</row><row r="3">{headings}</row>{first}{second}"#);
    let merged = r#"<mergeCells count="2"><mergeCell ref="A1:I1"/><mergeCell ref="H4:H5"/></mergeCells>"#;
    let table = Table::read(&crate::table::test_workbook(&rows, merged)).unwrap();
    let sheet = &table.sheets[0];
    let layout = Layout::guess(sheet).unwrap();
    let inn = facility(FacilityKind::Inn);
    let plan = Plan { reason: Some(Reason::Tourism), ..Plan::new(&inn) };
    let evening = Timestamp::parse("2026-11-21T12:00:00Z").and_then(Context::at).unwrap();
    let result = import(sheet, &layout, &plan, &evening);
    assert_eq!((result.stays.len(), result.rejected.len()), (2, 0));
    assert_eq!(errors(&result.stays[0].findings), [Rule::IdNumberLostZero]);
    assert_eq!(errors(&result.stays[1].findings), []);
    let stay = &result.stays[1].declaration.stay;
    assert_eq!((stay.room.as_deref(), stay.arrival.to_string().as_str()), (Some("101"), "2026-11-21T18:00:00"));
    let birth = result.stays[1].declaration.guest.person().date_of_birth.clone().unwrap();
    assert_eq!(birth.expose().to_string(), "1999-02-17");
}
