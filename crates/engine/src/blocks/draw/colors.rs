//! Colours by name, and the palettes that detections are coloured with.
use crate::detections::Detection;
use crate::step::{Args, StepError};
use serde_json::Value;

/// Colours as six digits each, one after another.
type Hexes = &'static str;

/// The palettes of which each colour is one of a list.
const LISTS: &[(&str, Hexes)] = &[
    (
        "DEFAULT",
        "A351FBFF4040FFA1A0FF7633FFB633D1D4354CFB1294CF1A40DE8A1B964000D6C12E9CAA00C4FF3647976675FF0019EF863AFF\
         530087CD3AFFFF97CAFF39C9",
    ),
    ("ROBOFLOW", "C28DFCA351FB8315F96706CE5905B34D049A"),
];
/// The palettes of which as many colours are taken as asked for, from a list.
const SAMPLED: &[(&str, Hexes)] = &[
    ("pastel1", "FBB4AEB3CDE3CCEBC5DECBE4FED9A6FFFFCCE5D8BDFDDAECF2F2F2"),
    ("pastel2", "B3E2CDFDCDACCBD5E8F4CAE4E6F5C9FFF2AEF1E2CCCCCCCC"),
    ("paired", "A6CEE31F78B4B2DF8A33A02CFB9A99E31A1CFDBF6FFF7F00CAB2D66A3D9AFFFF99B15928"),
    ("accent", "7FC97FBEAED4FDC086FFFF99386CB0F0027FBF5B16666666"),
    ("dark2", "1B9E77D95F027570B3E7298A66A61EE6AB02A6761D666666"),
    ("set1", "E41A1C377EB84DAF4A984EA3FF7F00FFFF33A65628F781BF999999"),
    ("set2", "66C2A5FC8D628DA0CBE78AC3A6D854FFD92FE5C494B3B3B3"),
    ("set3", "8DD3C7FFFFB3BEBADAFB807280B1D3FDB462B3DE69FCCDE5D9D9D9BC80BDCCEBC5FFED6F"),
    ("tab10", "1F77B4FF7F0E2CA02CD627289467BD8C564BE377C27F7F7FBCBD2217BECF"),
    (
        "tab20",
        "1F77B4AEC7E8FF7F0EFFBB782CA02C98DF8AD62728FF98969467BDC5B0D58C564BC49C94E377C2F7B6D27F7F7FC7C7C7BCBD22\
         DBDB8D17BECF9EDAE5",
    ),
    (
        "tab20b",
        "393B795254A36B6ECF9C9EDE6379398CA252B5CF6BCEDB9C8C6D31BD9E39E7BA52E7CB94843C39AD494AD6616BE7969C7B4173\
         A55194CE6DBDDE9ED6",
    ),
    (
        "tab20c",
        "3182BD6BAED69ECAE1C6DBEFE6550DFD8D3CFDAE6BFDD0A231A35474C476A1D99BC7E9C0756BB19E9AC8BCBDDCDADAEB636363\
         969696BDBDBDD9D9D9",
    ),
];
/// The palettes that go gradually from one colour to another, and their 256 colours one after another.
const GRADUAL: [&str; 5] = ["viridis", "plasma", "inferno", "magma", "cividis"];
const STEPS: usize = 256;
static GRADUAL_COLORS: &[u8] = include_bytes!("gradual.bin");
/// What has no class or track, and what a tracker has not decided about.
const UNKNOWN: [u8; 3] = [128, 128, 128];
/// The most colours of a palette.
const LARGEST: usize = 10_000;

/// Which colour a detection gets.
#[derive(Debug)]
pub(in crate::blocks) struct Colors {
    palette: Vec<[u8; 3]>,
    axis: Axis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Index,
    Class,
    Track,
}

impl Colors {
    pub(in crate::blocks) fn read(args: &Args) -> Result<Self, StepError> {
        let name = args.text("color_palette", "DEFAULT")?;
        let size = args.size("palette_size", 10)?;
        let palette = if name == "CUSTOM" { custom(args)? } else { palette(&name, size)? };
        let axis = match args.text("color_axis", "CLASS")?.as_str() {
            "INDEX" => Axis::Index,
            "CLASS" => Axis::Class,
            "TRACK" => Axis::Track,
            other => {
                return Err(StepError::at("color_axis", format!("“{other}” is not CLASS, INDEX or TRACK")));
            }
        };
        Ok(Self { palette, axis })
    }

    pub(in crate::blocks) fn of(&self, index: usize, one: &Detection) -> Result<[u8; 3], StepError> {
        let number = match self.axis {
            Axis::Index => index as i64,
            Axis::Class => one.class_id,
            Axis::Track => one.tracker_id.ok_or_else(|| {
                StepError::at(
                    "color_axis",
                    "the detections have no tracks: put a tracker before this step, or colour by CLASS",
                )
            })?,
        };
        if number < 0 {
            return Ok(UNKNOWN);
        }
        let at = number.rem_euclid((self.palette.len() as i64).max(1)) as usize;
        self.palette
            .get(at)
            .copied()
            .ok_or_else(|| StepError::at("custom_colors", "the palette has no colours"))
    }
}

fn custom(args: &Args) -> Result<Vec<[u8; 3]>, StepError> {
    let Value::Array(list) = args.json("custom_colors") else { return Ok(Vec::new()) };
    list.iter()
        .map(|one| {
            one.as_str()
                .and_then(color)
                .ok_or_else(|| StepError::at("custom_colors", format!("{one} is no colour")))
        })
        .collect()
}

