//! Diffie-Hellman in prime fields, for PACE and chip authentication with DH (ICAO 9303-11, 9.6).

use super::curves::unhex;
use crate::error::Result;
use crate::given::Randomness;
use crate::limits::DH_PRIME_BITS;
use crate::personal::Secret;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd, Resize};

/// A group: the prime, a generator and, where known, the order of the generator.
#[derive(Clone, Debug)]
pub struct Group {
    modulus: BoxedMontyParams,
    prime: BoxedUint,
    generator: BoxedUint,
    order: Option<Vec<u8>>,
    bytes: usize,
}

impl Group {
    /// A group from big-endian numbers; `None` if they cannot be one or are beyond [`DH_PRIME_BITS`].
    #[must_use]
    pub fn new(prime: &[u8], generator: &[u8], order: Option<&[u8]>) -> Option<Self> {
        let prime = number(prime)?;
        let bits = prime.bits_vartime();
        if !DH_PRIME_BITS.contains(&bits) {
            return None;
        }
        let bytes = usize::try_from(bits.div_ceil(8)).ok()?;
        let precision = u32::try_from(bytes.checked_mul(8)?).ok()?;
        let prime = BoxedUint::from_be_slice(&to_bytes(&prime, bytes), precision).ok()?;
        let modulus = BoxedMontyParams::new_vartime(Option::from(Odd::new(prime.clone()))?);
        let order = order.map(|q| q.iter().copied().skip_while(|&b| b == 0).collect());
        let mut group = Self { modulus, prime, generator: BoxedUint::zero(), order, bytes };
        group.generator = group.member(generator)?;
        Some(group)
    }

    /// A group of RFC 5114 by its standardised domain parameter number (BSI TR-03110-3, table 4: 0 to 2).
    #[must_use]
    pub fn from_standard_number(number: u64) -> Option<Self> {
        let text = RFC_5114.get(usize::try_from(number).ok()?)?;
        Self::new(&unhex(text.p), &unhex(text.g), Some(&unhex(text.q)))
    }

    /// The same group with another generator, as PACE maps it.
    #[must_use]
    pub fn with_generator(&self, generator: &[u8]) -> Option<Self> {
        Some(Self { generator: self.member(generator)?, ..self.clone() })
    }

    /// The prime, the generator and, where known, the order of the generator, big-endian.
    #[must_use]
    pub fn numbers(&self) -> (Vec<u8>, Vec<u8>, Option<&[u8]>) {
        (to_bytes(&self.prime, self.bytes), to_bytes(&self.generator, self.bytes), self.order.as_deref())
    }

    /// The length of a group element in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// A random private key.
    ///
    /// # Errors
    /// `randomness-missing`.
    pub fn random_private(&self, random: &mut dyn Randomness) -> Result<Secret> {
        // An exponent of 8 bytes more than the order (or of the prime's length) is uniform enough modulo the
        // order without rejection (NIST SP 800-56A, 5.6.1.1.3).
        let size = self.order.as_ref().map_or(self.bytes, |q| q.len().saturating_add(8));
        let mut bytes = vec![0; size];
        random.fill(&mut bytes)?;
        Ok(Secret::new(bytes))
    }

    /// The public key of a private key.
    #[must_use]
    pub fn public(&self, private: &Secret) -> Option<Vec<u8>> {
        let base = self.generator.clone();
        self.power(base, private.expose())
    }

    /// The shared secret, in the prime's length; `None` if the other's key is not a member of the group.
    #[must_use]
    pub fn agree(&self, private: &Secret, public: &[u8]) -> Option<Vec<u8>> {
        let base = self.member(public)?;
        let shared = self.power(base, private.expose())?;
        self.member(&shared)?;
        Some(shared)
    }

    /// The generic mapping: generator^nonce * shared (ICAO 9303-11, 4.4.3.3.1).
    #[must_use]
    pub fn map(&self, nonce: &[u8], shared: &[u8]) -> Option<Self> {
        let raised = self.element(number(&self.power(self.generator.clone(), nonce)?)?)?;
        let mapped = raised * self.element(number(shared)?)?;
        self.with_generator(&to_bytes(&mapped.retrieve(), self.bytes))
    }

