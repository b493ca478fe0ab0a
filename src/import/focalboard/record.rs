//! One line of an archive: a board, a block of a board, or a member.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::error::{Problem, shortened};
use super::values::{Flattened, HasElements, Value, milliseconds, null_is_default};

/// How deeply a line may be nested. Real ones stay under ten.
const MAX_DEPTH: usize = 64;
const MAX_ID_BYTES: usize = 128;

/// What a line says.
#[derive(Debug)]
pub(super) enum Record {
    /// A board, whether it stood there as a board or, as in old archives, as a block.
    Board(BoardRecord),
    /// Anything on a board.
    Block(Block),
    /// A member of a board.
    Member(MemberRecord),
    /// A line of a type that the reader does not know.
    Unknown(String),
}

/// A board.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BoardRecord {
    pub(super) id: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) created_by: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) title: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) description: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) icon: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) card_properties: Vec<PropertyRecord>,
    #[serde(deserialize_with = "milliseconds")]
    pub(super) create_at: i64,
    #[serde(deserialize_with = "milliseconds")]
    pub(super) update_at: i64,
    #[serde(deserialize_with = "milliseconds")]
    pub(super) delete_at: i64,
}

/// A property that the cards of a board have.
#[derive(Debug, Deserialize)]
pub(super) struct PropertyRecord {
    pub(super) id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub(super) name: String,
    #[serde(default, rename = "type", deserialize_with = "null_is_default")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub(super) options: Vec<OptionRecord>,
}

/// A value that a property can have.
#[derive(Debug, Deserialize)]
pub(super) struct OptionRecord {
    pub(super) id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub(super) value: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub(super) color: String,
}

/// Anything on a board.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) id: String,
    pub(super) parent_id: String,
    /// The board's id; empty where the line names none.
    pub(super) board_id: String,
    pub(super) created_by: String,
    pub(super) title: String,
    pub(super) create_at: i64,
    pub(super) update_at: i64,
    pub(super) deleted: bool,
    /// What the archive calls its type.
    pub(super) kind: String,
    pub(super) body: Body,
}

/// What a block is.
#[derive(Debug)]
pub(super) enum Body {
    Card(CardFields),
    View(ViewFields),
    Comment,
    Text,
    Heading { level: usize },
    Quote,
    ListItem,
    Divider,
    Checkbox { checked: bool },
    File { noun: &'static str, file: String },
    Unknown,
}

/// The fields of a card.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct CardFields {
    #[serde(deserialize_with = "null_is_default")]
    pub(super) icon: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) is_template: bool,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) properties: BTreeMap<String, Value>,
    pub(super) content_order: Flattened,
}

/// The fields of a view.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ViewFields {
    #[serde(deserialize_with = "null_is_default")]
    pub(super) view_type: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) group_by_id: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) visible_option_ids: Vec<String>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) hidden_option_ids: Vec<String>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) card_order: Vec<String>,
    pub(super) sort_options: HasElements,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) filter: FilterRecord,
}

/// The filter of a view.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FilterRecord {
    pub(super) filters: HasElements,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CheckboxFields {
    #[serde(deserialize_with = "null_is_default")]
    value: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FileFields {
    #[serde(deserialize_with = "null_is_default")]
    file_id: String,
    #[serde(deserialize_with = "null_is_default")]
    attachment_id: String,
}

/// A member of a board.
#[expect(clippy::struct_excessive_bools, reason = "this is how the archive spells a role")]
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct MemberRecord {
    #[serde(deserialize_with = "null_is_default")]
    pub(super) board_id: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) user_id: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) scheme_admin: bool,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) scheme_editor: bool,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) scheme_commenter: bool,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) scheme_viewer: bool,
}

#[derive(Deserialize)]
struct Line<'l> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'l, str>,
    #[serde(borrow)]
    data: &'l RawValue,
}

/// The fields that all blocks have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BlockRecord<'l> {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, deserialize_with = "null_is_default")]
    parent_id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    board_id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    root_id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    created_by: String,
    #[serde(default, deserialize_with = "null_is_default")]
    title: String,
    #[serde(borrow, default)]
    fields: Option<&'l RawValue>,
    #[serde(default, deserialize_with = "milliseconds")]
    create_at: i64,
    #[serde(default, deserialize_with = "milliseconds")]
    update_at: i64,
    #[serde(default, deserialize_with = "milliseconds")]
    delete_at: i64,
}

