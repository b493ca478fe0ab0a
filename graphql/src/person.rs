//! People, and other actors.

mod queries;

pub use queries::PeopleQueries;

use async_graphql::{Context, ID, Object, Union};
use cairn_domain::accounts::{self, Person};
use cairn_domain::entities::{ActorRef, UserId};
use cairn_domain::log::{ActorImage, BotImage, UserImage};

use crate::error::{ApiError, Result};
use crate::session::InSession;
use crate::shared::Listed;
use crate::token::ApiToken;

/// Who did something.
#[derive(Clone, Debug, Union)]
#[graphql(name = "Actor")]
pub enum AnyActor {
    /// A person.
    User(User),
    /// An actor that cannot sign in.
    Bot(Bot),
}

/// A person with an account.
#[derive(Clone, Debug)]
pub struct User {
    pub(crate) image: UserImage,
}

/// An actor that cannot sign in.
#[derive(Clone, Debug)]
pub struct Bot {
    pub(crate) image: BotImage,
}

impl From<UserImage> for User {
    fn from(image: UserImage) -> Self {
        Self { image }
    }
}

impl From<Person> for User {
    fn from(person: Person) -> Self {
        let Person { id, username, display_name, avatar_url, .. } = person;
        UserImage { id, username, display_name, avatar_url }.into()
    }
}

impl From<BotImage> for Bot {
    fn from(image: BotImage) -> Self {
        Self { image }
    }
}

impl From<ActorImage> for AnyActor {
    fn from(image: ActorImage) -> Self {
        match image {
            ActorImage::User(image) => Self::User(image.into()),
            ActorImage::Bot(image) => Self::Bot(image.into()),
        }
    }
}

/// The person as they are called now.
pub(crate) async fn person(ctx: &Context<'_>, id: UserId) -> Result<Option<User>> {
    Ok(ctx.session()?.loaders.people.load(id).await?.map(User::from))
}

/// The actor as it is called now.
pub(crate) async fn actor(ctx: &Context<'_>, id: Option<ActorRef>) -> Result<Option<AnyActor>> {
    match id {
        None => Ok(None),
        Some(ActorRef::User(id)) => Ok(person(ctx, id).await?.map(AnyActor::User)),
        Some(ActorRef::Bot(id)) => {
            let bot = ctx.session()?.loaders.bots.load(id).await?;
            Ok(bot.map(|image| AnyActor::Bot(image.into())))
        }
    }
}

impl Listed for User {}

/// A person with an account.
#[Object]
impl User {
    /// The person's id, such as `user_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The name that the person signs in with; unique on the server in any case.
    async fn username(&self) -> &str {
        &self.image.username
    }

    /// The name to show.
    async fn display_name(&self) -> &str {
        &self.image.display_name
    }

    /// Where the person's picture is.
    async fn avatar_url(&self) -> Option<&str> {
        self.image.avatar_url.as_deref()
    }

    /// Whether the person administers the server.
    async fn is_admin(&self, ctx: &Context<'_>) -> Result<bool> {
        let person = ctx.session()?.loaders.people.load(self.image.id).await?;
        let person = person.ok_or_else(|| ApiError::not_found("person"))?;
        Ok(person.is_admin)
    }

    /// The viewer's own API tokens, the newest first; those of anybody else are not told.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let session = ctx.session()?;
        let tokens = accounts::tokens(&session.reader, &session.actor, self.image.id).await?;
        Ok(tokens.into_iter().map(ApiToken::from).collect())
    }
}

/// An actor that cannot sign in: a connector, or an author known by name only.
#[Object]
impl Bot {
    /// Its id, such as `bot_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The name to show.
    async fn name(&self) -> &str {
        &self.image.name
    }
}
