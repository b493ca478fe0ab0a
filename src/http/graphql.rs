//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql` for queries.
//!
//! The order of the checks matters: nothing is parsed, looked up or executed before what is cheaper
//! to refuse has been refused. A mutation, once started, runs to its end whether or not the client
//! waits for it.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use axum::{
    Extension,
    body::Body,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use cairn_domain::statements;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::{
    Operation, Refusal, body, credential,
    negotiate::{MediaType, is_json},
    origin::is_same_origin,
    refusal::answer_with,
    shared,
};
use crate::{
    operation::{Admission, Answer, Params, Presented, Refused, panicked},
    problem::{Code, Problem},
    server::{Connection, Doors},
};

/// A session's cookie that no longer holds is taken away, so that the next request is anonymous.
const EMPTY_COOKIE: &str = "cairn_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

const MUTATION_IS_LATE: &str = "The answer took too long; whether anything was written is not known. \
     Ask again with the same clientMutationId.";

/// `POST /graphql`.
pub async fn post(
    State(doors): State<Arc<Doors>>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let media_type = accepted(&headers)?;
    let refused = |refusal: Refusal| refusal.written_as(media_type);
    if !is_json(&headers) {
        return Err(refused(Refusal::with_status(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "A request's Content-Type is application/json.",
        )));
    }
    let presented = presented(&doors, &headers).map_err(|problem| refused(problem.into()))?;
    let bytes = body::read(body, &doors.limits).await.map_err(refused)?;
    let params = Params::from_json(&bytes).map_err(|problem| refused(problem.into()))?;
    Ok(respond(
        &doors,
        presented,
        params,
        media_type,
        &Asked { method: Method::POST, headers, connection },
    )
    .await)
}

/// `GET /graphql?query=...`.
pub async fn get(
    State(doors): State<Arc<Doors>>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let media_type = accepted(&headers)?;
    let refused = |problem: Problem| Refusal::from(problem).written_as(media_type);
    let presented = presented(&doors, &headers).map_err(refused)?;
    let params = Params::from_url(&query.unwrap_or_default()).map_err(refused)?;
    Ok(respond(
        &doors,
        presented,
        params,
        media_type,
        &Asked { method: Method::GET, headers, connection },
    )
    .await)
}

fn accepted(headers: &HeaderMap) -> Result<MediaType, Refusal> {
    MediaType::accepted(headers).ok_or_else(|| {
        Refusal::with_status(
            StatusCode::NOT_ACCEPTABLE,
            "Answers are application/graphql-response+json or application/json.",
        )
    })
}

/// The credential, when it may be used from where the request comes from.
fn presented(doors: &Doors, headers: &HeaderMap) -> Result<Presented, Problem> {
    let presented = credential::presented(headers)?;
    let is_cookie = matches!(presented, Presented::Cookie(_));
    if is_cookie && !is_same_origin(headers, Some(&doors.public_url)) {
        return Err(Problem::new(
            Code::Forbidden,
            "A request with a cookie must come from Cairn's own pages; use a token elsewhere.",
        ));
    }
    Ok(presented)
}

/// How it was asked.
struct Asked {
    method: Method,
    headers: HeaderMap,
    connection: Connection,
}

async fn respond(
    doors: &Arc<Doors>,
    presented: Presented,
    params: Params,
    media_type: MediaType,
    asked: &Asked,
) -> Response {
    let deadline = Instant::now() + doors.limits.request_time();
    let was_cookie = matches!(presented, Presented::Cookie(_));
    let authenticating = timeout_at(deadline, doors.authenticate.authenticate(presented));
    let identity = match authenticating.await.unwrap_or(Err(Refused::Unavailable)) {
        Ok(identity) => identity,
        Err(refused) => return not_authenticated(refused, was_cookie, media_type),
    };
    let mut operation = Operation { actor: Some(identity.log_name()), ..Operation::default() };
    let answer = match doors.desk.admit(params, identity.as_ref()) {
        Ok(admission) => {
            operation.kind = kind_name(admission.kind());
            operation.name.clone_from(&admission.admitted.name);
            operation.cost = admission.admitted.cost;
            match admission.kind() {
                OperationType::Mutation if asked.method != Method::POST => {
                    return Refusal::method_not_allowed("POST")
                        .written_as(media_type)
                        .into_response();
                }
                OperationType::Subscription => {
                    Problem::bad_request("Subscriptions are for the WebSocket at /graphql/ws.")
                        .into()
                }
                OperationType::Query => {
                    if let Some(shared) = doors.desk.shared_until(deadline, &admission).await {
                        let Asked { method, headers, connection } = asked;
                        let mut response =
                            shared::respond(shared, media_type, method, headers, connection).await;
                        response.extensions_mut().insert(operation);
                        return response;
                    }
                    doors.desk.run_until(deadline, admission).await
                }
                OperationType::Mutation => {
                    run_to_its_end(doors, admission, deadline, asked.connection.clone()).await
                }
            }
        }
        Err(problem) => problem.into(),
    };
    operation.code = answer.code();
    let mut response = answer_with(status_of(&answer, media_type), media_type, &answer);
    response.extensions_mut().insert(operation);
    response
}

/// Runs a mutation, which goes on without a listener after the deadline. It keeps the place of its
/// connection: however many clients go away, there are never more mutations than connections.
async fn run_to_its_end(
    doors: &Doors,
    admission: Admission,
    deadline: Instant,
    connection: Connection,
) -> Answer {
    let desk = doors.desk.clone();
    let statements = statements::current().unwrap_or_default();
    let running = statements::counted(statements, async move {
        let answer = desk.run(admission).await;
        drop(connection);
        answer
    });
    let task = doors.lifetime.tasks().spawn(running);
    match timeout_at(deadline, task).await {
        Ok(ended) => ended.unwrap_or_else(|_| panicked().into()),
        Err(_) => Problem::new(Code::Unavailable, MUTATION_IS_LATE).into(),
    }
}

/// What GraphQL over HTTP says of each media type: only the newer one tells by the status that
/// nothing was executed. What is not the client's doing has its own status in both.
fn status_of(answer: &Answer, media_type: MediaType) -> StatusCode {
    if !answer.is_request_error() {
        return StatusCode::OK;
    }
    match (answer.code().as_deref(), media_type) {
        (Some("INTERNAL"), _) => StatusCode::INTERNAL_SERVER_ERROR,
        (Some("UNAVAILABLE"), _) => StatusCode::SERVICE_UNAVAILABLE,
        (_, MediaType::GraphqlResponse) => StatusCode::BAD_REQUEST,
        (_, MediaType::Json) => StatusCode::OK,
    }
}

fn not_authenticated(refused: Refused, was_cookie: bool, media_type: MediaType) -> Response {
    let problem = match refused {
        Refused::Invalid => Problem::new(Code::Unauthenticated, "The credential does not hold."),
        Refused::Unavailable => {
            Problem::new(Code::Unavailable, "Credentials cannot be checked now; try again.")
        }
    };
    let mut response = Refusal::from(problem).written_as(media_type).into_response();
    if was_cookie && refused == Refused::Invalid {
        response.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static(EMPTY_COOKIE));
    }
    response
}

fn kind_name(kind: OperationType) -> &'static str {
    match kind {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}
