//! Pictures that hang on demo tickets: drawn, each stored once, every one says that it is a demo's.

use domain::{
    Refusal,
    attachment::{self, Attachment},
    hash,
};
use store::Tx;

/// Small enough to be their own thumbnails: 320 by 240 JPEG.
const NOTICE: &[u8] = include_bytes!("../photos/notice.jpg");
const FORM: &[u8] = include_bytes!("../photos/form.jpg");
const EVENT: &[u8] = include_bytes!("../photos/event.jpg");

/// The pictures as tickets name them.
pub(crate) struct DemoPhotos {
    /// A notice left at a door (1.2).
    pub(crate) notice: Attachment,
    /// A form signed with a pen.
    pub(crate) form: Attachment,
    /// An event (5.3).
    pub(crate) event: Attachment,
}

impl DemoPhotos {
    /// Stores them.
    pub(crate) fn store_photos(tx: &Tx) -> Result<Self, Refusal> {
        Ok(Self {
            notice: store_photo(tx, NOTICE, "留置通知照片.jpg")?,
            form: store_photo(tx, FORM, "签字单照片.jpg")?,
            event: store_photo(tx, EVENT, "活动现场.jpg")?,
        })
    }
}

fn store_photo(tx: &Tx, bytes: &[u8], name: &str) -> Result<Attachment, Refusal> {
    let sha256 = hash::sha256_hex(&[bytes]);
    tx.put_blob(&sha256, bytes, Some(bytes))?;
    Ok(Attachment {
        sha256,
        name: name.to_owned(),
        media: attachment::detect_media_type(bytes)?,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    })
}