    /// A number in 2..p-1 that lies in the subgroup, where its order is known.
    fn member(&self, bytes: &[u8]) -> Option<BoxedUint> {
        let value = number(bytes)?;
        let one = BoxedUint::one();
        let last = self.prime.wrapping_sub(&one);
        if value <= one || value >= last {
            return None;
        }
        if let Some(order) = &self.order {
            let power = self.power(value.clone(), order)?;
            if power.split_last().is_none_or(|(&last, rest)| last != 1 || rest.iter().any(|&b| b != 0)) {
                return None;
            }
        }
        Some(value)
    }

    fn power(&self, base: BoxedUint, exponent: &[u8]) -> Option<Vec<u8>> {
        let bits = u32::try_from(exponent.len().checked_mul(8)?).ok()?;
        let exponent = BoxedUint::from_be_slice(exponent, bits).ok()?;
        Some(to_bytes(&self.element(base)?.pow(&exponent).retrieve(), self.bytes))
    }

    fn element(&self, value: BoxedUint) -> Option<BoxedMontyForm> {
        Some(BoxedMontyForm::new(value.try_resize(self.modulus.bits_precision())?, &self.modulus))
    }
}

fn number(bytes: &[u8]) -> Option<BoxedUint> {
    let limit = usize::try_from(DH_PRIME_BITS.end().div_ceil(8)).ok()?;
    let zeros = bytes.iter().take_while(|&&b| b == 0).count();
    let digits = bytes.get(zeros..)?;
    if digits.is_empty() || digits.len() > limit {
        return None;
    }
    BoxedUint::from_be_slice(digits, u32::try_from(digits.len().checked_mul(8)?).ok()?).ok()
}

fn to_bytes(value: &BoxedUint, size: usize) -> Vec<u8> {
    let all = value.to_be_bytes();
    let zeros = size.saturating_sub(all.len());
    let mut out = vec![0; zeros];
    out.extend_from_slice(all.get(all.len().saturating_sub(size)..).unwrap_or(&all));
    out
}

struct GroupText {
    p: &'static str,
    g: &'static str,
    q: &'static str,
}

