//! The tags of a document, written: every part with what it holds, and every page with the parts of its marks.

use std::io::Write as _;

use lopdf::{Object, ObjectId};

use crate::{
    file::{PdfFile, serialize_string},
    structure::{DocumentStructure, StructureNode, StructureTag},
};

/// Writes into memory, which cannot fail; without a text of its own for every number.
macro_rules! put {
    ($out:expr, $($said:tt)*) => {{
        let _ = write!($out, $($said)*);
    }};
}

/// Marked content: its part, its page, its number on the page.
type MarkedContent = (u32, usize, usize);

/// What is written where.
pub(crate) struct StructureTree<'a> {
    structure: &'a DocumentStructure,
    pages: &'a [ObjectId],
    /// By page: the parts of its marked content.
    parts: &'a [Vec<u32>],
    /// The number of the root; the pages' lists and the parts stand behind it.
    root: u32,
    /// By part: the first that belongs to it, and the next one beside it; 0 is none.
    family: Vec<(u32, u32)>,
}

impl<'a> StructureTree<'a> {
    /// Of a document whose other objects all have numbers below `root`.
    pub(crate) fn new(
        structure: &'a DocumentStructure,
        pages: &'a [ObjectId],
        parts: &'a [Vec<u32>],
        root: u32,
    ) -> Self {
        Self {
            structure,
            pages,
            parts,
            root,
            family: link_parts(&structure.nodes),
        }
    }

    /// The first number that is free behind it.
    pub(crate) fn next_free_number(&self) -> u32 {
        self.part_number(0) + u32::try_from(self.structure.nodes.len()).unwrap_or_default()
    }

    fn page_list_number(&self, page: usize) -> u32 {
        self.root + 1 + u32::try_from(page).unwrap_or_default()
    }

    fn part_number(&self, part: u32) -> u32 {
        self.page_list_number(self.pages.len()) + part
    }

    /// Writes all of it.
    pub(crate) fn write_tree(&self, file: &mut PdfFile) {
        file.write_object(self.root, |out| self.write_root(out));
        let marked = self.collect_marked_content();
        let (mut rest, mut page) = (marked.as_slice(), 0);
        for (part, node) in (0..).zip(&self.structure.nodes) {
            let mine = rest.iter().take_while(|(of, ..)| *of == part).count();
            let (mine, behind) = rest.split_at(mine);
            rest = behind;
            // A page's list stands behind the last of its parts, which name the same objects: that compresses well.
            if let Some((_, on, _)) = mine.first() {
                while page < *on {
                    self.write_page_list(file, page);
                    page += 1;
                }
            }
            file.write_object(self.part_number(part), |out| {
                self.write_node(out, part, *node, mine)
            });
        }
        for page in page..self.pages.len() {
            self.write_page_list(file, page);
        }
    }

    fn write_root(&self, out: &mut Vec<u8>) {
        put!(out, "<</Type/StructTreeRoot/K {} 0 R", self.part_number(0));
        out.extend(b"/ClassMap<</h<</O/Table/Scope/Column>>>>/ParentTree<</Nums[");
        for page in 0..self.pages.len() {
            put!(out, "{page} {} 0 R ", self.page_list_number(page));
        }
        put!(out, "]>>/ParentTreeNextKey {}>>", self.pages.len());
    }

    /// All marked content, by its part.
    fn collect_marked_content(&self) -> Vec<MarkedContent> {
        let mut marked: Vec<MarkedContent> = Vec::new();
        for (page, parts) in self.parts.iter().enumerate() {
            marked.extend(
                parts
                    .iter()
                    .enumerate()
                    .map(|(number, part)| (*part, page, number)),
            );
        }
        marked.sort_unstable();
        marked
    }

    /// The parts of a page's marked content.
    fn write_page_list(&self, file: &mut PdfFile, page: usize) {
        file.write_object(self.page_list_number(page), |out| {
            out.push(b'[');
            for part in self.parts.get(page).into_iter().flatten() {
                put!(out, "{} 0 R ", self.part_number(*part));
            }
            out.push(b']');
        });
    }

    fn write_node(&self, out: &mut Vec<u8>, part: u32, node: StructureNode, marked: &[MarkedContent]) {
        out.extend(b"<<");
        if node.tag.holds_parts() {
            self.write_child_references(out, part);
        } else {
            self.write_content_references(out, marked);
        }
        let parent = if part == 0 {
            self.root
        } else {
            self.part_number(node.parent)
        };
        put!(out, "/P {parent} 0 R");
        if let Some((_, page, _)) = marked.first() {
            put!(out, "/Pg {} 0 R", self.page_object(*page));
        }
        if node.tag == StructureTag::Head {
            out.extend(b"/C/h");
        }
        let words = &self.structure.words;
        if let Ok(at) = words.binary_search_by_key(&part, |(part, _)| *part)
            && let Some((_, words)) = words.get(at)
        {
            out.extend(b"/Alt");
            serialize_string(out, &to_utf16(words));
        }
        put!(out, "/S/{}>>", node.tag.pdf_name());
    }

    fn write_child_references(&self, out: &mut Vec<u8>, part: u32) {
        let of = |part: u32| self.family.get(part as usize).copied().unwrap_or_default();
        let mut next = of(part).0;
        out.extend(b"/K[");
        while next > 0 {
            put!(out, "{} 0 R ", self.part_number(next));
            next = of(next).1;
        }
        out.push(b']');
    }

    fn write_content_references(&self, out: &mut Vec<u8>, marked: &[MarkedContent]) {
        let Some(((_, first, number), more)) = marked.split_first() else {
            return;
        };
        if more.is_empty() {
            return put!(out, "/K {number}");
        }
        put!(out, "/K[{number}");
        for (_, page, number) in more {
            let said = if page == first {
                format!(" {number}")
            } else {
                let page = self.page_object(*page);
                format!("<</Type/MCR/Pg {page} 0 R/MCID {number}>>")
            };
            out.extend(said.as_bytes());
        }
        out.push(b']');
    }

    fn page_object(&self, page: usize) -> u32 {
        self.pages.get(page).map_or(0, |id| id.0)
    }
}

fn link_parts(nodes: &[StructureNode]) -> Vec<(u32, u32)> {
    let mut family = vec![(0, 0); nodes.len()];
    let mut last = vec![0_u32; nodes.len()];
    for (part, node) in (0..).zip(nodes).skip(1) {
        let Some(before) = last.get_mut(node.parent as usize) else {
            continue;
        };
        let before = std::mem::replace(before, part);
        let at = if before > 0 { before } else { node.parent };
        if let Some(at) = family.get_mut(at as usize) {
            if before > 0 {
                at.1 = part;
            } else {
                at.0 = part;
            }
        }
    }
    family
}

fn to_utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

/// What a page and the catalog say of the tags.
pub(crate) fn add_catalog_tags(catalog: &mut lopdf::Dictionary, root: u32) {
    catalog.set("StructTreeRoot", Object::Reference((root, 0)));
    catalog.set("MarkInfo", lopdf::dictionary! { "Marked" => true });
    // Readers show the title rather than the name of the file.
    catalog.set(
        "ViewerPreferences",
        lopdf::dictionary! { "DisplayDocTitle" => true },
    );
}
