//! The state of a document in the two letters that certificates use (ISO 3166-1, ICAO 9303-3 section 5).

/// Each entry is an alpha-3 code and its alpha-2 code.
const ISO_3166: &str = "\
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI \
    BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT \
    BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU \
    CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET \
    FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR \
    GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR \
    IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB \
    LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH \
    MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE \
    NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL \
    PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ \
    SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC \
    TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY \
    USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW";

/// Codes that ICAO 9303-3 adds or writes otherwise. Certificates of Kosovo use KS.
const ICAO: &[(&str, &str)] = &[
    ("D", "DE"),
    ("EUE", "EU"),
    ("GBD", "GB"),
    ("GBN", "GB"),
    ("GBO", "GB"),
    ("GBP", "GB"),
    ("GBS", "GB"),
    ("RKS", "KS"),
    ("UNA", "UN"),
    ("UNK", "UN"),
    ("UNO", "UN"),
    ("XOM", "XO"),
];

/// The alpha-2 code for an issuing state as machine readable zones write it.
pub(super) fn alpha_2(issuing_state: &str) -> Option<&'static str> {
    let code = issuing_state.trim_end_matches('<');
    let icao = ICAO.iter().find(|(known, _)| *known == code).map(|(_, two)| *two);
    let iso = || ISO_3166.split(' ').filter_map(|entry| entry.split_at_checked(3)).find(|(three, _)| *three == code);
    icao.or_else(|| iso().map(|(_, two)| two))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_found_in_both_tables() {
        assert_eq!(ISO_3166.split(' ').count(), 249);
        assert!(ISO_3166.split(' ').all(|entry| entry.len() == 5 && entry.bytes().all(|b| b.is_ascii_uppercase())));
        for (three, two) in [("VNM", "VN"), ("D<<", "DE"), ("D", "DE"), ("AUT", "AT"), ("NZL", "NZ"), ("GBD", "GB")] {
            assert_eq!(alpha_2(three), Some(two));
        }
        for unknown in ["UTO", "", "<<<", "XXA", "vnm"] {
            assert_eq!(alpha_2(unknown), None);
        }
    }
}
