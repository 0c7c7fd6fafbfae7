//! Nationalities under the codes of the Ministry's portal, which are ISO 3166-1 alpha-3 but for a few.

use crate::identity::Nationality;

/// The portal's code for a nationality. Germany: ISO has `DEU`, passports and the portal `D`. Kosovo: passports and
/// the portal have `RKS`; `XKX` and `XXK` were seen elsewhere.
///
/// ```
/// use dinhdanh::identity::Nationality;
/// use dinhdanh::residence::export::nationality::portal_code;
/// assert_eq!(portal_code(&Nationality::parse_code("DEU")?), "D");
/// assert_eq!(portal_code(&Nationality::VIETNAM), "VNM");
/// # Ok::<(), dinhdanh::Error>(())
/// ```
#[must_use]
pub fn portal_code(nationality: &Nationality) -> &str {
    match nationality.as_str() {
        "DEU" => "D",
        "XKX" | "XXK" => "RKS",
        code => code,
    }
}

/// The nationality that a code of the portal stands for, in the letters of ISO 3166-1 where it has them. Scotland,
/// which the portal lists under `SC-`, issues no passports: its people are British. `None` for what is no code.
#[must_use]
pub fn from_portal_code(code: &str) -> Option<Nationality> {
    let common = match code.trim() {
        "D" => "DEU",
        "SC-" => "GBR",
        "XKX" | "XXK" => "RKS",
        code => code,
    };
    Nationality::parse_code(common).ok()
}

/// The same nationality in one spelling, so that two can be compared.
pub(super) fn common(nationality: Nationality) -> Nationality {
    from_portal_code(nationality.as_str()).unwrap_or(nationality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for code in ["VNM", "D", "RKS", "GBD", "UNO", "RUS"] {
            assert_eq!(portal_code(&from_portal_code(code).unwrap()), code);
        }
        assert_eq!(from_portal_code("SC-").map(|n| n.as_str().to_owned()).as_deref(), Some("GBR"));
        assert_eq!(from_portal_code("Đức"), None);
        for (a, b) in [("D", "DEU"), ("XKX", "RKS")] {
            let parsed = [a, b].map(|code| common(Nationality::parse_code(code).unwrap()));
            assert_eq!(parsed[0], parsed[1]);
        }
    }
}
