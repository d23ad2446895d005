//! What the app's viewer has beyond the widget's: comparing with the image before, small plots, and saving as PNG, CSV and
//! JSON.
use super::viewer::{Shown, Source, Tools, split};
use crate::browser::pen::Surface;
use crate::browser::{JsError, files, style};
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::run::shape::{Filter, Findings, csv, predictions};
use flowdeck_editor::short;
use flowdeck_spec::{Node, order};
use std::rc::Rc;
use web_sys::HtmlImageElement;
use yew::prelude::*;

/// All of them.
pub const TOOLS: Tools = Tools { below, of_value, compare: split, before };

/// How many classes the plot has.
const MOST_BARS: usize = 10;
/// The height of a bar, with its distance to the next.
const BAR: f64 = 18.0;

fn below(shown: &Shown<'_>) -> Html {
    let save = {
        let (picture, image) = (shown.picture.clone(), shown.image.clone());
        let name = file_name(shown.name, "png");
        Callback::from(move |say| {
            let image = image.cast::<HtmlImageElement>();
            if let Some(picture) = &*picture.borrow() {
                save(picture.snapshot(image.as_ref()), name.clone(), say);
            }
        })
    };
    let rows = shown.value.filter(|_| !shown.findings.list.is_empty()).cloned().map(|value| {
        let (findings, places) = (shown.findings.clone(), shown.places.clone());
        let name = file_name(shown.name, "csv");
        Callback::from(move |say: Callback<String>| {
            let items = predictions(&value);
            let rows = places.iter().filter_map(|at| items.get(findings.list.get(*at)?.at));
            report(files::download(&name, &csv(rows), "text/csv"), &say);
        })
    });
    html! {
        <>
            if !shown.findings.list.is_empty() { <Plots findings={shown.findings.clone()} filter={shown.view.filter.clone()} /> }
            <Saving name="Save as" ways={[("PNG", Some(save)), ("CSV", rows)].into_iter().filter_map(|(label, way)| Some((label, way?))).collect::<Vec<_>>()} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct BeforeProps {
    src: Source,
    share: u8,
}

/// The image before, over the left part of the picture.
fn before(src: Source, share: u8) -> Html {
    html! { <Before {src} {share} /> }
}

#[component]
fn Before(props: &BeforeProps) -> Html {
    let image = use_node_ref();
    use_effect_with((image.clone(), props.share), |(image, share)| {
        if let Some(image) = image.get() {
            style::set(&image, "clip-path", &["inset(0 ", &(100 - share).to_string(), "% 0 0)"].concat());
        }
    });
    html! { <img ref={image} class="fd-look__before" src={AttrValue::from(props.src.0.clone())} alt="Image of the input" draggable="false" /> }
}

/// Saves what is drawn as a PNG file.
fn save(drawn: Result<Surface, JsError>, name: String, say: Callback<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        let saved = match drawn {
            Ok(surface) => surface.png().await,
            Err(error) => Err(error),
        };
        report(saved.and_then(|blob| files::save(&name, &blob)), &say);
    });
}

fn of_value(name: &str, value: &Node, is_table: bool) -> Html {
    let table = is_table.then(|| {
        let (value, name) = (value.clone(), file_name(name, "csv"));
        let way = move |say: Callback<String>| {
            report(files::download(&name, &csv(value.items().iter()), "text/csv"), &say);
        };
        ("CSV", Callback::from(way))
    });
    let json = {
        let (value, name) = (value.clone(), file_name(name, "json"));
        let way = move |say: Callback<String>| {
            report(files::download(&name, &value.to_pretty(), "application/json"), &say);
        };
        ("JSON", Callback::from(way))
    };
    html! { <Saving name="Save" ways={table.into_iter().chain([json]).collect::<Vec<_>>()} /> }
}

fn report(outcome: Result<(), JsError>, say: &Callback<String>) {
    if let Err(error) = outcome {
        say.emit(error.to_string());
    }
}

/// A file's name made of an output's: what is no letter or digit is a hyphen.
fn file_name(name: &str, ending: &str) -> String {
    let plain: String = name.chars().take(60).map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    [if plain.is_empty() { "result" } else { &plain }, ".", ending].concat()
}

