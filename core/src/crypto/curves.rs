//! The elliptic curves of ICAO 9303 and BSI TR-03110, as a fixed table.
//!
//! A certificate that spells its curve out is matched against this table and the table is used; parameters
//! are never computed with as given, because a chosen generator lets anybody sign (CVE-2020-0601).

use serde::Serialize;
use std::fmt;

/// A curve of the table: NIST (FIPS 186-4) and Brainpool (RFC 5639).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are the documentation
pub enum CurveId {
    P192,
    P224,
    P256,
    P384,
    P521,
    Bp192R1,
    Bp192T1,
    Bp224R1,
    Bp224T1,
    Bp256R1,
    Bp256T1,
    Bp320R1,
    Bp320T1,
    Bp384R1,
    Bp384T1,
    Bp512R1,
    Bp512T1,
}

/// Domain parameters as an ECParameters structure spells them out (RFC 3279, 2.3.5), big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcParameters<'a> {
    /// The prime of the field.
    pub prime: &'a [u8],
    /// Coefficient a.
    pub a: &'a [u8],
    /// Coefficient b.
    pub b: &'a [u8],
    /// The generator as an encoded point, compressed or not.
    pub generator: &'a [u8],
    /// The order of the generator.
    pub order: &'a [u8],
    /// The cofactor, where stated.
    pub cofactor: Option<&'a [u8]>,
}

/// The numbers of a curve, as some certificates spell them out: [`EcParameters`] that own their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplicitCurve {
    /// The prime of the field.
    pub prime: Vec<u8>,
    /// Coefficient a.
    pub a: Vec<u8>,
    /// Coefficient b.
    pub b: Vec<u8>,
    /// The generator, uncompressed.
    pub generator: Vec<u8>,
    /// The order of the generator.
    pub order: Vec<u8>,
}

impl ExplicitCurve {
    /// The parameters, with the cofactor 1 that all curves of the table have.
    #[must_use]
    pub fn parameters(&self) -> EcParameters<'_> {
        let Self { prime, a, b, generator, order } = self;
        EcParameters { prime, a, b, generator, order, cofactor: Some(&[1]) }
    }
}

impl CurveId {
    /// Every curve of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.id)
    }

    /// The curve named by the content bytes of an object identifier.
    #[must_use]
    pub fn from_oid(oid: &[u8]) -> Option<Self> {
        TABLE.iter().find(|row| row.oid == oid).map(|row| row.id)
    }

    /// The curve of the table that has exactly these parameters, the generator included.
    #[must_use]
    pub fn from_explicit(given: &EcParameters<'_>) -> Option<Self> {
        TABLE.iter().find(|row| row.is(given)).map(|row| row.id)
    }

    /// The curve behind a standardised domain parameter number (BSI TR-03110-3, table 4).
    #[must_use]
    pub const fn from_standard_number(number: u64) -> Option<Self> {
        Some(match number {
            8 => Self::P192,
            9 => Self::Bp192R1,
            10 => Self::P224,
            11 => Self::Bp224R1,
            12 => Self::P256,
            13 => Self::Bp256R1,
            14 => Self::Bp320R1,
            15 => Self::P384,
            16 => Self::Bp384R1,
            17 => Self::Bp512R1,
            18 => Self::P521,
            _ => return None,
        })
    }

    /// The content bytes of the curve's object identifier.
    #[must_use]
    pub fn oid(self) -> &'static [u8] {
        self.params().oid
    }

    /// The curve spelled out.
    #[must_use]
    pub fn explicit(self) -> ExplicitCurve {
        let row = self.params();
        ExplicitCurve {
            prime: unhex(row.p),
            a: unhex(row.a),
            b: unhex(row.b),
            generator: [vec![4], unhex(row.gx), unhex(row.gy)].concat(),
            order: unhex(row.n),
        }
    }

    pub(super) fn params(self) -> &'static Params {
        // The table is written in the order of the enum; a test holds it so.
        TABLE.iter().find(|row| row.id == self).unwrap_or(&P256)
    }
}

impl fmt::Display for CurveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.params().name)
    }
}

impl Serialize for CurveId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Domain parameters in hexadecimal, each padded to the size of the field.
pub(super) struct Params {
    id: CurveId,
    name: &'static str,
    oid: &'static [u8],
    pub(super) p: &'static str,
    pub(super) a: &'static str,
    pub(super) b: &'static str,
    pub(super) gx: &'static str,
    pub(super) gy: &'static str,
    pub(super) n: &'static str,
}

