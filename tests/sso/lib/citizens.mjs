// Invented people of the sandboxes. Nobody of these exists: the numbers follow the form of Decree 137/2015 only.

/**
 * `level` is the level of the electronic account (Decree 69/2024: level 1 or 2); an account of level 2 may still be
 * used at level 1, by password alone. `otp` is what the app would show on the phone.
 */
export const PEOPLE = [
  {
    techId: 'b1c5e0f2-0001-4a6e-9d5e-000000000018',
    number: '001199000018',
    name: 'Nguyễn Thị Mẫu',
    birth: '19990217',
    sex: 2,
    address: 'Số 1, phường Cửa Nam, thành phố Hà Nội',
    kind: 1,
    level: 2,
    otp: '111111',
  },
  {
    techId: 'b1c5e0f2-0002-4a6e-9d5e-000000003457',
    number: '079205123457',
    name: 'Trần Văn Mẫu',
    birth: '20050830',
    sex: 1,
    address: 'Ấp Mẫu, xã Bình Mỹ, Thành phố Hồ Chí Minh',
    kind: 1,
    level: 1,
    otp: '222222',
  },
  {
    techId: 'b1c5e0f2-0003-4a6e-9d5e-000000000019',
    number: '001199000018', // of the representative
    name: 'Công ty TNHH Hàng Mẫu',
    birth: '',
    sex: 0,
    address: 'Số 2, phường Hoàn Kiếm, thành phố Hà Nội',
    kind: 2,
    level: 2,
    otp: '333333',
    organisation: { tax: '0100109106', representative: 'Nguyễn Thị Mẫu' },
  },
];

export const PASSWORD = 'mau-123';

export const byLogin = (login) => PEOPLE.find((person) => person.techId === login || (person.number === login && !person.organisation)
  || (person.organisation && person.organisation.tax === login));

/** The level that a login reaches: the second factor lifts it to 2, if the account has that level. */
export function levelOf(person, otp) {
  if (otp === undefined || otp === '') return 1;
  if (otp !== person.otp || person.level < 2) return undefined;
  return 2;
}

/** What the national portal and its identity provider call things. Types are as loose as published samples show. */
export function portalClaims(person) {
  const claims = {
    TechID: person.techId,
    LoaiTaiKhoan: person.kind,
    HoVaTen: person.name,
    SoDinhDanh: person.number,
    NgayThangNamSinh: person.birth,
    GioiTinh: person.sex,
    ThuongTru: person.address,
    QuocTich: 'Việt Nam',
    loginIdp: 'BCA',
    loAs: String(person.level),
    IAL: person.level,
  };
  if (!person.organisation) return claims;
  return {
    ...claims,
    MaSoThue: person.organisation.tax,
    TenDoanhNghiep: person.name,
    NguoiDaiDien: person.organisation.representative,
    HoVaTen: person.organisation.representative,
    NgayThangNamSinh: '19990217',
  };
}

/** The other known vocabulary, of the encrypted userinfo. */
export function vneidClaims(person, level) {
  return {
    citizenPid: person.number,
    fullName: person.organisation ? person.organisation.representative : person.name,
    birthDate: (person.birth || '19990217').replace(/^(\d{4})(\d\d)(\d\d)$/, '$3/$2/$1'),
    accountType: person.kind,
    accountLevel: level,
  };
}
