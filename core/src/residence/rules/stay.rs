//! Rules about the stay: its place, its days, its reason and its deadline.

use super::Context;
use super::deadline::deadline;
use super::finding::Found;
use super::table::Rule;
use crate::identity::{Date, Expiry};
use crate::residence::stay::{Declaration, Facility, Stay};
use crate::residence::words::{DeclarationKind, DocumentKind, FacilityKind, Reason};

/// From this many days on a stay is temporary residence (Law on Residence 68/2020/QH14, Articles 2 and 27).
const TEMPORARY_RESIDENCE_DAYS: i32 = 30;

/// Temporary residence is registered for at most this long at a time (Article 27).
const TEMPORARY_RESIDENCE_YEARS: u16 = 2;

pub(super) fn check(found: &mut Found, declaration: &Declaration, facility: &Facility, context: &Context) {
    let Declaration { stay, guest, .. } = declaration;
    let other = declaration.facility != facility.id || declaration.facility_kind != facility.kind;
    found.add_if(other, Rule::FacilityMismatch, "facility");
    days(found, declaration, context);
    if facility.kind == FacilityKind::Coach {
        let trip = stay.trip.as_ref();
        let unnamed = trip.is_none_or(|trip| trip.number.trim().is_empty());
        found.add_if(unnamed, Rule::TripMissing, "trip_number");
        found.add_if(trip.is_some_and(|trip| trip.seat.is_none()), Rule::SeatMissing, "trip_seat");
        return;
    }
    found.add_if(stay.trip.is_some(), Rule::TripOutsideCoach, "trip_number");
    let hospital = facility.kind.is_hospital();
    let nowhere = if hospital { Rule::DepartmentMissing } else { Rule::RoomMissing };
    let away = declaration.kind == DeclarationKind::TemporaryAbsence;
    found.add_if(!away && stay.room.as_ref().is_none_or(|room| room.trim().is_empty()), nowhere, "room");
    reason(found, stay);
    if guest.is_foreign() {
        permit(found, declaration);
    }
    if declaration.kind == DeclarationKind::Lodging {
        in_time(found, declaration, facility, context);
    }
}

fn days(found: &mut Found, declaration: &Declaration, context: &Context) {
    let stay = &declaration.stay;
    let arrival = stay.arrival;
    found.add_if(arrival.earliest() > context.now, Rule::ArrivalInFuture, "arrival");
    if let Some(planned) = stay.planned_departure {
        found.add_if(planned.latest() < arrival.earliest(), Rule::DepartureBeforeArrival, "planned_departure");
    } else {
        let kind = matches!(declaration.kind, DeclarationKind::Lodging | DeclarationKind::TemporaryResidence);
        let planned = kind && declaration.facility_kind != FacilityKind::Coach;
        let open = planned && stay.actual_departure.is_none();
        found.add_if(open, Rule::DepartureMissing, "planned_departure");
    }
    if let Some(actual) = stay.actual_departure {
        found.add_if(actual.latest() < arrival.earliest(), Rule::ActualBeforeArrival, "actual_departure");
        found.add_if(actual.earliest() > context.now, Rule::ActualInFuture, "actual_departure");
    } else {
        found.add_if(declaration.kind == DeclarationKind::EndOfStay, Rule::EndWithoutDeparture, "actual_departure");
    }
    let Some(end) = stay.departure().map(|departure| departure.date()) else { return };
    let long = end.days_since(arrival.date()).is_some_and(|days| days >= TEMPORARY_RESIDENCE_DAYS);
    let short = end >= arrival.date() && !long;
    match declaration.kind {
        // Foreigners are declared in one and the same way, however long they stay.
        DeclarationKind::Lodging if !declaration.guest.is_foreign() => {
            found.add_if(long, Rule::NeedsTemporaryResidence, "planned_departure");
        }
        DeclarationKind::TemporaryResidence => {
            found.add_if(short, Rule::TemporaryResidenceShort, "planned_departure");
            let latest = arrival.date().add_years(TEMPORARY_RESIDENCE_YEARS);
            found.add_if(latest.is_some_and(|latest| end > latest), Rule::TemporaryResidenceLong, "planned_departure");
        }
        _ => {}
    }
}

fn reason(found: &mut Found, stay: &Stay) {
    let words = stay.reason_text.as_ref().is_some_and(|text| !text.expose().trim().is_empty());
    match stay.reason {
        None => found.add(Rule::ReasonMissing, "reason"),
        Some(Reason::Other) => found.add_if(!words, Rule::ReasonTextMissing, "reason_text"),
        Some(_) => found.add_if(words, Rule::ReasonTextUnused, "reason_text"),
    }
}

fn permit(found: &mut Found, declaration: &Declaration) {
    const FIELD: &str = "permitted_until";
    let guest = &declaration.guest;
    let stay = &declaration.stay;
    let Some(until) = guest.permitted_until.as_ref().map(|until| *until.expose()) else {
        found.add(Rule::PermitMissing, FIELD);
        return;
    };
    let passport = guest.person().document.as_ref().filter(|document| document.kind == DocumentKind::Passport);
    let passport_ends: Option<Date> =
        passport.and_then(|passport| passport.expires.as_ref()).and_then(|expires| match expires.expose() {
            Expiry::On(date) => Some(*date),
            Expiry::Never => None,
        });
    found.add_if(passport_ends == Some(until), Rule::PermitEqualsPassport, FIELD);
    if until < stay.arrival.date() {
        found.add(Rule::PermitEndedBeforeArrival, FIELD);
    } else {
        let leaves = stay.departure().map(|departure| departure.date());
        found.add_if(leaves.is_some_and(|leaves| until < leaves), Rule::PermitEndsBeforeDeparture, FIELD);
    }
}

fn in_time(found: &mut Found, declaration: &Declaration, facility: &Facility, context: &Context) {
    const FIELD: &str = "declared_at";
    if declaration.stay.close_relative && context.relative_declared_before {
        found.add(Rule::RelativeAlreadyDeclared, "close_relative");
        return;
    }
    let Some(deadline) = deadline(declaration, facility) else {
        found.add(Rule::LawUnknown, "arrival");
        return;
    };
    match declaration.declared_at {
        Some(declared) => {
            found.add_if(declared > deadline.last, Rule::DeclaredLate, FIELD);
            found.add_if(declared < declaration.stay.arrival.earliest(), Rule::DeclaredBeforeArrival, FIELD);
        }
        None if context.now > deadline.last => found.add(Rule::Overdue, FIELD),
        None => {
            let soon = context.now.add_hours(context.soon_hours).is_some_and(|soon| soon > deadline.last);
            found.add_if(soon, Rule::DueSoon, FIELD);
        }
    }
}