/// RFC 5114, 2.1 to 2.3, written out by an independent tool (OpenSSL's built-in list).
static RFC_5114: &[GroupText] = &[
    GroupText {
        p: "B10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D23B616073E28675A23D189838EF1E2EE652C0\
            13ECB4AEA906112324975C3CD49B83BFACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA31A4FF55BCCC0\
            A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708DF1FB2BC2E4A4371",
        g: "A4D1CBD5C3FD34126765A442EFB99905F8104DD258AC507FD6406CFF14266D31266FEA1E5C41564B777E690F5504F213\
            160217B4B01B886A5E91547F9E2749F4D7FBD7D3B9A92EE1909D0D2263F80A76A6A24C087A091F531DBF0A0169B6A28A\
            D662A4D18E73AFA32D779D5918D08BC8858F4DCEF97C2A24855E6EEB22B3B2E5",
        q: "F518AA8781A8DF278ABA4E7D64B7CB9D49462353",
    },
    GroupText {
        p: "AD107E1E9123A9D0D660FAA79559C51FA20D64E5683B9FD1B54B1597B61D0A75E6FA141DF95A56DBAF9A3C407BA1DF15\
            EB3D688A309C180E1DE6B85A1274A0A66D3F8152AD6AC2129037C9EDEFDA4DF8D91E8FEF55B7394B7AD5B7D0B6C12207\
            C9F98D11ED34DBF6C6BA0B2C8BBC27BE6A00E0A0B9C49708B3BF8A317091883681286130BC8985DB1602E714415D9330\
            278273C7DE31EFDC7310F7121FD5A07415987D9ADC0A486DCDF93ACC44328387315D75E198C641A480CD86A1B9E587E8\
            BE60E69CC928B2B9C52172E413042E9B23F10B0E16E79763C9B53DCF4BA80A29E3FB73C16B8E75B97EF363E2FFA31F71\
            CF9DE5384E71B81C0AC4DFFE0C10E64F",
        g: "AC4032EF4F2D9AE39DF30B5C8FFDAC506CDEBE7B89998CAF74866A08CFE4FFE3A6824A4E10B9A6F0DD921F01A70C4AFA\
            AB739D7700C29F52C57DB17C620A8652BE5E9001A8D66AD7C17669101999024AF4D027275AC1348BB8A762D0521BC98A\
            E247150422EA1ED409939D54DA7460CDB5F6C6B250717CBEF180EB34118E98D119529A45D6F834566E3025E316A330EF\
            BB77A86F0C1AB15B051AE3D428C8F8ACB70A8137150B8EEB10E183EDD19963DDD9E263E4770589EF6AA21E7F5F2FF381\
            B539CCE3409D13CD566AFBB48D6C019181E1BCFE94B30269EDFE72FE9B6AA4BD7B5A0F1C71CFFF4C19C418E1F6EC0179\
            81BC087F2A7065B384B890D3191F2BFA",
        q: "801C0D34C58D93FE997177101F80535A4738CEBCBF389A99B36371EB",
    },
    GroupText {
        p: "87A8E61DB4B6663CFFBBD19C651959998CEEF608660DD0F25D2CEED4435E3B00E00DF8F1D61957D4FAF7DF4561B2AA30\
            16C3D91134096FAA3BF4296D830E9A7C209E0C6497517ABD5A8A9D306BCF67ED91F9E6725B4758C022E0B1EF4275BF7B\
            6C5BFC11D45F9088B941F54EB1E59BB8BC39A0BF12307F5C4FDB70C581B23F76B63ACAE1CAA6B7902D52526735488A0E\
            F13C6D9A51BFA4AB3AD8347796524D8EF6A167B5A41825D967E144E5140564251CCACB83E6B486F6B3CA3F7971506026\
            C0B857F689962856DED4010ABD0BE621C3A3960A54E710C375F26375D7014103A4B54330C198AF126116D2276E11715F\
            693877FAD7EF09CADB094AE91E1A1597",
        g: "3FB32C9B73134D0B2E77506660EDBD484CA7B18F21EF205407F4793A1A0BA12510DBC15077BE463FFF4FED4AAC0BB555\
            BE3A6C1B0C6B47B1BC3773BF7E8C6F62901228F8C28CBB18A55AE31341000A650196F931C77A57F2DDF463E5E9EC144B\
            777DE62AAAB8A8628AC376D282D6ED3864E67982428EBC831D14348F6F2F9193B5045AF2767164E1DFC967C1FB3F2E55\
            A4BD1BFFE83B9C80D052B985D182EA0ADB2A3B7313D3FE14C8484B1E052588B9B7D2BBD2DF016199ECD06E1557CD0915\
            B3353BBB64E0EC377FD028370DF92B52C7891428CDC67EB6184B523D1DB246C32F63078490F00EF8D647D148D4795451\
            5E2327CFEF98C582664B4C0F6CC41659",
        q: "8CF83642A709A097B447997640129DA299B1A47D1EB3750BA308B0FE64F5FBD3",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree_and_outsiders_are_refused() {
        let mut n = 7u8;
        let mut random = move |buffer: &mut [u8]| {
            for byte in buffer {
                n = n.wrapping_mul(29).wrapping_add(113);
                *byte = n;
            }
            Ok(())
        };
        for number in 0..3 {
            let group = Group::from_standard_number(number).unwrap();
            let (a, b) = (group.random_private(&mut random).unwrap(), group.random_private(&mut random).unwrap());
            let (pa, pb) = (group.public(&a).unwrap(), group.public(&b).unwrap());
            assert_eq!(group.agree(&a, &pb), group.agree(&b, &pa));
            assert!(group.agree(&a, &pb).is_some());
            let (p, g, q) = group.numbers();
            assert_eq!(Group::new(&p, &g, q).unwrap().public(&a), Some(pa.clone()));
            let mapped = group.map(&[9; 16], &pa).unwrap();
            assert_ne!(mapped.public(&a), group.public(&a));
            // 0, 1, p-1, p, and a number outside the subgroup.
            let p = unhex(RFC_5114[usize::try_from(number).unwrap()].p);
            let mut p_minus_one = p.clone();
            *p_minus_one.last_mut().unwrap() -= 1;
            for bad in [vec![0], vec![1], p_minus_one, p, vec![2]] {
                assert_eq!(group.agree(&a, &bad), None);
            }
        }
        assert!(Group::from_standard_number(3).is_none());
        assert!(Group::new(&[0xFF; 8], &[2], None).is_none(), "a prime of 64 bits is no group");
    }
}