fn palette(name: &str, size: usize) -> Result<Vec<[u8; 3]>, StepError> {
    let find = |lists: &[(&str, Hexes)], name: &str| {
        lists.iter().find(|(known, _)| *known == name).map(|(_, hexes)| colors(hexes))
    };
    if let Some(all) = find(LISTS, name) {
        return Ok(all);
    }
    let short = name.strip_prefix("Matplotlib ").unwrap_or(name).to_lowercase();
    if size == 0 || size > LARGEST {
        let why = format!("“palette_size” must be from 1 to {LARGEST}, not {size}");
        return Err(StepError::at("palette_size", why));
    }
    // Evenly over the whole palette, the first and the last colour included.
    let step = 1.0 / (size.max(2) - 1) as f64;
    let share = |index: usize| if index > 0 && index == size - 1 { 1.0 } else { index as f64 * step };
    if let Some(all) = find(SAMPLED, &short) {
        let pick = |index: usize| all[((share(index) * all.len() as f64) as usize).min(all.len() - 1)];
        return Ok((0..size).map(pick).collect());
    }
    if let Some(at) = GRADUAL.iter().position(|known| *known == short) {
        let all: Vec<[u8; 3]> =
            GRADUAL_COLORS.chunks_exact(3).skip(at * STEPS).take(STEPS).map(|c| [c[0], c[1], c[2]]).collect();
        let pick = |index: usize| all[((share(index) * STEPS as f64) as usize).min(all.len() - 1)];
        return Ok((0..size).map(pick).collect());
    }
    Err(StepError::at("color_palette", format!("“{name}” is no palette that the embedded engine has")))
}

fn colors(hexes: &str) -> Vec<[u8; 3]> {
    let digits: Vec<u8> = hexes.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(6).map(|d| [d[0] * 16 + d[1], d[2] * 16 + d[3], d[4] * 16 + d[5]]).collect()
}

/// A property that is a colour.
pub(in crate::blocks) fn named(args: &Args, name: &str, default: &str) -> Result<[u8; 3], StepError> {
    let text = args.text(name, default)?;
    color(&text).ok_or_else(|| {
        let why = format!(
            "“{text}” is no colour: give #RRGGBB, rgb(R, G, B), bgr(B, G, R) or a name such as WHITE"
        );
        StepError::at(name, why)
    })
}

/// A colour by name, as `#RRGGBB` or `#RGB`, as `rgb(r, g, b)`, or as `bgr(b, g, r)`.
pub(in crate::blocks) fn color(text: &str) -> Option<[u8; 3]> {
    if let Some(hex) = text.strip_prefix('#') {
        return from_hex(hex);
    }
    let parts = |text: &str| -> Option<[u8; 3]> {
        let list = text.strip_prefix('(')?.strip_suffix(')')?;
        let parts: Vec<u8> = list.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        parts.try_into().ok()
    };
    if let Some(rest) = text.strip_prefix("rgb") {
        return parts(rest);
    }
    if let Some(rest) = text.strip_prefix("bgr") {
        return parts(rest).map(|[b, g, r]| [r, g, b]);
    }
    Some(match text.to_uppercase().as_str() {
        "WHITE" => [255, 255, 255],
        "BLACK" => [0, 0, 0],
        "GREY" => UNKNOWN,
        "RED" => [255, 0, 0],
        "GREEN" => [0, 255, 0],
        "BLUE" => [0, 0, 255],
        "YELLOW" => [255, 255, 0],
        "ROBOFLOW" => [163, 81, 251],
        _ => return None,
    })
}

/// A colour that some blocks take in other ways: digits after `#`, or three numbers in a list or in brackets.
pub(in crate::blocks) fn plain_color(value: &Value) -> Option<[i64; 3]> {
    let parts: Vec<i64> = match value {
        Value::Array(parts) => parts.iter().map(Value::as_i64).collect::<Option<_>>()?,
        Value::String(text) if text.starts_with('#') => {
            return Some(from_hex(&text[1..])?.map(i64::from));
        }
        Value::String(text) => {
            let list = text.strip_prefix('(')?.strip_suffix(')')?;
            list.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?
        }
        _ => return None,
    };
    parts.try_into().ok()
}

/// Three or six digits.
fn from_hex(hex: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match digits[..] {
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        [a, b, c] => Some([a * 17, b * 17, c * 17]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{GRADUAL, GRADUAL_COLORS, SAMPLED, STEPS, color, colors, palette};

    #[test]
    fn palettes_are_whole() {
        assert_eq!(GRADUAL_COLORS.len(), GRADUAL.len() * STEPS * 3);
        assert!(SAMPLED.iter().all(|(_, hexes)| colors(hexes).len() * 6 == hexes.len()));
        assert_eq!(palette("Matplotlib Set1", 3).unwrap(), [[228, 26, 28], [255, 127, 0], [153, 153, 153]]);
        assert_eq!(palette("Matplotlib Viridis", 2).unwrap(), [[68, 1, 84], [253, 231, 36]]);
        assert!(palette("Matplotlib Rainbow", 3).is_err() && palette("Matplotlib Set1", 0).is_err());
    }

    #[test]
    fn each_way_to_name_a_colour() {
        for text in ["#0cC85a", "rgb(12, 200, 90)", "bgr(90,200,12)"] {
            assert_eq!(color(text), Some([12, 200, 90]), "{text}");
        }
        assert_eq!(color("red"), Some([255, 0, 0]));
        assert!(["", "#12", "rgb(1,2)", "rgb(1,2,300)", "mauve"].iter().all(|text| color(text).is_none()));
    }
}
