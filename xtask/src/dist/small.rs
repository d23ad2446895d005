//! A small wasm: binaryen's passes, then functions that are alike beside each other.
//!
//! What counts is what brotli leaves. Binaryen's `-O2` makes more bytes than `-Oz`, but more uniform ones: 2 kB fewer
//! after brotli, and quicker code. The order of functions is free, so it is chosen for brotli too: 7 kB of 350.
use super::{bytes, names::Reader, names::write_number};
use crate::shell::{Outcome, program, root, run, write};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// What every browser has had since 2021, and Safari since 16.4 (vectors, which the preview's engine alone uses); with all
/// features binaryen writes imports that none reads yet.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];
/// The first kilobyte is the far end of the stack, which no object's fields straddle.
const PASSES: [&str; 4] = ["-O2", "--low-memory-unused", "--strip-target-features", "--strip-producers"];
/// Functions are compared by the runs of this many bytes that they share.
const RUN: usize = 5;
/// Runs that more functions have say nothing.
const COMMON: usize = 150;

/// Optimizes a module that wasm-bindgen wrote; `work` is a folder for what is between.
pub(crate) fn small(wasm: &Path, work: &Path) -> Outcome<Vec<u8>> {
    let (passed, named, ordered) =
        (work.join("passed.wasm"), work.join("named.wasm"), work.join("ordered.wasm"));
    run(wasm_opt(wasm, &passed).args(PASSES))?;
    write(&named, with_places(&bytes(&passed)?)?)?;
    run(wasm_opt(&named, &ordered).arg("--reorder-functions-by-name"))?;
    let content = bytes(&ordered)?;
    for file in [passed, named, ordered] {
        std::fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(content)
}

fn wasm_opt(from: &Path, to: &Path) -> Command {
    let mut command = program(root().join("js/node_modules/.bin/wasm-opt"));
    command.args(FEATURES).arg(from).arg("-o").arg(to);
    command
}

/// The module with a name for each function, which sort as the functions are to stand.
fn with_places(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let (imported, bodies) = functions(wasm)?;
    let mut names = Vec::new();
    write_number(bodies.len(), &mut names);
    let mut place_of = vec![0; bodies.len()];
    for (place, &function) in order(&bodies).iter().enumerate() {
        place_of[function] = place;
    }
    for (index, place) in place_of.into_iter().enumerate() {
        write_number(imported + index, &mut names);
        let name = format!("{place:06}");
        write_number(name.len(), &mut names);
        names.extend(name.as_bytes());
    }
    let mut section = b"\x04name\x01".to_vec();
    write_number(names.len(), &mut section);
    section.extend(names);
    let mut out = wasm.to_vec();
    out.push(0);
    write_number(section.len(), &mut out);
    out.extend(section);
    Ok(out)
}

/// How many functions are imported, and the code of the others.
fn functions(wasm: &[u8]) -> Outcome<(usize, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    let mut at = Reader { bytes: wasm, at: 8 };
    while !at.is_done() {
        let id = at.byte()?;
        let length = at.number()?;
        let mut section = Reader { bytes: at.take(length)?, at: 0 };
        match id {
            // wasm-bindgen's modules import functions and tags alone.
            2 => {
                for _ in 0..section.number()? {
                    section.text()?;
                    section.text()?;
                    if section.byte()? == 0 {
                        imported += 1;
                    } else {
                        section.byte()?;
                    }
                    section.number()?;
                }
            }
            10 => {
                for _ in 0..section.number()? {
                    let length = section.number()?;
                    bodies.push(section.take(length)?);
                }
            }
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// A chain from each function to the one that shares most with it; where nothing is alike, the largest that is left.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, body) in bodies.iter().enumerate() {
        for run in body.windows(RUN) {
            let list = holders.entry(run).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    let mut largest: Vec<usize> = (0..bodies.len()).collect();
    largest.sort_by_key(|&index| (std::cmp::Reverse(bodies[index].len()), index));
    let mut largest = largest.into_iter();
    let (mut out, mut is_placed) = (Vec::new(), vec![false; bodies.len()]);
    let mut last: Option<usize> = None;
    while out.len() < bodies.len() {
        let alike = last.and_then(|last| most_alike(bodies, &holders, last, &is_placed));
        let Some(next) = alike.or_else(|| largest.find(|&index| !is_placed[index])) else { break };
        is_placed[next] = true;
        out.push(next);
        last = Some(next);
    }
    out
}

fn most_alike(
    bodies: &[&[u8]],
    holders: &HashMap<&[u8], Vec<usize>>,
    last: usize,
    is_placed: &[bool],
) -> Option<usize> {
    let mut runs: Vec<&[u8]> = bodies[last].windows(RUN).collect();
    runs.sort_unstable();
    runs.dedup();
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for list in runs.iter().filter_map(|run| holders.get(run)).filter(|list| list.len() <= COMMON) {
        for &index in list.iter().filter(|&&index| !is_placed[index]) {
            *shared.entry(index).or_default() += 1;
        }
    }
    // Per thousand of the other's bytes; a short one says less. Equal ones as they came, so that builds are the same.
    let score = |(index, count): (usize, usize)| (1000 * count / (bodies[index].len() + 20), index);
    let best = shared.into_iter().map(score).max_by_key(|&(score, index)| (score, std::cmp::Reverse(index)));
    best.filter(|&(score, _)| score > 50).map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::{functions, order, with_places};

    #[test]
    fn alike_functions_stand_together_and_none_is_lost() {
        let bodies: [&[u8]; 5] =
            [b"abcdefghijkl", b"0123456789", b"abcdefghijkm", b"----------------", b"0123456788"];
        assert_eq!(order(&bodies), [3, 0, 2, 1, 4]);
    }

    #[test]
    fn a_name_tells_each_functions_place() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let import = [&[1, 1][..], b"m", &[2], b"$a", &[0, 3]].concat();
        let code = [&[2, 2][..], &[0, 0x0b], &[3], &[0, 1, 0x0b]].concat();
        for (id, section) in [(2, import), (10, code)] {
            wasm.extend([id, section.len() as u8]);
            wasm.extend(section);
        }
        assert_eq!(functions(&wasm).unwrap(), (1, vec![&[0, 0x0b][..], &[0, 1, 0x0b]]));
        let named = with_places(&wasm).unwrap();
        assert_eq!(named[wasm.len() + 2..], *b"\x04name\x01\x11\x02\x01\x06000001\x02\x06000000");
    }
}
