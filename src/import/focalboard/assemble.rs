//! From a board as the archive has it to a draft, with a report of everything on the way.

mod cards;
mod sorted;

use std::collections::{BTreeMap, BTreeSet};

use cairn_domain::import::draft::{BoardDraft, CardDraft, MemberDraft};
use cairn_domain::import::report::{
    Came, Dangling, FileReport, FileState, ImportReport, Texts, Unordered,
};

use super::columns::Columns;
use super::container::Files;
use super::content::file_name;
use super::dates::moment;
use super::gather::SourceBoard;
use super::labels::Labels;
use super::order::by_list;
use super::people::People;
use super::record::{Block, Body, MemberRecord};
use super::text::Cleaner;
use super::{ReadBoard, ReadOptions, properties, views};
use cards::{CardReader, Tally};
use sorted::Sorted;

/// Makes the draft of a board. Nothing fails here: what does not fit is reported.
pub(super) fn assemble(source: SourceBoard, files: &Files, options: &ReadOptions) -> ReadBoard {
    let SourceBoard { record, folder, blocks, members, raw } = source;
    let mut cleaner = Cleaner::default();
    let mut people = People::new(&options.authors);
    let sorted = Sorted::of(&blocks);

    let choice =
        views::choose(&record.card_properties, &sorted.views, options.columns_from.as_deref());
    let view = choice.view.map(|index| &sorted.views[index]);
    let columns = Columns::new(
        choice.property,
        view.map(|view| view.fields),
        sorted.cards.iter().map(|(_, fields)| *fields),
        &mut cleaner,
    );
    let uses =
        properties::plan(&record.card_properties, choice.property.map(|chosen| chosen.id.as_str()));
    let labels = Labels::new(&record.card_properties, &uses, &mut cleaner);

    let mut tally = Tally::new(&record.card_properties, &uses, &mut cleaner);
    let card_blocks: Vec<&Block> = sorted.cards.iter().map(|(block, _)| *block).collect();
    let order = by_list(view.map_or(&[], |view| &view.fields.card_order), &card_blocks);
    let mut reader = CardReader {
        properties: &record.card_properties,
        uses: &uses,
        columns: &columns,
        labels: &labels,
        people: &mut people,
        cleaner: &mut cleaner,
        tally: &mut tally,
    };
    let mut cards: Vec<CardDraft> = order
        .blocks
        .iter()
        .filter_map(|block| match &block.body {
            Body::Card(fields) => Some(reader.read(block, fields, &sorted)),
            _ => None,
        })
        .collect();
    cards.sort_by_key(|card| card.column);

    let draft = BoardDraft {
        title: cleaner.line(&record.title),
        description: cleaner.text(&record.description).trim().to_owned(),
        icon: cleaner.line_or_none(&record.icon),
        author: people.author(&record.created_by),
        created_at: moment(record.create_at),
        updated_at: moment(record.update_at),
        members: members_of(&members, &mut people),
        columns: columns.drafts,
        labels: labels.drafts,
        people: people.names(),
        source_id: record.id,
        cards,
        raw,
    };
    let report = ImportReport {
        source_board: draft.source_id.clone(),
        title: draft.title.clone(),
        columns_from_property: choice.property.map(|property| cleaner.line(&property.name)),
        columns_from_view: view.map(|view| cleaner.line(view.title)),
        came: Came {
            columns: draft.columns.len(),
            labels: draft.labels.len(),
            cards: draft.cards.len(),
            ..tally.came
        },
        files: file_reports(folder.as_deref(), files, &sorted, &mut cleaner),
        views: sorted
            .views
            .iter()
            .enumerate()
            .map(|(index, view)| view.report(choice.view == Some(index), &mut cleaner))
            .collect(),
        templates: sorted.templates.iter().map(|(card, _)| cleaner.line(&card.title)).collect(),
        properties: tally.property_reports(),
        people: people.reports(),
        members_not_added: draft.members.len(),
        deleted_blocks: sorted.deleted,
        unknown_blocks: sorted.unknown,
        orphaned_blocks: sorted.orphaned,
        dangling: Dangling { card_order: order.dangling, ..tally.dangling },
        unordered: Unordered { cards: order.unordered, ..tally.unordered },
        texts: Texts {
            cleaned: cleaner.cleaned,
            empty_comments: tally.empty_comments,
            ..Texts::default()
        },
    };
    ReadBoard { draft, report }
}

/// Who was what there. Listed for whoever imports, and never granted.
fn members_of(members: &[MemberRecord], people: &mut People<'_>) -> Vec<MemberDraft> {
    members
        .iter()
        .filter_map(|member| {
            let roles = [
                (member.scheme_admin, "admin"),
                (member.scheme_editor, "editor"),
                (member.scheme_commenter, "commenter"),
                (member.scheme_viewer, "viewer"),
            ];
            let role = roles.iter().find(|(has, _)| *has).map_or("member", |(_, role)| role);
            Some(MemberDraft { person: people.member(&member.user_id)?, role: role.to_owned() })
        })
        .collect()
}

/// Every file that a card or template shows, and every file that none shows.
fn file_reports(
    folder: Option<&str>,
    files: &Files,
    sorted: &Sorted<'_>,
    cleaner: &mut Cleaner,
) -> Vec<FileReport> {
    let none = BTreeMap::new();
    let stored = folder.and_then(|folder| files.get(folder)).unwrap_or(&none);
    let mut shown = BTreeSet::new();
    let mut reports = Vec::new();
    for (card, _) in sorted.cards.iter().chain(&sorted.templates) {
        for block in sorted.content_of(card) {
            let Body::File { file, .. } = &block.body else { continue };
            let size = stored.get_key_value(file);
            shown.extend(size.map(|(name, _)| name.as_str()));
            reports.push(FileReport {
                name: file_name(block, cleaner),
                card: Some(cleaner.line(&card.title)),
                state: state(size.map(|(_, size)| *size)),
                bytes: size.map_or(0, |(_, size)| *size),
            });
        }
    }
    let unused = stored.iter().filter(|(name, _)| !shown.contains(name.as_str()));
    reports.extend(unused.map(|(name, &bytes)| FileReport {
        name: name.clone(),
        card: None,
        state: state(Some(bytes)),
        bytes,
    }));
    reports
}

fn state(size: Option<u64>) -> FileState {
    match size {
        None => FileState::Missing,
        Some(0) => FileState::Empty,
        Some(_) => FileState::NotImported,
    }
}
