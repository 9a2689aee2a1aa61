//! Pictures somebody brings: what they are on a page, and in the file.
//!
//! Deliberately absent: reading PNG or JPEG; whoever brings a picture brings its points.

use std::sync::Arc;

use flate2::Compression;
use lopdf::{Stream, dictionary};

use crate::{
    file::compress_stream,
    sheet::{PageMark, PdfDocument},
};

/// A picture in sRGB, without transparency: what the archives' standard takes without another word.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// Three bytes for each point, row by row from the top left.
    rgb: Vec<u8>,
}

impl Picture {
    /// A picture of so many points across and down; none unless `rgb` has three bytes for each of at least one point.
    #[must_use]
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let points = u64::from(width) * u64::from(height);
        let whole = points > 0 && u64::try_from(rgb.len()) == Ok(points * 3);
        whole.then_some(Self { width, height, rgb })
    }

    /// Width and height, mm, at which it fills a box without being stretched.
    #[must_use]
    pub fn fit_into_box(&self, (wide, high): (f64, f64)) -> (f64, f64) {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        let scale = (wide / width).min(high / height);
        (width * scale, height * scale)
    }

    /// How many points across and down.
    pub(crate) const fn pixel_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The picture as the file holds it.
    pub(crate) fn to_image_stream(&self) -> Stream {
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(self.width),
            "Height" => i64::from(self.height), "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8,
        };
        compress_stream(dict, &self.rgb, Compression::best())
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Picture {}x{}", self.width, self.height)
    }
}

/// Every picture of a document, once, in the order they are met.
pub(crate) fn collect_pictures(sheet: &PdfDocument) -> Vec<&Arc<Picture>> {
    let mut all: Vec<&Arc<Picture>> = Vec::new();
    for mark in sheet.pages.iter().flat_map(|page| &page.marks) {
        if let PageMark::Picture { picture, .. } = mark
            && find_picture(&all, picture).is_none()
        {
            all.push(picture);
        }
    }
    all
}

/// Which of them a picture is.
pub(crate) fn find_picture(all: &[&Arc<Picture>], picture: &Arc<Picture>) -> Option<usize> {
    all.iter()
        .position(|known| Arc::ptr_eq(known, picture) || *known == picture)
}

/// How a page calls the picture of this place.
pub(crate) fn picture_name(place: usize) -> String {
    format!("I{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_for_each_point() {
        assert!(Picture::new(2, 1, vec![0; 6]).is_some());
        assert!(Picture::new(2, 1, vec![0; 5]).is_none());
        assert!(Picture::new(0, 1, vec![]).is_none());
    }

    #[test]
    fn fills_a_box_without_being_stretched() {
        let fit = |width, height| {
            let picture = Picture::new(width, height, vec![0; (width * height * 3) as usize]).unwrap();
            picture.fit_into_box((56.0, 17.0))
        };
        assert_eq!(fit(56, 17), (56.0, 17.0));
        assert_eq!(fit(112, 17), (56.0, 8.5));
        assert_eq!(fit(17, 34), (8.5, 17.0));
    }
}
