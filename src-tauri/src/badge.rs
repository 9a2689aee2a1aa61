//! A number on the program's icon: a red disc with white digits, drawn point by point, for the tray has no other way to show one.

use tauri::image::Image;

/// Digits of 3 by 5 points, a row a group of three bits.
const DIGITS: [u16; 11] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
    // More than nine: a plus.
    0b000_010_111_010_000,
];
const RED: [u8; 4] = [0xC4, 0x1E, 0x1E, 0xFF];
const WHITE: [u8; 4] = [0xFF; 4];

/// The icon with a number in its lower right corner; as it is for none.
pub(crate) fn draw_badge(icon: Image<'static>, number: usize) -> Image<'static> {
    if number == 0 {
        return icon;
    }
    let (width, height) = (icon.width(), icon.height());
    let mut points = icon.rgba().to_vec();
    let size = width.min(height);
    // The disc has five eighths of the icon, a digit three fifths of the disc.
    let disc = size * 5 / 8;
    let (left, top) = (width - disc, height - disc);
    let mut put = |x: u32, y: u32, ink: [u8; 4]| {
        let at = (y as usize * width as usize + x as usize) * 4;
        if let Some(point) = points.get_mut(at..at + 4) {
            point.copy_from_slice(&ink);
        }
    };
    for y in 0..disc {
        for x in 0..disc {
            // Twice the distance from the middle, so that it stays whole.
            let (dx, dy) = ((2 * x + 1).abs_diff(disc), (2 * y + 1).abs_diff(disc));
            if dx * dx + dy * dy <= disc * disc {
                put(left + x, top + y, RED);
            }
        }
    }
    let digit = DIGITS.get(number).or(DIGITS.last()).copied().unwrap_or_default();
    let dot = (disc * 3 / 5 / 5).max(1);
    let (left, top) = (left + (disc - 3 * dot) / 2, top + (disc - 5 * dot) / 2);
    for row in 0..5 {
        for column in 0..3 {
            if digit >> (14 - (row * 3 + column)) & 1 == 1 {
                for y in 0..dot {
                    for x in 0..dot {
                        put(left + column * dot + x, top + row * dot + y, WHITE);
                    }
                }
            }
        }
    }
    Image::new_owned(points, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(image: &Image, ink: [u8; 4]) -> usize {
        image.rgba().chunks(4).filter(|point| *point == ink).count()
    }

    #[test]
    fn a_number_stands_on_the_icon_and_none_changes_nothing() {
        for size in [16, 32, 128] {
            let icon = Image::new_owned(vec![0; (size * size * 4) as usize], size, size);
            assert_eq!(draw_badge(icon.clone(), 0).rgba(), icon.rgba());
            let one = draw_badge(icon.clone(), 1);
            let eight = draw_badge(icon.clone(), 8);
            assert!(
                count(&one, RED) > count(&one, WHITE) && count(&one, WHITE) > 0,
                "{size}"
            );
            assert!(count(&eight, WHITE) > count(&one, WHITE), "{size}");
            assert_eq!(draw_badge(icon.clone(), 10).rgba(), draw_badge(icon, 99).rgba());
        }
    }
}
