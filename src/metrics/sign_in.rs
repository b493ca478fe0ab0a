//! Those who try to sign in.

use super::{Report, Source};
use crate::auth::{GuessFigures, Guesses};

impl Source for Guesses {
    fn tell(&self, report: &mut Report) {
        let GuessFigures {
            attempts,
            wrong_by_address,
            wrong_by_username,
            known,
            refused,
            forgotten,
        } = self.figures();
        for (table, (entries, most), dropped) in [
            ("sign_in_attempts_by_address", attempts, 0),
            ("wrong_passwords_by_address", wrong_by_address, 0),
            ("wrong_passwords_by_username", wrong_by_username, 0),
            ("places_signed_in_from", known, forgotten),
        ] {
            report.table(table, entries, most, dropped);
        }
        let help = "Attempts to sign in that came too soon after others.";
        report.counter("cairn_sign_ins_refused_total", help, &[], refused);
    }
}
