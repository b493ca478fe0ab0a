//! Figures put together from all sources, and written in the OpenMetrics text format.

use std::{collections::BTreeMap, fmt};

use cairn_domain::views::CacheFigures;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, text::encode},
    metrics::MetricType,
    registry::Registry,
};

use super::histogram::Spread;

/// Names, and values out of a few that stand in this program or its settings.
type Labels<'a> = &'a [(&'static str, &'a str)];

/// Figures by the name of their family, which begins with `cairn_`, has its unit in it, and ends with
/// `_total` if it only grows. Several sources may add to one family.
#[derive(Debug, Default)]
pub struct Report(BTreeMap<&'static str, Family>);

#[derive(Debug)]
struct Family {
    help: &'static str,
    kind: MetricType,
    samples: Vec<(Vec<(&'static str, String)>, Value)>,
}

#[derive(Debug)]
enum Value {
    Count(u64),
    Level(u64),
    Seconds(f64),
    Spread(Spread),
    Info(Vec<(&'static str, String)>),
}

impl Report {
    /// What only grows.
    pub fn counter(
        &mut self,
        name: &'static str,
        help: &'static str,
        labels: Labels<'_>,
        count: u64,
    ) {
        self.add(name, help, MetricType::Counter, labels, Value::Count(count));
    }

    /// What grows and shrinks.
    pub fn level(
        &mut self,
        name: &'static str,
        help: &'static str,
        labels: Labels<'_>,
        level: usize,
    ) {
        self.add(name, help, MetricType::Gauge, labels, Value::Level(level as u64));
    }

    /// A time, in seconds.
    pub fn seconds(&mut self, name: &'static str, help: &'static str, seconds: f64) {
        self.add(name, help, MetricType::Gauge, &[], Value::Seconds(seconds));
    }

    /// How times spread.
    pub fn spread(
        &mut self,
        name: &'static str,
        help: &'static str,
        labels: Labels<'_>,
        spread: Spread,
    ) {
        self.add(name, help, MetricType::Histogram, labels, Value::Spread(spread));
    }

    /// Texts that stay while the process lives; the name is without its `_info`.
    pub fn info(&mut self, name: &'static str, help: &'static str, labels: Labels<'_>) {
        self.add(name, help, MetricType::Info, &[], Value::Info(owned(labels)));
    }

    /// A cache within a budget of bytes.
    pub fn cache(&mut self, cache: &str, figures: CacheFigures) {
        let CacheFigures { entries, bytes, capacity, hits, misses, evictions, refusals } = figures;
        let labels = &[("cache", cache)];
        for (name, help, level) in [
            ("cairn_cache_entries", "Things that a cache keeps now.", entries),
            ("cairn_cache_bytes", "Their bytes, estimated.", bytes),
            ("cairn_cache_max_bytes", "The most bytes that a cache may keep; 0 is off.", capacity),
        ] {
            self.level(name, help, labels, level);
        }
        for (name, help, count) in [
            ("cairn_cache_hits_total", "How often what was wanted was kept.", hits),
            ("cairn_cache_misses_total", "How often it was not, and was made.", misses),
            ("cairn_cache_evictions_total", "Things that had to go for others.", evictions),
            ("cairn_cache_too_large_total", "Things too large for the whole cache.", refusals),
        ] {
            self.counter(name, help, labels, count);
        }
    }

    /// A table of so many entries and no more; `dropped` are those it had no room for, or that went
    /// for others.
    pub fn table(&mut self, table: &str, entries: usize, most: usize, dropped: u64) {
        let labels = &[("table", table)];
        let help = "Entries of a table now.";
        self.level("cairn_table_entries", help, labels, entries);
        let help = "The most entries that a table can have.";
        self.level("cairn_table_max_entries", help, labels, most);
        let help = "Entries that found no room in a table, or went for others.";
        self.counter("cairn_table_dropped_total", help, labels, dropped);
    }

    /// What waits; `dropped` is what found no room, or waited in vain.
    pub fn queue(&mut self, queue: &str, length: usize, most: usize, dropped: u64) {
        let labels = &[("queue", queue)];
        let help = "What waits in a queue now.";
        self.level("cairn_queue_length", help, labels, length);
        let help = "The most that can wait in a queue.";
        self.level("cairn_queue_max_length", help, labels, most);
        let help = "What found no room in a queue, or waited in vain.";
        self.counter("cairn_queue_dropped_total", help, labels, dropped);
    }

    /// Everything as text.
    pub(super) fn into_text(self) -> Result<String, fmt::Error> {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(self));
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }

    fn add(
        &mut self,
        name: &'static str,
        help: &'static str,
        kind: MetricType,
        labels: Labels<'_>,
        value: Value,
    ) {
        let family = self.0.entry(name).or_insert(Family { help, kind, samples: Vec::new() });
        family.samples.push((owned(labels), value));
    }
}

fn owned(labels: Labels<'_>) -> Vec<(&'static str, String)> {
    labels.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

impl Collector for Report {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for (name, Family { help, kind, samples }) in &self.0 {
            // The library puts the end of a counter's name there by itself.
            let name = name.strip_suffix("_total").unwrap_or(name);
            let mut family = encoder.encode_descriptor(name, help, None, *kind)?;
            for (labels, value) in samples {
                if labels.is_empty() {
                    value.encode(&mut family)?;
                } else {
                    value.encode(&mut family.encode_family(labels)?)?;
                }
            }
        }
        Ok(())
    }
}

impl Value {
    fn encode(&self, encoder: &mut MetricEncoder<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => encoder.encode_counter::<NoLabelSet, _, u64>(count, None),
            Self::Level(level) => encoder.encode_gauge(level),
            Self::Seconds(seconds) => encoder.encode_gauge(seconds),
            Self::Spread(Spread { sum, count, buckets }) => {
                encoder.encode_histogram::<NoLabelSet>(*sum, *count, buckets, None)
            }
            Self::Info(labels) => encoder.encode_info(labels),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_sources_add_to_one_family() {
        let mut report = Report::default();
        report.queue("a", 1, 2, 3);
        report.queue("b", 4, 5, 6);
        report.info("cairn_build", "The build.", &[("version", "1")]);
        let text = report.into_text().unwrap();
        assert_eq!(text.matches("# TYPE cairn_queue_dropped counter").count(), 1, "{text}");
        assert!(text.contains("cairn_queue_dropped_total{queue=\"b\"} 6\n"), "{text}");
        assert!(text.contains("cairn_queue_length{queue=\"a\"} 1\n"), "{text}");
        assert!(text.contains("cairn_build_info{version=\"1\"} 1\n"), "{text}");
        assert!(text.ends_with("# EOF\n"), "{text}");
    }
}