#[derive(Clone, PartialEq, Properties)]
struct SavingProps {
    name: &'static str,
    /// What each way is called, and what it does; it tells when it could not.
    ways: Vec<(&'static str, Callback<Callback<String>>)>,
}

#[component]
fn Saving(props: &SavingProps) -> Html {
    let said = use_state_eq(String::new);
    let say = {
        let said = said.clone();
        Callback::from(move |why| said.set(why))
    };
    html! {
        <div class="fd-row" role="group" aria-label={props.name}>
            { for props.ways.iter().map(|(label, way)| {
                let (way, say) = (way.clone(), say.clone());
                let onclick = Callback::from(move |_: MouseEvent| {
                    say.emit(String::new());
                    way.emit(say.clone());
                });
                html! { <Button label={*label} hint={[props.name, " ", label].concat()} glyph={Glyph::Download} weight={Weight::Quiet} {onclick} /> }
            }) }
            if !said.is_empty() { <span class="fd-look__said" role="alert">{ (*said).clone() }</span> }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PlotsProps {
    findings: Rc<Findings>,
    filter: Filter,
}

/// How many of each class, and how many of each confidence; both are told in words too. A component: what is counted stays
/// the same where a pointer moves.
#[component]
fn Plots(props: &PlotsProps) -> Html {
    let PlotsProps { findings, filter } = props;
    let (counts, bins, least) = (filter.counts(findings), filter.bins(findings), filter.least);
    let mut classes: Vec<(&str, u8, usize)> =
        findings.classes.iter().zip(counts).map(|(class, count)| (&*class.name, class.hue, count)).collect();
    order::sort(&mut classes, |a, b| b.2.cmp(&a.2));
    classes.truncate(MOST_BARS);
    let most = classes.first().map_or(1, |(_, _, count)| *count).max(1);
    let words: Vec<String> =
        classes.iter().map(|(name, _, count)| [name, " ", &*count.to_string()].concat()).collect();
    let height = classes.len() as f64 * BAR;
    let bar = |(row, (name, hue, count)): (usize, &(&str, u8, usize))| {
        let top = row as f64 * BAR;
        let wide = 150.0 * *count as f64 / most as f64;
        let name: String = name.chars().take(16).collect();
        html! {
            <>
                <text x="0" y={short(top + 13.0)}>{ name }</text>
                <rect x="104" y={short(top + 3.0)} width={short(wide.max(1.0))} height="12" rx="2" fill={super::viewer::ink(*hue)} />
                <text x={short(110.0 + wide)} y={short(top + 13.0)}>{ count }</text>
            </>
        }
    };
    let tallest = bins.iter().copied().max().unwrap_or_default().max(1);
    let with_confidence = bins.iter().sum::<usize>();
    let column = |(at, count): (usize, &usize)| {
        let tall = 60.0 * *count as f64 / tallest as f64;
        let is_out = (at + 1) * 100 <= usize::from(least) * bins.len();
        html! {
            <rect class={is_out.then_some("is-out")} x={short(at as f64 * 14.0)} y={short(60.0 - tall)} width="12" height={short(tall)} rx="1" />
        }
    };
    let most_sure = bins
        .iter()
        .enumerate()
        .filter(|(at, _)| (at + 1) * 100 > usize::from(least) * bins.len())
        .map(|(_, count)| count)
        .sum::<usize>();
    html! {
        <div class="fd-plots">
            <figure>
                <figcaption>{ "Count by class" }</figcaption>
                <svg viewBox={["0 0 300 ", &short(height)].concat()} role="img" aria-label={["Count by class: ", &words.join(", ")].concat()}>{ for classes.iter().enumerate().map(bar) }</svg>
            </figure>
            if with_confidence > 0 {
                <figure>
                    <figcaption>{ "Confidence" }</figcaption>
                    <svg class="fd-plots__columns" viewBox="0 0 280 74" role="img"
                        aria-label={["Confidence of ", &with_confidence.to_string(), "; from ", &least.to_string(), " % on ", &most_sure.to_string()].concat()}>
                        { for bins.iter().enumerate().map(column) }
                        <text x="0" y="73">{ "0" }</text><text x="278" y="73" text-anchor="end">{ "100 %" }</text>
                    </svg>
                </figure>
            }
        </div>
    }
}
