//! The camera as a way to an image: one picture, or one after the other through the workflow.
use super::tick;
use crate::browser::camera::Camera;
use crate::browser::{clock, picture, timer::Timer};
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::run::{ImageValue, head};
use crate::store::run::{self, Live};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use flowdeck_editor::whole;
use std::rc::Rc;
use web_sys::{HtmlSelectElement, HtmlVideoElement};
use yew::prelude::*;

/// The most pictures a second that can be chosen.
const MOST_A_SECOND: u32 = 10;
/// How many there are at most unless that is chosen.
const USUAL: u32 = 5;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct CameraFieldProps {
    pub(super) key_of: Key,
    /// The input that the pictures are for.
    pub(super) input: String,
}

/// The camera of an input.
#[component]
pub(super) fn CameraField(props: &CameraFieldProps) -> Html {
    let dispatch = use_dispatch();
    let camera = use_state(|| None::<Rc<Camera>>);
    let is_asking = use_state_eq(|| false);
    let most = use_state_eq(|| USUAL);
    let video = use_node_ref();
    let (live, is_busy) = use_selector({
        let (key, input) = (props.key_of.clone(), props.input.clone());
        move |model: &Model| {
            let run = model.runs.get(&key);
            let live = run.and_then(|run| run.live.clone()).filter(|live| live.input == input);
            (live, run.is_some_and(|run| run.outcome.is_busy()))
        }
    });
    use_effect_with((camera.is_some(), video.clone()), {
        let camera = camera.clone();
        move |(_, video)| {
            if let Some((camera, video)) = camera.as_ref().zip(video.cast::<HtmlVideoElement>()) {
                camera.show_in(&video);
            }
        }
    });
    use_loop(props, live.as_ref().filter(|_| camera.is_some()), is_busy, *most, &video);
    let longest = use_selector(|model| model.settings.longest);
    let tell = |make: Box<dyn Fn(Key, String) -> run::Msg>| {
        let (dispatch, key, input) = (dispatch.clone(), props.key_of.clone(), props.input.clone());
        Callback::from(move |()| dispatch.emit(Msg::Run(make(key.clone(), input.clone()))))
    };
    if camera.is_none() {
        let refuse = {
            let (dispatch, key, input) = (dispatch.clone(), props.key_of.clone(), props.input.clone());
            Callback::from(move |why| {
                dispatch.emit(Msg::Run(run::Msg::Reject(key.clone(), input.clone(), why)));
            })
        };
        let onclick = turn_on(&camera, &is_asking, refuse);
        return html! {
            <div class="fd-row"><Button label="Use the camera" glyph={Glyph::ScanLine} busy={*is_asking} {onclick} /></div>
        };
    }
    let is_looping = live.is_some();
    let toggle = tell(Box::new(move |key, input| run::Msg::Loop(key, (!is_looping).then_some(input))));
    let off = {
        let stop = tell(Box::new(|key, _| run::Msg::Loop(key, None)));
        let camera = camera.clone();
        Callback::from(move |_: MouseEvent| {
            stop.emit(());
            camera.set(None);
        })
    };
    let snap = {
        let (dispatch, key, input, video) =
            (dispatch.clone(), props.key_of.clone(), props.input.clone(), video.clone());
        Callback::from(move |_: MouseEvent| {
            let msg = match taken(&video, longest) {
                Some(Ok(image)) => run::Msg::Add(key.clone(), input.clone(), vec![image]),
                Some(Err(why)) => run::Msg::Reject(key.clone(), input.clone(), why),
                None => return,
            };
            dispatch.emit(Msg::Run(msg));
        })
    };
    let choose = {
        let most = most.clone();
        Callback::from(move |event: Event| {
            let chosen =
                event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            most.set(chosen.unwrap_or(USUAL).clamp(1, MOST_A_SECOND));
        })
    };
    html! {
        <div class="fd-camera" role="group" aria-label={format!("Camera for {}", props.input)}>
            <video ref={video} class="fd-camera__view" autoplay=true playsinline=true aria-label="What the camera sees" />
            <div class="fd-row">
                <Button label="Take a picture" glyph={Glyph::Image} disabled={is_looping} onclick={snap} />
                <Button label={if is_looping { "Stop the loop" } else { "Run in a loop" }} pressed={is_looping}
                    glyph={if is_looping { Glyph::Square } else { Glyph::Play }} onclick={toggle.reform(|_: MouseEvent| ())} />
                <Button label="Turn off" weight={Weight::Quiet} onclick={off} />
            </div>
            <div class="fd-row">
                <label class="fd-camera__rate">{ "At most " }
                    <select class="fd-select" onchange={choose}>
                        { for (1..=MOST_A_SECOND).map(|rate| html! {
                            <option value={rate.to_string()} selected={rate == *most}>{ rate }</option>
                        }) }
                    </select>
                    { " pictures a second" }
                </label>
                if let Some(live) = live { <Pace {live} /> }
            </div>
        </div>
    }
}

