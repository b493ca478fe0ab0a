//! What a server tells of itself.

use std::collections::BTreeMap;

use super::{Cairn, process::free_address};

const LISTEN: &str = "CAIRN_METRICS_LISTEN";

/// A scrape: every figure by its name, with its labels as they are written.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The whole text.
    pub text: String,
    values: BTreeMap<String, String>,
}

impl Figures {
    /// Reads the text format.
    pub fn parse(text: String) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let values = lines.map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.to_owned())
        });
        let values = values.collect();
        Self { text, values }
    }

    /// One figure, such as `cairn_sockets` or `cairn_cache_hits_total{cache="boards"}`.
    pub fn get(&self, name: &str) -> u64 {
        self.value(name).parse().unwrap()
    }

    /// A time.
    pub fn seconds(&self, name: &str) -> f64 {
        self.value(name).parse().unwrap()
    }

    /// A figure of one of the caches.
    pub fn cache(&self, figure: &str, cache: &str) -> u64 {
        self.get(&format!("cairn_cache_{figure}{{cache=\"{cache}\"}}"))
    }

    /// The names of all figures, with their labels.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn value(&self, name: &str) -> &str {
        self.values.get(name).unwrap_or_else(|| panic!("no {name} in\n{}", self.text))
    }
}

impl Cairn {
    /// Starts a server with more settings that tells its figures.
    pub async fn start_measured(settings: &[(&'static str, &str)]) -> Self {
        let address = free_address().to_string();
        Self::start_with(&[settings, &[(LISTEN, &address)]].concat()).await
    }

    /// Where it tells its figures.
    pub fn metrics_url(&self) -> String {
        format!("http://{}/metrics", self.setting(LISTEN).unwrap())
    }

    /// The figures now.
    pub async fn figures(&self) -> Figures {
        let answer = reqwest::get(self.metrics_url()).await.unwrap();
        assert_eq!(answer.status(), 200);
        Figures::parse(answer.text().await.unwrap())
    }
}