impl Params {
    fn is(&self, given: &EcParameters<'_>) -> bool {
        let (x, y) = (unhex(self.gx), unhex(self.gy));
        let generator = match given.generator.split_first() {
            Some((4, xy)) => xy == [x, y].concat(),
            Some((&sign @ (2 | 3), rest)) => rest == x && y.last().is_some_and(|last| sign & 1 == last & 1),
            _ => false,
        };
        let same = |known: &str, given: &[u8]| trim(&unhex(known)) == trim(given);
        generator
            && same(self.p, given.prime)
            && same(self.a, given.a)
            && same(self.b, given.b)
            && same(self.n, given.order)
            && given.cofactor.is_none_or(|h| trim(h) == [1])
    }
}

/// Bytes of a constant written in hexadecimal.
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
    text.as_bytes().chunks_exact(2).map(|pair| pair.iter().fold(0, |n, &c| n << 4 | digit(c))).collect()
}

fn trim(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    bytes.get(zeros..).unwrap_or(&[])
}

const P256: Params = Params {
    id: CurveId::P256,
    name: "P-256",
    oid: &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07],
    p: "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
    a: "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC",
    b: "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
    gx: "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296",
    gy: "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
    n: "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
};

/// Written out from the standards by an independent tool (OpenSSL's built-in list).
static TABLE: &[Params] = &[
    Params {
        id: CurveId::P192,
        name: "P-192",
        oid: &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x01],
        p: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFF",
        a: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFC",
        b: "64210519E59C80E70FA7E9AB72243049FEB8DEECC146B9B1",
        gx: "188DA80EB03090F67CBF20EB43A18800F4FF0AFD82FF1012",
        gy: "07192B95FFC8DA78631011ED6B24CDD573F977A11E794811",
        n: "FFFFFFFFFFFFFFFFFFFFFFFF99DEF836146BC9B1B4D22831",
    },
    Params {
        id: CurveId::P224,
        name: "P-224",
        oid: &[0x2B, 0x81, 0x04, 0x00, 0x21],
        p: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000000000000000000000001",
        a: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFE",
        b: "B4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4",
        gx: "B70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21",
        gy: "BD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34",
        n: "FFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D",
    },
    P256,
    Params {
        id: CurveId::P384,
        name: "P-384",
        oid: &[0x2B, 0x81, 0x04, 0x00, 0x22],
        p: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        a: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFC",
        b: "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
        gx: "AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7",
        gy: "3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F",
        n: "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
    },
    Params {
        id: CurveId::P521,
        name: "P-521",
        oid: &[0x2B, 0x81, 0x04, 0x00, 0x23],
        p: "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        a: "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC",
        b: "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
        gx: "00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66",
        gy: "011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650",
        n: "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
    },
    Params {
        id: CurveId::Bp192R1,
        name: "brainpoolP192r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x03],
        p: "C302F41D932A36CDA7A3463093D18DB78FCE476DE1A86297",
        a: "6A91174076B1E0E19C39C031FE8685C1CAE040E5C69A28EF",
        b: "469A28EF7C28CCA3DC721D044F4496BCCA7EF4146FBF25C9",
        gx: "C0A0647EAAB6A48753B033C56CB0F0900A2F5C4853375FD6",
        gy: "14B690866ABD5BB88B5F4828C1490002E6773FA2FA299B8F",
        n: "C302F41D932A36CDA7A3462F9E9E916B5BE8F1029AC4ACC1",
    },
    Params {
        id: CurveId::Bp192T1,
        name: "brainpoolP192t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x04],
        p: "C302F41D932A36CDA7A3463093D18DB78FCE476DE1A86297",
        a: "C302F41D932A36CDA7A3463093D18DB78FCE476DE1A86294",
        b: "13D56FFAEC78681E68F9DEB43B35BEC2FB68542E27897B79",
        gx: "3AE9E58C82F63C30282E1FE7BBF43FA72C446AF6F4618129",
        gy: "097E2C5667C2223A902AB5CA449D0084B7E5B3DE7CCC01C9",
        n: "C302F41D932A36CDA7A3462F9E9E916B5BE8F1029AC4ACC1",
    },
    Params {
        id: CurveId::Bp224R1,
        name: "brainpoolP224r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x05],
        p: "D7C134AA264366862A18302575D1D787B09F075797DA89F57EC8C0FF",
        a: "68A5E62CA9CE6C1C299803A6C1530B514E182AD8B0042A59CAD29F43",
        b: "2580F63CCFE44138870713B1A92369E33E2135D266DBB372386C400B",
        gx: "0D9029AD2C7E5CF4340823B2A87DC68C9E4CE3174C1E6EFDEE12C07D",
        gy: "58AA56F772C0726F24C6B89E4ECDAC24354B9E99CAA3F6D3761402CD",
        n: "D7C134AA264366862A18302575D0FB98D116BC4B6DDEBCA3A5A7939F",
    },
    Params {
        id: CurveId::Bp224T1,
        name: "brainpoolP224t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x06],
        p: "D7C134AA264366862A18302575D1D787B09F075797DA89F57EC8C0FF",
        a: "D7C134AA264366862A18302575D1D787B09F075797DA89F57EC8C0FC",
        b: "4B337D934104CD7BEF271BF60CED1ED20DA14C08B3BB64F18A60888D",
        gx: "6AB1E344CE25FF3896424E7FFE14762ECB49F8928AC0C76029B4D580",
        gy: "0374E9F5143E568CD23F3F4D7C0D4B1E41C8CC0D1C6ABD5F1A46DB4C",
        n: "D7C134AA264366862A18302575D0FB98D116BC4B6DDEBCA3A5A7939F",
    },
    Params {
        id: CurveId::Bp256R1,
        name: "brainpoolP256r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07],
        p: "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
        a: "7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9",
        b: "26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6",
        gx: "8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262",
        gy: "547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997",
        n: "A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7",
    },
    Params {
        id: CurveId::Bp256T1,
        name: "brainpoolP256t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x08],
        p: "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
        a: "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5374",
        b: "662C61C430D84EA4FE66A7733D0B76B7BF93EBC4AF2F49256AE58101FEE92B04",
        gx: "A3E8EB3CC1CFE7B7732213B23A656149AFA142C47AAFBC2B79A191562E1305F4",
        gy: "2D996C823439C56D7F7B22E14644417E69BCB6DE39D027001DABE8F35B25C9BE",
        n: "A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7",
    },
    Params {
        id: CurveId::Bp320R1,
        name: "brainpoolP320r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x09],
        p: "D35E472036BC4FB7E13C785ED201E065F98FCFA6F6F40DEF4F92B9EC7893EC28FCD412B1F1B32E27",
        a: "3EE30B568FBAB0F883CCEBD46D3F3BB8A2A73513F5EB79DA66190EB085FFA9F492F375A97D860EB4",
        b: "520883949DFDBC42D3AD198640688A6FE13F41349554B49ACC31DCCD884539816F5EB4AC8FB1F1A6",
        gx: "43BD7E9AFB53D8B85289BCC48EE5BFE6F20137D10A087EB6E7871E2A10A599C710AF8D0D39E20611",
        gy: "14FDD05545EC1CC8AB4093247F77275E0743FFED117182EAA9C77877AAAC6AC7D35245D1692E8EE1",
        n: "D35E472036BC4FB7E13C785ED201E065F98FCFA5B68F12A32D482EC7EE8658E98691555B44C59311",
    },
    Params {
        id: CurveId::Bp320T1,
        name: "brainpoolP320t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0A],
        p: "D35E472036BC4FB7E13C785ED201E065F98FCFA6F6F40DEF4F92B9EC7893EC28FCD412B1F1B32E27",
        a: "D35E472036BC4FB7E13C785ED201E065F98FCFA6F6F40DEF4F92B9EC7893EC28FCD412B1F1B32E24",
        b: "A7F561E038EB1ED560B3D147DB782013064C19F27ED27C6780AAF77FB8A547CEB5B4FEF422340353",
        gx: "925BE9FB01AFC6FB4D3E7D4990010F813408AB106C4F09CB7EE07868CC136FFF3357F624A21BED52",
        gy: "63BA3A7A27483EBF6671DBEF7ABB30EBEE084E58A0B077AD42A5A0989D1EE71B1B9BC0455FB0D2C3",
        n: "D35E472036BC4FB7E13C785ED201E065F98FCFA5B68F12A32D482EC7EE8658E98691555B44C59311",
    },
    Params {
        id: CurveId::Bp384R1,
        name: "brainpoolP384r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0B],
        p: "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53",
        a: "7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826",
        b: "04A8C7DD22CE28268B39B55416F0447C2FB77DE107DCD2A62E880EA53EEB62D57CB4390295DBC9943AB78696FA504C11",
        gx: "1D1C64F068CF45FFA2A63A81B7C13F6B8847A3E77EF14FE3DB7FCAFE0CBD10E8E826E03436D646AAEF87B2E247D4AF1E",
        gy: "8ABE1D7520F9C2A45CB1EB8E95CFD55262B70B29FEEC5864E19C054FF99129280E4646217791811142820341263C5315",
        n: "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565",
    },
    Params {
        id: CurveId::Bp384T1,
        name: "brainpoolP384t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0C],
        p: "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53",
        a: "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC50",
        b: "7F519EADA7BDA81BD826DBA647910F8C4B9346ED8CCDC64E4B1ABD11756DCE1D2074AA263B88805CED70355A33B471EE",
        gx: "18DE98B02DB9A306F2AFCD7235F72A819B80AB12EBD653172476FECD462AABFFC4FF191B946A5F54D8D0AA2F418808CC",
        gy: "25AB056962D30651A114AFD2755AD336747F93475B7A1FCA3B88F2B6A208CCFE469408584DC2B2912675BF5B9E582928",
        n: "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565",
    },
    Params {
        id: CurveId::Bp512R1,
        name: "brainpoolP512r1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0D],
        p: "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3",
        a: "7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CA",
        b: "3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CADC083E67984050B75EBAE5DD2809BD638016F723",
        gx: "81AEE4BDD82ED9645A21322E9C4C6A9385ED9F70B5D916C1B43B62EEF4D0098EFF3B1F78E2D0D48D50D1687B93B97D5F7C6D5047406A5E688B352209BCB9F822",
        gy: "7DDE385D566332ECC0EABFA9CF7822FDF209F70024A57B1AA000C55B881F8111B2DCDE494A5F485E5BCA4BD88A2763AED1CA2B2FA8F0540678CD1E0F3AD80892",
        n: "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069",
    },
    Params {
        id: CurveId::Bp512T1,
        name: "brainpoolP512t1",
        oid: &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0E],
        p: "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F3",
        a: "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C68528AA6056583A48F0",
        b: "7CBBBCF9441CFAB76E1890E46884EAE321F70C0BCB4981527897504BEC3E36A62BCDFA2304976540F6450085F2DAE145C22553B465763689180EA2571867423E",
        gx: "640ECE5C12788717B9C1BA06CBC2A6FEBA85842458C56DDE9DB1758D39C0313D82BA51735CDB3EA499AA77A7D6943A64F7A3F25FE26F06B51BAA2696FA9035DA",
        gy: "5B534BD595F5AF0FA2C892376C84ACE1BB4E3019B71634C01131159CAE03CEE9D9932184BEEF216BD71DF2DADF86A627306ECFF96DBB8BACE198B61E00F8B332",
        n: "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn explicit<'a>(parts: &'a [Vec<u8>; 6]) -> EcParameters<'a> {
        let [prime, a, b, generator, order, cofactor] = parts;
        EcParameters { prime, a, b, generator, order, cofactor: Some(cofactor) }
    }

    #[test]
    fn every_curve_is_found_by_name_and_by_parameters_and_by_nothing_less() {
        assert_eq!(TABLE.len(), 17);
        for id in CurveId::all() {
            let row = id.params();
            assert_eq!(row.id, id);
            assert_eq!(CurveId::from_explicit(&id.explicit().parameters()), Some(id));
            assert_eq!(CurveId::from_oid(row.oid), Some(id));
            let generator = [vec![4], unhex(row.gx), unhex(row.gy)].concat();
            let good = [unhex(row.p), unhex(row.a), unhex(row.b), generator, unhex(row.n), vec![1]];
            assert_eq!(CurveId::from_explicit(&explicit(&good)), Some(id));
            for part in 0..good.len() {
                let mut bad = good.clone();
                let last = bad[part].last_mut().unwrap();
                *last ^= 2;
                assert_eq!(CurveId::from_explicit(&explicit(&bad)), None, "{id} with part {part} changed");
            }
        }
    }
}
