//! What the rules keep and let wait: boards in use, the writer's queue, who follows what.

use cairn_domain::{
    Domain, PointFigures, PoolFigures, WriteGroups,
    accounts::{CredentialFigures, HashingFigures},
    live::{DoorbellFigures, HubFigures},
};

use super::{Report, Source};

/// The figures of a domain.
#[derive(Debug)]
pub struct DomainSource {
    /// The domain.
    pub domain: Domain,
    /// The most writes that can wait: a request keeps its connection's place until its write is done.
    pub most_writes: usize,
}

impl Source for DomainSource {
    fn tell(&self, report: &mut Report) {
        let domain = &self.domain;
        report.cache("boards", domain.views.figures());
        report.cache("board_heads", domain.views.head_figures());
        report.cache("committed_events", domain.views.committed_figures());
        let [sessions, tokens] = domain.accounts().holder_figures();
        report.cache("sessions", sessions);
        report.cache("tokens", tokens);
        let help = "How often a board in memory went on by some events.";
        report.counter("cairn_board_advances_total", help, &[], domain.views.advances());
        writes(report, domain.database.write_groups(), self.most_writes);
        point_reads(report, domain.database.point_reads());
        pool(report, domain.database.pool());
        following(report, domain.hub.figures());
        let DoorbellFigures { waiting, capacity, missed } = domain.doorbell.figures();
        report.queue("doorbell", waiting, capacity, missed);

        let CredentialFigures { in_use, used, most_used, not_noted } = domain.credentials.figures();
        let help = "Sessions and tokens in use; never more than requests and sockets.";
        report.level("cairn_credentials", help, &[], in_use);
        report.table("tokens_used_since_last_note", used, most_used, not_noted);
        let HashingFigures { inside, most, turned_away } = domain.hashing();
        report.queue("passwords", inside, most, turned_away);
    }
}

fn writes(report: &mut Report, figures: WriteGroups, most_writes: usize) {
    let WriteGroups { groups, writes, largest, most, waiting, given_up } = figures;
    report.queue("writer", waiting, most_writes, given_up);
    let help = "Commits of the SQLite writer, each for one write or several.";
    report.counter("cairn_write_groups_total", help, &[], groups);
    report.counter("cairn_writes_total", "Writes in these commits.", &[], writes);
    for (name, help, level) in [
        ("cairn_write_group_largest_writes", "Writes in the largest commit so far.", largest),
        ("cairn_write_group_max_writes", "The most writes in one commit.", most as u64),
    ] {
        report.level(name, help, &[], usize::try_from(level).unwrap_or(usize::MAX));
    }
}

fn point_reads(report: &mut Report, figures: PointFigures) {
    let PointFigures { connections, busy, reads, waits, handed_over } = figures;
    for (name, help, level) in [
        ("cairn_point_read_connections", "SQLite connections for rows by key, at work.", busy),
        ("cairn_point_read_max_connections", "How many there are.", connections),
    ] {
        report.level(name, help, &[], level);
    }
    for (name, help, count) in [
        ("cairn_point_reads_total", "Reads of a few rows by key.", reads),
        ("cairn_point_read_waits_total", "Those that waited for a connection.", waits),
        ("cairn_point_reads_pooled_total", "Those that the pool took over.", handed_over),
    ] {
        report.counter(name, help, &[], count);
    }
}

fn pool(report: &mut Report, figures: PoolFigures) {
    let PoolFigures { open, idle, most } = figures;
    let open = usize::try_from(open).unwrap_or(usize::MAX);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    for (name, help, level) in [
        ("cairn_database_connections", "Connections of the database pool, open.", open),
        ("cairn_database_idle_connections", "Those that do nothing now.", idle),
        ("cairn_database_max_connections", "How many there may be.", most),
    ] {
        report.level(name, help, &[], level);
    }
}

fn following(report: &mut Report, figures: HubFigures) {
    let HubFigures {
        boards,
        followers,
        at_hand,
        most_at_hand,
        not_at_hand,
        recent,
        most_recent,
        bytes,
        lagged,
    } = figures;
    report.level("cairn_followed_boards", "Boards that somebody follows.", &[], boards);
    report.level("cairn_followers", "Followers of all of them.", &[], followers);
    let help = "Events in memory for followers.";
    report.level("cairn_followed_event_bytes", help, &[], bytes);
    report.queue("own_events", at_hand, most_at_hand, not_at_hand);
    report.queue("followers", recent, most_recent, lagged);
}
