//! What the doors hold open and keep.

use super::{Report, Source};
use crate::server::Doors;

impl Source for Doors {
    fn tell(&self, report: &mut Report) {
        self.traffic.tell(report);
        report.cache("documents", self.desk.documents());
        let help = "Connections now, sockets and abandoned mutations among them.";
        report.level("cairn_connections", help, &[], self.connections.in_use());
        let help = "The most connections at one time; more wait to be accepted.";
        report.level("cairn_connections_max", help, &[], self.connections.most());
        let help = "Connections accepted.";
        report.counter("cairn_connections_accepted_total", help, &[], self.connections.accepted());
        let (addresses, most) = (self.sockets.addresses(), self.connections.most());
        report.table("sockets_by_address", addresses, most, 0);
        let limits = &self.limits;
        for (name, help, level) in [
            (
                "cairn_socket_max_operations",
                "The most operations of one socket at one time.",
                limits.socket_operations,
            ),
            (
                "cairn_socket_max_queued_bytes",
                "The most bytes that may wait for one socket's client.",
                limits.socket_queue_bytes,
            ),
            (
                "cairn_sockets_max_per_address",
                "The most sockets of one address.",
                limits.sockets_per_address,
            ),
        ] {
            report.level(name, help, &[], level);
        }
    }
}
