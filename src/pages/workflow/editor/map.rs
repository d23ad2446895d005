//! The map: where the view is in the whole drawing. The outline has all that is on it, so it is for eyes alone.
use super::desk::Desk;
use crate::canvas::map::Map;
use flowdeck_editor::geometry::Point;
use web_sys::Element;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct MapViewProps {
    pub(super) desk: Desk,
}

#[component]
pub(super) fn MapView(props: &MapViewProps) -> Html {
    let (host, frame) = (use_node_ref(), use_node_ref());
    use_effect_with(props.desk.clone(), {
        let (host, frame) = (host.clone(), frame.clone());
        move |desk| {
            let go = {
                let desk = desk.clone();
                move |at: Point| desk.on_board(|stage| stage.camera = stage.camera.centred(at, stage.view))
            };
            if let (Some(host), Some(frame)) = (host.cast::<Element>(), frame.cast::<Element>()) {
                let resized = {
                    let desk = desk.clone();
                    move || desk.draw_map()
                };
                match Map::mount(&host, &frame, go, resized) {
                    Ok(map) => desk.set_map(Some(map)),
                    Err(error) => desk.send(crate::store::Msg::Failed(error.0)),
                }
            }
            let desk = desk.clone();
            move || desk.set_map(None)
        }
    });
    html! {
        <div ref={host} class="fd-map" aria-hidden="true"><div ref={frame} class="fd-map__frame" /></div>
    }
}
