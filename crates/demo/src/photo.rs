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
pub(crate) struct Photos {
    /// A notice left at a door (1.2).
    pub(crate) notice: Attachment,
    /// A form signed with a pen.
    pub(crate) form: Attachment,
    /// An event (5.3).
    pub(crate) event: Attachment,
}

impl Photos {
    /// Stores them.
    pub(crate) fn stored(tx: &Tx) -> Result<Self, Refusal> {
        Ok(Self {
            notice: stored(tx, NOTICE, "留置通知照片.jpg")?,
            form: stored(tx, FORM, "签字单照片.jpg")?,
            event: stored(tx, EVENT, "活动现场.jpg")?,
        })
    }
}

fn stored(tx: &Tx, bytes: &[u8], name: &str) -> Result<Attachment, Refusal> {
    let sha256 = hash::sha256(&[bytes]);
    tx.put_blob(&sha256, bytes, Some(bytes))?;
    Ok(Attachment {
        sha256,
        name: name.to_owned(),
        media: attachment::tell(bytes)?,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    })
}