/// Reads one line.
pub(super) fn parse(line: &[u8]) -> Result<Record, Problem> {
    refuse_deep(line)?;
    let Line { kind, data } = from_slice(line)?;
    match kind.as_ref() {
        "board" => board(from_raw(data)?),
        "block" => block(from_raw(data)?),
        "boardMember" => member(from_raw(data)?),
        _ => Ok(Record::Unknown(shortened(&kind))),
    }
}

fn board(board: BoardRecord) -> Result<Record, Problem> {
    check_id(&board.id)?;
    check_person(&board.created_by)?;
    check_unique(&board.card_properties)?;
    Ok(Record::Board(board))
}

fn member(member: MemberRecord) -> Result<Record, Problem> {
    check_id(&member.user_id)?;
    Ok(Record::Member(member))
}

fn block(block: BlockRecord<'_>) -> Result<Record, Problem> {
    let BlockRecord {
        id,
        kind,
        parent_id,
        board_id,
        root_id,
        created_by,
        title,
        fields,
        create_at,
        update_at,
        delete_at,
    } = block;
    if kind == "board" {
        let fields: BoardRecord = from_fields(fields)?;
        return self::board(BoardRecord {
            id,
            created_by,
            title,
            create_at,
            update_at,
            delete_at,
            ..fields
        });
    }
    check_id(&id)?;
    check_person(&created_by)?;
    let deleted = delete_at > 0;
    let body = if deleted { Body::Unknown } else { body(&kind, fields)? };
    Ok(Record::Block(Block {
        id,
        parent_id,
        board_id: if board_id.is_empty() { root_id } else { board_id },
        created_by,
        title,
        create_at,
        update_at,
        deleted,
        kind,
        body,
    }))
}

fn body(kind: &str, fields: Option<&RawValue>) -> Result<Body, Problem> {
    let file = |noun| -> Result<Body, Problem> {
        let FileFields { file_id, attachment_id } = from_fields(fields)?;
        Ok(Body::File { noun, file: if file_id.is_empty() { attachment_id } else { file_id } })
    };
    Ok(match kind {
        "card" => Body::Card(from_fields(fields)?),
        "view" => Body::View(from_fields(fields)?),
        "comment" => Body::Comment,
        "text" => Body::Text,
        "h1" => Body::Heading { level: 1 },
        "h2" => Body::Heading { level: 2 },
        "h3" => Body::Heading { level: 3 },
        "quote" => Body::Quote,
        "list-item" => Body::ListItem,
        "divider" => Body::Divider,
        "checkbox" => {
            let CheckboxFields { value } = from_fields(fields)?;
            Body::Checkbox { checked: value }
        }
        "image" => file("Image")?,
        "attachment" => file("Attachment")?,
        "video" => file("Video")?,
        _ => Body::Unknown,
    })
}

fn from_slice<'l, T: Deserialize<'l>>(json: &'l [u8]) -> Result<T, Problem> {
    serde_json::from_slice(json).map_err(|error| Problem::json(&error))
}

fn from_raw<'l, T: Deserialize<'l>>(json: &'l RawValue) -> Result<T, Problem> {
    serde_json::from_str(json.get()).map_err(|error| Problem::json(&error))
}

fn from_fields<'l, T>(fields: Option<&'l RawValue>) -> Result<T, Problem>
where
    T: Default + Deserialize<'l>,
{
    match fields {
        Some(fields) => Ok(from_raw::<Option<T>>(fields)?.unwrap_or_default()),
        None => Ok(T::default()),
    }
}

/// Parsers recurse, and so does what comes after them; this does not.
fn refuse_deep(json: &[u8]) -> Result<(), Problem> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Problem::TooDeep { limit: MAX_DEPTH });
                }
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

fn check_id(id: &str) -> Result<(), Problem> {
    if id.is_empty() || id.len() > MAX_ID_BYTES || id.chars().any(char::is_control) {
        return Err(Problem::BadId { id: shortened(id) });
    }
    Ok(())
}

/// Old archives name no author where there was only one person.
fn check_person(id: &str) -> Result<(), Problem> {
    if id.is_empty() { Ok(()) } else { check_id(id) }
}

fn check_unique(properties: &[PropertyRecord]) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for property in properties {
        check_id(&property.id)?;
        if !seen.insert(property.id.as_str()) {
            return Err(Problem::SameIdTwice { id: shortened(&property.id) });
        }
        let mut options = BTreeSet::new();
        for option in &property.options {
            check_id(&option.id)?;
            if !options.insert(option.id.as_str()) {
                return Err(Problem::SameIdTwice { id: shortened(&option.id) });
            }
        }
    }
    Ok(())
}
