//! Counting the task-list items of a Markdown text.

use crate::log::Checklist;

/// The items that GitHub's Markdown shows as tick boxes, outside fenced code.
pub(crate) fn count(markdown: &str) -> Checklist {
    let mut checklist = Checklist::default();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        let line = line.trim_start();
        if let Some(marker) = ["```", "~~~"].into_iter().find(|marker| line.starts_with(marker)) {
            fence = match fence {
                None => Some(marker),
                Some(open) if open == marker => None,
                open => open,
            };
        } else if fence.is_none()
            && let Some(ticked) = task_item(line)
        {
            checklist.total += 1;
            checklist.done += i32::from(ticked);
        }
    }
    checklist
}

/// Whether the line is a task-list item, and if so, whether it is ticked.
fn task_item(line: &str) -> Option<bool> {
    let after_marker = line.strip_prefix(['-', '*', '+']).or_else(|| {
        line.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])
    })?;
    let rest = after_marker.trim_start();
    if rest.len() == after_marker.len() {
        return None;
    }
    let (ticked, rest) = match rest.get(..3)? {
        "[ ]" => (false, &rest[3..]),
        "[x]" | "[X]" => (true, &rest[3..]),
        _ => return None,
    };
    rest.starts_with(char::is_whitespace).then_some(ticked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_reader_sees_as_tick_boxes() {
        let text = "Intro\n- [ ] one\n* [x] two\n  1. [X] three\n- [ ]\n-[ ] no\n- [y] no\n\
                    ```\n- [ ] code\n```\n+ [ ] four";
        assert_eq!(count(text), Checklist { done: 2, total: 4 });
    }
}
