//! What the schema shares between those who ask for the same.

use cairn_domain::views::CacheFigures;
use cairn_graphql::{Api, FanoutFigures};

use super::{Report, Source};

impl Source for Api {
    fn tell(&self, report: &mut Report) {
        report.cache("answers", self.shared_figures());
        let CacheFigures { entries, capacity, evictions, .. } = self.alone_figures();
        report.table("questions_answered_alone", entries, capacity, evictions);

        let FanoutFigures {
            groups,
            subscribers,
            frames,
            bytes,
            capacity,
            evictions,
            executions,
            hits,
            alone,
        } = self.fanout();
        let (entries, misses) = (frames, executions);
        let refusals = 0;
        let events = CacheFigures { entries, bytes, capacity, hits, misses, evictions, refusals };
        report.cache("events", events);
        let help = "Groups of subscribers who ask for the same; never more than subscribers.";
        report.level("cairn_fanout_groups", help, &[], groups);
        report.level("cairn_fanout_subscribers", "Subscribers in these groups.", &[], subscribers);
        let help = "Executions for one subscriber alone, because a group could not do it.";
        report.counter("cairn_fanout_alone_total", help, &[], alone);
    }
}