fn turn_on(
    camera: &UseStateHandle<Option<Rc<Camera>>>,
    is_asking: &UseStateHandle<bool>,
    refuse: Callback<String>,
) -> Callback<MouseEvent> {
    let (camera, is_asking) = (camera.clone(), is_asking.clone());
    Callback::from(move |_: MouseEvent| {
        let (camera, is_asking, refuse) = (camera.clone(), is_asking.clone(), refuse.clone());
        is_asking.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let opened = Camera::open().await;
            is_asking.set(false);
            match opened {
                Ok(opened) => camera.set(Some(Rc::new(opened))),
                Err(error) => refuse.emit(error.0),
            }
        });
    })
}

/// What the camera sees now, as an image; none before its first picture.
fn taken(video: &NodeRef, longest: Option<u32>) -> Option<Result<ImageValue, String>> {
    let video = video.cast::<HtmlVideoElement>()?;
    match picture::still(&video, |size| head::within(size, longest)) {
        Ok(url) => Some(Ok(ImageValue::by_content(String::from("Picture of the camera"), &url?))),
        Err(error) => Some(Err(error.0)),
    }
}

/// Hands the store one picture after the other: the next one when the answer to the last is there, and not sooner than the
/// rate allows. Ends when the page is left.
#[hook]
fn use_loop(props: &CameraFieldProps, live: Option<&Live>, is_busy: bool, most: u32, video: &NodeRef) {
    let dispatch = use_dispatch();
    let longest = use_selector(|model| model.settings.longest);
    let last = use_mut_ref(|| 0.0_f64);
    let missed = use_state_eq(|| 0_u32);
    let answered = live.and_then(|live| live.shown.as_ref()).map_or(0.0, |shown| shown.taken);
    let is_due = live.is_some() && !is_busy;
    use_effect_with((is_due, most, answered, *missed), {
        let (dispatch, key, video) = (dispatch.clone(), props.key_of.clone(), video.clone());
        let next = *missed + 1;
        move |(is_due, most, ..): &(bool, u32, f64, u32)| {
            let wait = (*last.borrow() + 1_000.0 / f64::from(*most) - clock::now_ms()).clamp(0.0, 1_000.0);
            let timer = is_due.then(|| {
                Timer::after(u32::try_from(whole(wait)).unwrap_or_default(), move || {
                    match taken(&video, longest) {
                        Some(Ok(image)) => {
                            *last.borrow_mut() = clock::now_ms();
                            dispatch.emit(Msg::Run(run::Msg::Frame(key, image)));
                        }
                        _ => {
                            // It has only just been turned on.
                            *last.borrow_mut() = clock::now_ms();
                            missed.set(next);
                        }
                    }
                })
            });
            move || drop(timer)
        }
    });
    use_effect_with(props.key_of.clone(), move |key| {
        let key = key.clone();
        move || dispatch.emit(Msg::Run(run::Msg::Loop(key, None)))
    });
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PaceProps {
    live: Live,
}

/// How fast the loop is, and how old what is seen.
#[component]
fn Pace(props: &PaceProps) -> Html {
    let now = tick::use_now(true, 200);
    let Some(shown) = &props.live.shown else {
        return html! { <span class="fd-dim">{ "Waiting for the first answer" }</span> };
    };
    let rate =
        props.live.rate().map(|rate| format!("{} a second, ", super::tenths(rate))).unwrap_or_default();
    html! { <span class="fd-dim">{ format!("{rate}{} ms old", whole((now - shown.taken).max(0.0))) }</span> }
}
