//! Documents that are made to hurt. Each is refused, or costs little when it is not.

use std::{
    fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

use super::*;

/// What a document may take, refused or admitted, in a debug build. Alone on a machine the slowest
/// takes about 50 ms, and a tenth of that in a release build.
const PATIENCE: Duration = Duration::from_millis(250);

/// Time that this thread has worked. Where the system does not tell, time that has passed.
fn worked() -> Duration {
    static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
    let nanos = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|figures| figures.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

fn repeat(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// Each document is as large as the limits allow, or larger.
fn corpus() -> Vec<(&'static str, String)> {
    let fields = |count| "number ".repeat(count);
    vec![
        ("deep fields", "{board".repeat(500) + &"}".repeat(500)),
        ("deep lists", format!("{{number(filter:{}1{})}}", "[".repeat(5000), "]".repeat(5000))),
        ("deep objects", format!("{{number(filter:{}1{})}}", "{inner:".repeat(60), "}".repeat(60))),
        ("deep type", format!("query($a:{}Int{}){{number}}", "[".repeat(60), "]".repeat(60))),
        ("deepest fields", "{board".repeat(62) + "{title}" + &"}".repeat(62)),
        ("inline nest", format!("{{{}number{}}}", "...{".repeat(60), "}".repeat(60))),
        (
            "inline nest of many",
            format!("{{{}{}{}}}", "...{".repeat(60), fields(1700), "}".repeat(60)),
        ),
        (
            "doubling fragments",
            format!(
                "{{...F0}}{}",
                repeat(60, |n| format!("fragment F{n} on Query{{...F{m} ...F{m}}}", m = n + 1))
            ) + "fragment F60 on Query{number}",
        ),
        (
            "doubling fields",
            format!(
                "{{board{{...F0}}}}{}",
                repeat(60, |n| format!(
                    "fragment F{n} on Board{{a:cards{{nodes{{board{{...F{m}}}}}}} b:cards{{nodes{{board{{...F{m}}}}}}}}}",
                    m = n + 1
                ))
            ) + "fragment F60 on Board{title}",
        ),
        (
            "chain",
            format!(
                "{{...F0}}{}",
                repeat(240, |n| format!("fragment F{n} on Query{{...F{}}}", n + 1))
            ) + "fragment F240 on Query{number}",
        ),
        ("cycle", "{...A}fragment A on Query{...B}fragment B on Query{...A}".to_owned()),
        (
            "cycle of itself",
            "{...A}fragment A on Query{board{cards{nodes{board{title}}}} ...A}".to_owned(),
        ),
        ("unused cycle", "{number}fragment A on Query{...A}".to_owned()),
        ("same field", format!("{{{}}}", fields(1990))),
        (
            "same field with arguments",
            format!("{{{}}}", repeat(280, |_| "number(value:1)".to_owned())),
        ),
        (
            "conflicting arguments",
            format!("{{number({}){}}}", repeat(300, |n| format!("a{n}:1 ")), fields(1000)),
        ),
        (
            "few conflicting arguments",
            format!("{{number({}){}}}", repeat(15, |n| format!("a{n}:1 ")), fields(1900)),
        ),
        ("aliases", format!("{{{}}}", repeat(660, |n| format!("a{n}:number ")))),
        (
            "wide fragment everywhere",
            format!(
                "{{{}}}fragment F on Board{{{}}}",
                repeat(150, |n| format!("a{n}:board{{...F}}")),
                "title ".repeat(900)
            ),
        ),
        (
            "wide fragment in unused ones",
            format!(
                "{{number}}{}fragment F on Board{{{}}}",
                repeat(100, |n| format!("fragment U{n} on Board{{...F}}")),
                "title ".repeat(900)
            ),
        ),
        ("unknown fields", format!("{{{}}}", repeat(1990, |n| format!("x{n} ")))),
        (
            "long unknown fields",
            format!("{{{}}}", repeat(16, |n| format!("{}{n} ", "x".repeat(1000)))),
        ),
        (
            "unknown arguments",
            format!(
                "{{{}}}",
                repeat(56, |n| format!("a{n}:number({})", repeat(10, |m| format!("x{m}:1 "))))
            ),
        ),
        ("unknown fragments", format!("{{{}}}", repeat(990, |n| format!("...X{n} ")))),
        (
            "unused fragments",
            format!("{{number}}{}", repeat(280, |n| format!("fragment U{n} on Query{{number}}"))),
        ),
        (
            "unused variables",
            format!("query({}){{number}}", repeat(490, |n| format!("$v{n}:Int "))),
        ),
        (
            "undefined variables",
            format!("{{{}}}", repeat(215, |n| format!("a{n}:number(value:$v{n})"))),
        ),
        (
            "undefined variables of many operations",
            repeat(20, |n| format!("query {}{n}{{...F}}", "Q".repeat(100)))
                + &format!(
                    "fragment F on Query{{{}}}",
                    repeat(200, |n| format!("a{n}:number(value:$v{n})"))
                ),
        ),
        (
            "variables of many operations",
            repeat(31, |n| format!("query Q{n}($a:String $b:String $c:String){{...F}}"))
                + &format!(
                    "fragment F on Query{{{}}}",
                    repeat(150, |n| format!("a{n}:number(value:$a)"))
                ),
        ),
        ("many operations", repeat(300, |n| format!("query Q{n}{{number}}"))),
        (
            "variables used badly",
            format!(
                "query({}){{{}}}",
                repeat(150, |n| format!("$v{n}:String ")),
                repeat(150, |n| format!("a{n}:number(value:$v{n})"))
            ),
        ),
        ("directives", format!("{{number {}}}", "@skip(if:false)".repeat(240))),
        (
            "directives everywhere",
            format!("{{{}}}", repeat(190, |n| format!("a{n}:number@skip(if:true)"))),
        ),
        (
            "unknown directives",
            format!(
                "{{{}}}",
                repeat(110, |n| format!("a{n}:number {}", repeat(7, |m| format!("@x{m}"))))
            ),
        ),
        ("impossible spreads", format!("{{{}}}fragment F on Card{{title}}", "...F ".repeat(900))),
        ("unions of nothing", format!("{{{}}}", "...on Card{title}".repeat(300))),
        (
            "conflicts in inline fragments",
            format!("{{{}}}", repeat(180, |n| format!("...{{a:number(value:{n})}}"))),
        ),
        ("numbers", format!("{{number(value:{})}}", "9".repeat(15000))),
        ("exponent", "{number(value:1e999999999)}".to_owned()),
        ("strings", format!("{{board(key:\"{}\"){{title}}}}", "\\u0041".repeat(2600))),
        ("comments", "#\n".repeat(8000) + "{number}"),
        ("white space", " ,".repeat(8000) + "{number}"),
        ("brackets that do not match", "{number(]}".to_owned()),
        ("nothing", String::new()),
        ("only a fragment", "fragment F on Query{number}".to_owned()),
        ("schema definition", "type Query{a:Int}".to_owned()),
        ("null bytes", "{\0}".to_owned()),
        ("surrogate", "{board(key:\"\\uD83D\"){title}}".to_owned()),
        ("two anonymous operations", "{number}{number}".to_owned()),
        (
            "two fragments of a name",
            "{...F}fragment F on Query{number}fragment F on Query{number}".to_owned(),
        ),
        (
            "introspection of fields of fields",
            "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}".to_owned(),
        ),
        (
            "introspection many times",
            format!("{{__schema{{types{{{}}}}}}}", repeat(300, |n| format!("a{n}:fields{{name}}"))),
        ),
    ]
}

#[tokio::test]
async fn no_document_costs_much() {
    let schema = schema();
    let guard = guard();
    let nothing = Variables::default();
    let mut slow = Vec::new();
    for (name, text) in corpus() {
        let started = worked();
        let admitted = guard.admit(&text, None, &nothing);
        let guarded = worked().saturating_sub(started);
        let mut errors = 0;
        if admitted.is_ok() || admitted.is_err_and(|problem| problem.message.contains("several")) {
            // The library validates before it looks for the operation.
            errors = execute(schema, &text, &nothing).await.errors.len();
        }
        let elapsed = worked().saturating_sub(started);
        println!("{name}: {guarded:?} guard, {elapsed:?} in all, {errors} errors");
        if elapsed > PATIENCE {
            slow.push((name, elapsed));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn what_would_explode_is_refused() {
    let refused: Vec<&str> = corpus()
        .iter()
        .filter(|(_, text)| code(text) == Some(Code::TooComplex))
        .map(|(name, _)| *name)
        .collect();
    for name in [
        "deep fields",
        "deep lists",
        "deepest fields",
        "inline nest of many",
        "doubling fragments",
        "doubling fields",
        "conflicting arguments",
        "wide fragment everywhere",
        "wide fragment in unused ones",
        "many operations",
        "directives",
        "introspection of fields of fields",
    ] {
        assert!(refused.contains(&name), "{name}");
    }
}

#[test]
fn cycles_are_bad_requests() {
    for (name, text) in corpus() {
        if name.contains("cycle") {
            assert_eq!(code(&text), Some(Code::BadRequest), "{name}");
        }
    }
}

#[tokio::test]
async fn a_large_variable_is_counted_as_often_as_it_is_used() {
    let ids: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
    let once = "query($ids:[ID!]){number(filter:{ids:$ids})}";
    assert!(admit(once, json!({ "ids": ids })).is_ok());
    let often = format!(
        "query($ids:[ID!]){{{}}}",
        repeat(100, |n| format!("a{n}:number(filter:{{ids:$ids}})"))
    );
    assert_eq!(admit(&often, json!({ "ids": ids })).unwrap_err().code, Code::TooComplex);
    let text =
        format!("query($t:String){{{}}}", repeat(100, |n| format!("a{n}:board(key:$t){{title}}")));
    assert!(admit(&text, json!({ "t": "x".repeat(200_000) })).is_err());

    let started = worked();
    let largest = Variables::from_json(json!({ "ids": (0..9000).collect::<Vec<_>>() }));
    execute(
        schema(),
        "query($ids:[ID!]){a:number(filter:{ids:$ids})b:number(filter:{ids:$ids})}",
        &largest,
    )
    .await;
    let elapsed = worked().saturating_sub(started);
    assert!(elapsed < PATIENCE, "{elapsed:?}");
}

#[test]
fn deep_variables_are_refused() {
    let mut value = json!(1);
    for _ in 0..100 {
        value = json!([value]);
    }
    assert_eq!(admit("{number}", json!({ "v": value })).unwrap_err().code, Code::TooComplex);
}
