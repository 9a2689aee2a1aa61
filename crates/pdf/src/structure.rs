//! What the parts of a document are and how they belong together, for readers that speak it or show it otherwise.

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StructureTag {
    Document,
    /// The name of a form or a chapter.
    Title,
    Heading,
    /// A paragraph, or a label with its value.
    Paragraph,
    Table,
    /// A row of a table.
    Row,
    /// The head of a column.
    Head,
    Cell,
    /// Something to look at, with words for whoever cannot.
    Figure,
}

impl StructureTag {
    /// Its name in a PDF.
    pub(crate) const fn pdf_name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Title => "H1",
            Self::Heading => "H2",
            Self::Paragraph => "P",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::Head => "TH",
            Self::Cell => "TD",
            Self::Figure => "Figure",
        }
    }

    /// Whether it holds parts rather than marks.
    pub(crate) const fn holds_parts(self) -> bool {
        matches!(self, Self::Document | Self::Table | Self::Row)
    }
}

/// A part: its tag, and its place among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StructureNode {
    pub(crate) tag: StructureTag,
    /// Which part it belongs to; of the document itself, itself.
    pub(crate) parent: u32,
}

/// The parts of a document, each behind the one it belongs to, in the order they are read. Empty where nobody said
/// what the marks are: the PDF then has no tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentStructure {
    pub(crate) nodes: Vec<StructureNode>,
    /// Figures and what is said in their place.
    pub(crate) words: Vec<(u32, String)>,
}

impl DocumentStructure {
    /// Adds a part and gives its number.
    pub(crate) fn add_part(&mut self, tag: StructureTag, parent: u32) -> u32 {
        let number = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(StructureNode { tag, parent });
        number
    }

    pub(crate) fn find_tag(&self, number: u32) -> Option<StructureTag> {
        self.nodes.get(number as usize).map(|node| node.tag)
    }
}
