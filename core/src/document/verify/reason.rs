//! Why a check failed or was not done: stable codes with a text for the counter.

use crate::error::Lang;
use serde::Serialize;

macro_rules! reasons {
    ($($name:ident = $code:literal, en: $en:literal, vi: $vi:literal;)*) => {
        /// Why a check failed or was not done. The text of a code never changes its meaning once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason { $(#[doc = $en] $name,)* }

        impl Reason {
            /// Every reason, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written in JSON, logs and documentation.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code,)* } }

            /// The reason for a person.
            #[must_use]
            pub const fn text(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Vi) => $vi,)* }
            }
        }
    };
}

reasons! {
    // --- not done ----------------------------------------------------------------------------------------
    NotRead = "not-read",
        en: "The file was not read.", vi: "Tệp chưa được đọc.";
    NotOffered = "not-offered",
        en: "The document does not offer this.", vi: "Giấy tờ không hỗ trợ mục này.";
    NoAnchor = "no-anchor",
        en: "No authority certificate was given to check against.", vi: "Chưa có chứng thư của cơ quan cấp để đối chiếu.";
    NoRevocationList = "no-revocation-list",
        en: "No revocation list of this authority was given.", vi: "Chưa có danh sách thu hồi của cơ quan cấp này.";
    RevocationListOld = "revocation-list-old",
        en: "The revocation list is past its next update.", vi: "Danh sách thu hồi đã quá hạn cập nhật.";
    NoChallenge = "no-challenge",
        en: "The chip was not asked to sign a challenge.", vi: "Chip chưa được yêu cầu ký một thử thách.";
    ChallengeUnknown = "challenge-unknown",
        en: "The chip signed a challenge that the verifier did not choose: it may be an old answer.",
        vi: "Chip ký một thử thách không do bên kiểm tra chọn: có thể là câu trả lời cũ.";
    OnlyForTheReader = "only-for-the-reader",
        en: "Chip authentication convinces only the reader that took part.",
        vi: "Xác thực chip chỉ có giá trị với chính đầu đọc đã thực hiện.";
    NoLiveChip = "no-live-chip",
        en: "Files were given, not a chip.", vi: "Chỉ có tệp dữ liệu, không có chip.";
    NothingClaimed = "nothing-claimed",
        en: "There is no second statement to compare with.", vi: "Không có thông tin thứ hai để đối chiếu.";
    NoSignedData = "no-signed-data",
        en: "There is nothing signed to check this against.", vi: "Không có dữ liệu được ký để kiểm tra mục này.";
    AccessInfosHidden = "access-infos-hidden",
        en: "The chip did not show before access that it speaks PACE: the weaker BAC was used.",
        vi: "Chip không công bố hỗ trợ PACE trước khi truy cập: đã dùng BAC yếu hơn.";
    DateUnknown = "date-unknown",
        en: "The date is not stated.", vi: "Không có thông tin ngày.";
    CountryUnknown = "country-unknown",
        en: "The issuing state of the document is not known.", vi: "Không xác định được quốc gia cấp.";
    // --- the security object and its signature ------------------------------------------------------------
    SodMissing = "sod-missing",
        en: "The document has no security object: nothing on it is signed.", vi: "Không có đối tượng an ninh (SOD): không có gì được ký.";
    SodMalformed = "sod-malformed",
        en: "The security object does not have the structure of its standard.", vi: "Đối tượng an ninh (SOD) sai cấu trúc.";
    SignedAttributesMissing = "signed-attributes-missing",
        en: "The signature lacks the signed attributes that the standard demands.", vi: "Chữ ký thiếu thuộc tính ký bắt buộc.";
    SignedAttributesWrong = "signed-attributes-wrong",
        en: "The signed attributes are about another content.", vi: "Thuộc tính ký không ứng với nội dung được ký.";
    SignerMissing = "signer-missing",
        en: "The signer's certificate does not come with the signature.", vi: "Thiếu chứng thư của bên ký.";
    SignerAmbiguous = "signer-ambiguous",
        en: "There is not exactly one signature.", vi: "Số chữ ký khác một.";
    SignatureWrong = "signature-wrong",
        en: "The signature is not by the certificate that comes with it.", vi: "Chữ ký không khớp với chứng thư kèm theo.";
    AlgorithmUnknown = "algorithm-unknown",
        en: "An algorithm is outside the standard's tables.", vi: "Thuật toán nằm ngoài bảng của tiêu chuẩn.";
    AlgorithmWeak = "algorithm-weak",
        en: "An algorithm or key is too weak for the policy.", vi: "Thuật toán hoặc khóa quá yếu so với chính sách.";
    CurveUnknown = "curve-unknown",
        en: "A key spells out a curve that only looks like a known one.", vi: "Khóa dùng đường cong chỉ giống, không phải đường cong chuẩn.";
    KeyMalformed = "key-malformed",
        en: "A public key is broken.", vi: "Khóa công khai bị hỏng.";
    // --- the signer and the authority ---------------------------------------------------------------------
    CertificateMalformed = "certificate-malformed",
        en: "A certificate does not have the structure of its standard.", vi: "Chứng thư sai cấu trúc.";
    IssuerUnknown = "issuer-unknown",
        en: "The signer was certified by none of the authorities given.", vi: "Bên ký không được cơ quan nào trong danh sách tin cậy chứng nhận.";
    IssuerImpersonated = "issuer-impersonated",
        en: "The signer's certificate names a trusted authority that did not sign it.",
        vi: "Chứng thư bên ký mạo danh một cơ quan tin cậy.";
    NotASigner = "not-a-signer",
        en: "The certificate may not sign documents.", vi: "Chứng thư không được phép ký giấy tờ.";
    NotAnAuthority = "not-an-authority",
        en: "A certificate on the path may not certify others.", vi: "Một chứng thư trong chuỗi không được phép chứng nhận.";
    PathTooLong = "path-too-long",
        en: "The path to an authority takes more steps than any genuine one.", vi: "Chuỗi chứng thư dài quá mức.";
    SignerExpired = "signer-expired",
        en: "The signer's certificate has expired.", vi: "Chứng thư của bên ký đã hết hạn.";
    SignerNotYetValid = "signer-not-yet-valid",
        en: "The signer's certificate is not valid yet.", vi: "Chứng thư của bên ký chưa có hiệu lực.";
    AuthorityNotValidThen = "authority-not-valid-then",
        en: "The authority's certificate was not valid when the signer was certified.",
        vi: "Chứng thư cơ quan cấp không có hiệu lực khi chứng nhận bên ký.";
    SignerRevoked = "signer-revoked",
        en: "The signer's certificate was revoked.", vi: "Chứng thư của bên ký đã bị thu hồi.";
    RevocationListWrong = "revocation-list-wrong",
        en: "A revocation list is not signed by its authority.", vi: "Danh sách thu hồi không do cơ quan cấp ký.";
    TestMaterial = "test-material",
        en: "Test certificates prove nothing about a real document, nor real ones about a test card.",
        vi: "Chứng thư thử nghiệm không có giá trị với giấy tờ thật, và ngược lại.";
    NotVietnamese = "not-vietnamese",
        en: "The document is not a Vietnamese one.", vi: "Không phải giấy tờ do Việt Nam cấp.";
    CountryDiffers = "country-differs",
        en: "The signer belongs to another state than the document.", vi: "Bên ký thuộc quốc gia khác với giấy tờ.";
    // --- the files ---------------------------------------------------------------------------------------
    DataGroupChanged = "data-group-changed",
        en: "The file is not the one that was signed.", vi: "Tệp đã bị thay đổi so với bản được ký.";
    DataGroupNotSigned = "data-group-not-signed",
        en: "The file is not under the signature.", vi: "Tệp không nằm trong phạm vi chữ ký.";
    DataGroupMalformed = "data-group-malformed",
        en: "The file does not have the structure of its standard.", vi: "Tệp sai cấu trúc.";
    DataGroupWithheld = "data-group-withheld",
        en: "The chip lists the file and does not give it.", vi: "Chip có liệt kê tệp nhưng không cho đọc.";
    FileListDiffers = "file-list-differs",
        en: "The list of files differs from what is signed.", vi: "Danh sách tệp khác với danh sách được ký.";
    // --- the chip ----------------------------------------------------------------------------------------
    PaceFailedThenBac = "pace-failed-then-bac",
        en: "PACE failed, and the weaker BAC was used instead.", vi: "PACE thất bại, đã chuyển sang BAC yếu hơn.";
    AccessInfosDiffer = "access-infos-differ",
        en: "What the chip announced before access is not what is signed: somebody may stand in between.",
        vi: "Thông tin chip công bố khác với bản được ký: có thể có thiết bị đứng giữa.";
    ChipLacksKey = "chip-lacks-key",
        en: "The chip does not hold the private key of the original: it is a copy.",
        vi: "Chip không có khóa bí mật của thẻ gốc: đây là bản sao.";
    ChipRefusedProof = "chip-refused-proof",
        en: "The chip refused to prove that it is the original.", vi: "Chip từ chối chứng minh là thẻ gốc.";
    ChipKeyWithheld = "chip-key-withheld",
        en: "The signature lists a chip key that the chip does not show: it may be a copy.",
        vi: "Chữ ký có liệt kê khóa chip nhưng chip không đưa ra: có thể là bản sao.";
    ChipKeyNotSigned = "chip-key-not-signed",
        en: "The chip's key is not under the signature: it proves nothing.", vi: "Khóa của chip không được ký: không chứng minh được gì.";
    ChipKeyUnusable = "chip-key-unusable",
        en: "The chip's key cannot be used.", vi: "Không dùng được khóa của chip.";
    ChallengeNotOurs = "challenge-not-ours",
        en: "The chip signed another challenge than the one chosen.", vi: "Chip ký thử thách khác với thử thách đã chọn.";
    // --- what is stated ----------------------------------------------------------------------------------
    DocumentExpired = "document-expired",
        en: "The document has expired.", vi: "Giấy tờ đã hết hạn sử dụng.";
    ContentsContradict = "contents-contradict",
        en: "The chip's files contradict one another.", vi: "Các tệp trên chip mâu thuẫn với nhau.";
    ClaimContradictsChip = "claim-contradicts-chip",
        en: "What was claimed (QR code, printed zone) is not what the chip says: another person's or a changed card.",
        vi: "Thông tin khai (mã QR, dòng MRZ) không khớp với chip: của người khác hoặc thẻ bị sửa.";
    HolderNotConfirmed = "holder-not-confirmed",
        en: "Nobody compared the face with the picture on the chip.", vi: "Chưa ai đối chiếu khuôn mặt với ảnh trên chip.";
    HolderDiffers = "holder-differs",
        en: "The person at the counter is not the one on the document.", vi: "Người trước quầy không phải người trong giấy tờ.";
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_unique_and_every_text_is_there() {
        let mut seen = std::collections::BTreeSet::new();
        for reason in Reason::ALL {
            assert!(seen.insert(reason.as_str()), "{} twice", reason.as_str());
            assert!(reason.text(Lang::Vi).ends_with('.') && reason.text(Lang::En).ends_with('.'));
        }
    }
}
