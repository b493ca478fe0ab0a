//! How much a server may keep in memory to be fast. Whatever it is, everybody is told the same.

/// What a server may keep of boards, answers, rendered events and parsed documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The defaults: nothing that a test makes has to go.
    Plenty,
    /// One small board, one small answer, one small event a group and one document: the next one takes
    /// its place.
    Tiny,
    /// Everything is made each time.
    Nothing,
}

impl Memory {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plenty, Self::Tiny, Self::Nothing];

    /// The settings, as environment variables.
    pub fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Plenty => &[],
            Self::Tiny => &[
                ("CAIRN_BOARD_MEMORY_BYTES", "8192"),
                ("CAIRN_ANSWER_MEMORY_BYTES", "2048"),
                ("CAIRN_LIMITS_SHARED_EVENT_BYTES", "12288"),
                ("CAIRN_LIMITS_DOCUMENT_CACHE_BYTES", "12288"),
            ],
            Self::Nothing => &[
                ("CAIRN_BOARD_MEMORY_BYTES", "0"),
                ("CAIRN_ANSWER_MEMORY_BYTES", "0"),
                ("CAIRN_LIMITS_SHARED_EVENT_BYTES", "0"),
                ("CAIRN_LIMITS_DOCUMENT_CACHE_BYTES", "0"),
            ],
        }
    }
}

/// Makes three tests of each function, which is given the [`Memory`].
macro_rules! with_each_memory {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            use crate::world::Memory;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn with_plenty_of_memory() {
                super::$test(Memory::Plenty).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn with_tiny_memory() {
                super::$test(Memory::Tiny).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn with_no_memory() {
                super::$test(Memory::Nothing).await;
            }
        })+
    };
}
pub(crate) use with_each_memory;
