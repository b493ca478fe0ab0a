//! Lists, a page at a time, in the shape that Relay gave them.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    Context, ContextSelectionSet, Object, OutputType, Positioned, ServerResult, SimpleObject,
    TypeName, Value,
};

use crate::error::{ApiError, Result};
use crate::shared::Listed;

/// How many items a page has when nothing is said.
const DEFAULT_PAGE: i32 = 50;
/// How many items a page has at most.
const LARGEST_PAGE: i32 = 1_000;

/// Where a page is in its list.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct PageInfo {
    /// Whether items follow this page.
    pub has_next_page: bool,
    /// Whether items come before this page.
    pub has_previous_page: bool,
    /// The cursor of the page's first item; null when the page is empty.
    pub start_cursor: Option<String>,
    /// The cursor of the page's last item; null when the page is empty.
    pub end_cursor: Option<String>,
}

/// An item and its place in the list.
pub struct Edge<T> {
    cursor: Cursor<T>,
    node: T,
}

/// Names an item's place.
enum Cursor<T> {
    Made(String),
    /// Made when it is asked for: most are not.
    Later(CursorOf<T>),
}

/// Makes an item's cursor.
pub(crate) type CursorOf<T> = Arc<dyn Fn(&T) -> String + Send + Sync>;

impl<T> Edge<T> {
    fn name(&self) -> String {
        match &self.cursor {
            Cursor::Made(name) => name.clone(),
            Cursor::Later(make) => make(&self.node),
        }
    }
}

/// A page of a list.
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
    total_count: u64,
}

impl<T> Connection<T> {
    /// The page that was asked for by `request`; `total_count` comes from [`total_if_asked`].
    pub(crate) fn new(
        request: &PageRequest,
        items: impl IntoIterator<Item = (String, T)>,
        has_more: bool,
        total_count: u64,
    ) -> Self {
        let edges =
            items.into_iter().map(|(cursor, node)| Edge { cursor: Cursor::Made(cursor), node });
        Self::with(request, edges.collect(), has_more, total_count)
    }

    /// The same, where cursors take longer to make than they are worth.
    pub(crate) fn with_cursors_later(
        request: &PageRequest,
        items: impl IntoIterator<Item = T>,
        cursor_of: &CursorOf<T>,
        has_more: bool,
        total_count: u64,
    ) -> Self {
        let edge = |node| Edge { cursor: Cursor::Later(Arc::clone(cursor_of)), node };
        Self::with(request, items.into_iter().map(edge).collect(), has_more, total_count)
    }

    fn with(request: &PageRequest, edges: Vec<Edge<T>>, has_more: bool, total_count: u64) -> Self {
        let page_info = PageInfo {
            has_next_page: if request.last { request.before.is_some() } else { has_more },
            has_previous_page: if request.last { has_more } else { request.after.is_some() },
            start_cursor: edges.first().map(Edge::name),
            end_cursor: edges.last().map(Edge::name),
        };
        Self { edges, page_info, total_count }
    }

    /// The page that was asked for by `request` of a list that is at hand, each item with its cursor.
    pub(crate) fn of(request: &PageRequest, mut items: Vec<(String, T)>) -> Result<Self> {
        let total_count = items.len() as u64;
        let position = |items: &[(String, T)], name: &str, cursor: &str| {
            let not_ours = || ApiError::bad_request(format!("`{name}` is no cursor of this list."));
            items.iter().position(|(own, _)| own == cursor).ok_or_else(not_ours)
        };
        if let Some(before) = &request.before {
            items.truncate(position(&items, "before", before)?);
        }
        if let Some(after) = &request.after {
            items.drain(..=position(&items, "after", after)?);
        }
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        if request.last {
            items.drain(..items.len().saturating_sub(limit));
        } else {
            items.truncate(limit);
        }
        Ok(Self::new(request, items, has_more, total_count))
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <T as OutputType>::type_name()).into()
    }
}

/// An item of a list, and its place in it.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// Names the item's place: pass it as `after` or `before`. Its form may change at any time.
    async fn cursor(&self) -> String {
        self.name()
    }

    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }
}

