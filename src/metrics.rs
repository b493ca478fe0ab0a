//! What the server tells of itself, for a Prometheus server to fetch.
//!
//! Figures are read where they are kept when somebody asks; only what passes the doors is counted on
//! the way, in [`Traffic`], with nothing but atomic additions. A figure has no label whose values
//! people or programs outside make up: no names, no ids. Whatever keeps or queues something for
//! several requests tells here how much it holds and what its bound is. Start reading at [`Source`],
//! then [`Report`] for the families that several sources share.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};

mod api;
mod config;
mod domain;
mod doors;
mod histogram;
mod process;
mod report;
mod sign_in;
mod traffic;

pub use config::ConfiguredLimits;
pub use domain::DomainSource;
pub use process::Process;
pub use report::Report;
pub use traffic::{Kind, OpenSocket, Outcome, QueuedBytes, RunningOperation, Traffic};

/// The one media type of the answers.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A part of the server that has figures to tell.
pub trait Source: Send + Sync + 'static {
    /// Adds its figures. Called each time somebody asks: it may lock what is locked for moments, and
    /// must neither wait nor query.
    fn tell(&self, report: &mut Report);
}

/// All sources of a server.
#[derive(Clone)]
pub struct Metrics(Arc<[Arc<dyn Source>]>);

impl Metrics {
    /// What these tell.
    pub fn of(sources: Vec<Arc<dyn Source>>) -> Self {
        Self(sources.into())
    }

    /// `GET /metrics`, and nothing else.
    pub fn router(self) -> Router {
        Router::new().route("/metrics", get(answer)).with_state(self)
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut report = Report::default();
        for source in self.0.iter() {
            source.tell(&mut report);
        }
        report.into_text()
    }
}

async fn answer(State(metrics): State<Metrics>) -> Response {
    match metrics.text() {
        Ok(text) => {
            let media_type = HeaderValue::from_static(OPEN_METRICS);
            ([(header::CONTENT_TYPE, media_type)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
