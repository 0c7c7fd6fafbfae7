//! From the signer's certificate to an authority that the caller trusts (ICAO 9303-12, 5 and 9303-11, 5.1).

use super::anchors::Anchors;
use super::certificate::Certificate;
use super::policy::Policy;
use super::reason::Reason;
use super::revocation::Listed;
use super::signature::Signed;
use crate::given::Timestamp;
use crate::limits::{PATH, PATH_SIGNATURES};

/// A path that holds: the signer, links if there are any, and the anchor at the end.
#[derive(Clone, Debug)]
pub(super) struct Path<'a> {
    pub(super) certificates: Vec<&'a Certificate>,
}

/// What revocation lists say about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RevocationState {
    Current,
    NoList,
    Old,
}

impl Certificate {
    /// Checks that `issuer` signed this certificate: the signature alone, no dates and no rights.
    ///
    /// # Errors
    /// Why the signature does not count.
    pub fn check_signed_by(&self, issuer: &Self, policy: &Policy) -> Result<(), Reason> {
        let signed = Signed {
            message: self.tbs(),
            signature: self.signature(),
            algorithm: self.signature_algorithm(),
            digest: None,
            policy,
            since: self.not_before(),
        };
        signed.check(&issuer.key()?)
    }
}

/// Finds a path from the signer to a trusted certificate. `along` came with the signature and is no more
/// trusted than the signer.
pub(super) fn find<'a>(
    signer: &'a Certificate,
    along: &'a [Certificate],
    anchors: &'a Anchors,
    policy: &Policy,
) -> Result<Path<'a>, Reason> {
    let mut search = Search { along, anchors, policy, budget: PATH_SIGNATURES, why: Reason::IssuerUnknown };
    let mut path = vec![signer];
    if search.extend(&mut path) { Ok(Path { certificates: path }) } else { Err(search.why) }
}

struct Search<'a, 'p> {
    along: &'a [Certificate],
    anchors: &'a Anchors,
    policy: &'p Policy,
    budget: usize,
    /// The most telling reason so far why no path was found.
    why: Reason,
}

impl<'a> Search<'a, '_> {
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        let Some(&last) = path.last() else { return false };
        if self.anchors.trusted().contains(last) {
            return true;
        }
        if path.len() >= PATH {
            self.why = Reason::PathTooLong;
            return false;
        }
        let anchors = self.anchors;
        for issuer in anchors.trusted().iter().filter(|issuer| last.may_be_issued_by(issuer)) {
            if self.certified(path, issuer, true) {
                path.push(issuer);
                return true;
            }
        }
        let along = self.along;
        for issuer in anchors.untrusted().iter().chain(along).filter(|issuer| last.may_be_issued_by(issuer)) {
            if !path.contains(&issuer) && self.certified(path, issuer, false) {
                path.push(issuer);
                if self.extend(path) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }

    fn certified(&mut self, path: &[&Certificate], issuer: &Certificate, trusted: bool) -> bool {
        let Some(&certificate) = path.last() else { return false };
        // Link certificates change the key of an authority and add none (RFC 5280, 4.2.1.9).
        let below = path.iter().skip(1).filter(|authority| !authority.is_self_issued()).count();
        if self.budget == 0 {
            self.why = Reason::PathTooLong;
            return false;
        }
        self.budget = self.budget.saturating_sub(1);
        let result = certificate.check_signed_by(issuer, self.policy).and_then(|()| {
            let then = certificate.not_before();
            if !issuer.may_certify(below) {
                Err(Reason::NotAnAuthority)
            } else if then < issuer.not_before() || issuer.not_after() < then {
                // The authority need not be valid any more, but it had to be when it certified.
                Err(Reason::AuthorityNotValidThen)
            } else {
                Ok(())
            }
        });
        match result {
            Ok(()) => return true,
            Err(Reason::SignatureWrong) if trusted => self.why = Reason::IssuerImpersonated,
            Err(Reason::SignatureWrong) => {}
            Err(reason) if trusted || self.why == Reason::IssuerUnknown => self.why = reason,
            Err(_) => {}
        }
        false
    }
}

impl Path<'_> {
    /// The end of the path, which the caller trusts.
    pub(super) fn anchor(&self) -> Option<&Certificate> {
        self.certificates.last().copied()
    }

    /// Whether a certificate of the path, save the anchor, is revoked.
    pub(super) fn revocation(
        &self,
        anchors: &Anchors,
        policy: &Policy,
        at: Timestamp,
    ) -> Result<RevocationState, Reason> {
        let mut state = RevocationState::Current;
        for (certificate, issuer) in self.certificates.iter().zip(self.certificates.iter().skip(1)) {
            let mut about = anchors.revocation_lists().iter().filter(|list| list.is_about(certificate)).peekable();
            if about.peek().is_none() {
                state = RevocationState::NoList;
                continue;
            }
            let mut best = None;
            for list in about {
                // After a change of keys the new key of the same authority signs the list.
                let signers = std::iter::once(*issuer).chain(anchors.trusted());
                if !signers.into_iter().any(|signer| list.is_signed_by(signer, policy)) {
                    continue;
                }
                match list.listed(certificate, at) {
                    Listed::Revoked => return Err(Reason::SignerRevoked),
                    Listed::NotRevoked => best = Some(Listed::NotRevoked),
                    Listed::Old => best = best.or(Some(Listed::Old)),
                }
            }
            match best {
                None => return Err(Reason::RevocationListWrong),
                Some(Listed::NotRevoked) => {}
                Some(_) if state == RevocationState::Current => state = RevocationState::Old,
                Some(_) => {}
            }
        }
        // A path of one certificate is pinned by the caller: there is nobody above to revoke it.
        Ok(state)
    }
}