/// A page of a list.
#[Object(name_type)]
impl<T: Listed> Connection<T> {
    /// The items of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The items of this page.
    async fn nodes(&self) -> Nodes<'_, T> {
        Nodes(&self.edges)
    }

    /// Where this page is in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many items the whole list has; counted only when asked for.
    async fn total_count(&self) -> u64 {
        self.total_count
    }
}

/// The items of a page, which are written at once where they can be.
struct Nodes<'a, T>(&'a [Edge<T>]);

impl<T: Listed> OutputType for Nodes<'_, T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let nodes = self.0.iter().map(|edge| &edge.node);
        match T::written(ctx, nodes.clone()) {
            Some(written) => Ok(written),
            None => nodes.collect::<Vec<_>>().resolve(ctx, field).await,
        }
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Debug)]
pub(crate) struct PageRequest {
    /// Only items after this cursor.
    pub after: Option<String>,
    /// Only items before this cursor.
    pub before: Option<String>,
    /// At most so many.
    pub limit: u64,
    /// The end of the list rather than its beginning.
    pub last: bool,
}

impl PageRequest {
    /// A page of a list that is read forwards only.
    pub(crate) fn forward(first: Option<i32>, after: Option<String>) -> Result<Self> {
        Self::either(first, after, None, None)
    }

    /// A page of a list that is read in either direction.
    pub(crate) fn either(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self> {
        let size = match (first, last) {
            (Some(_), Some(_)) => {
                return Err(ApiError::bad_request("Say `first` or `last`, not both."));
            }
            (first, last) => first.or(last).unwrap_or(DEFAULT_PAGE),
        };
        if !(1..=LARGEST_PAGE).contains(&size) {
            let name = if last.is_some() { "last" } else { "first" };
            let message = format!("`{name}` must be between 1 and {LARGEST_PAGE}.");
            return Err(ApiError::bad_request(message));
        }
        Ok(Self { after, before, limit: size.unsigned_abs().into(), last: last.is_some() })
    }
}

/// What `count` comes to, if the field being resolved selects `totalCount`.
pub(crate) async fn total_if_asked<E: Into<ApiError>>(
    ctx: &Context<'_>,
    count: impl Future<Output = Result<u64, E>>,
) -> Result<u64> {
    if ctx.look_ahead().field("totalCount").exists() {
        count.await.map_err(Into::into)
    } else {
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_at_hand_is_paged_in_both_directions() {
        let list = || ["a", "b", "c", "d"].map(|name| (name.to_owned(), name)).to_vec();
        let names = |first, after: Option<&str>, last, before: Option<&str>| {
            let request = PageRequest::either(
                first,
                after.map(str::to_owned),
                last,
                before.map(str::to_owned),
            )
            .unwrap();
            let page = Connection::of(&request, list()).unwrap();
            let names: String = page.edges.iter().map(|edge| edge.node).collect();
            (names, page.page_info.has_previous_page, page.page_info.has_next_page)
        };
        assert_eq!(names(Some(2), None, None, None), ("ab".to_owned(), false, true));
        assert_eq!(names(Some(2), Some("b"), None, None), ("cd".to_owned(), true, false));
        assert_eq!(names(None, None, Some(2), None), ("cd".to_owned(), true, false));
        assert_eq!(names(None, None, Some(2), Some("c")), ("ab".to_owned(), false, true));
        assert_eq!(names(None, Some("a"), Some(1), Some("d")), ("c".to_owned(), true, true));
        let request = PageRequest::forward(None, Some("x".to_owned())).unwrap();
        assert!(Connection::of(&request, list()).is_err());
    }

    #[test]
    fn a_page_has_one_to_a_thousand_items() {
        assert_eq!(PageRequest::forward(None, None).unwrap().limit, 50);
        assert_eq!(PageRequest::forward(Some(1_000), None).unwrap().limit, 1_000);
        for size in [0, -1, 1_001, i32::MIN] {
            assert!(PageRequest::forward(Some(size), None).is_err(), "{size}");
            assert!(PageRequest::either(None, None, Some(size), None).is_err(), "{size}");
        }
        assert!(PageRequest::either(Some(1), None, Some(1), None).is_err());
    }
}
