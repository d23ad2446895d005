//! The benchmark's page: what its JavaScript asks, nothing else.
use flowdeck::bench;
use flowdeck::canvas::board::Board;
use flowdeck_editor::camera::{Camera, Limits};
use flowdeck_editor::geometry::{Point, Rect};
use flowdeck_editor::scene::{Card, Hit, Side};
use flowdeck_editor::stage::{Preset, Stage};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The editor's canvas with the benchmark's graph.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Bench(Board);

#[wasm_bindgen]
impl Bench {
    /// Draws the graph of so many nodes in an element.
    #[wasm_bindgen(constructor)]
    pub fn new(host: &Element, nodes: u32) -> Result<Self, JsError> {
        let mut stage = Stage::new(bench::scene(nodes));
        stage.preset = Preset::Pan;
        stage.limits = Limits { least: 0.1, most: 2.0 };
        stage.camera = Camera { x: 20.0, y: 20.0, zoom: 0.5 };
        stage.snaps = false;
        Board::mount(host, stage, |_| {}, |_| {}).map(Self).map_err(|error| JsError::new(&error.0))
    }

    /// How many nodes and edges there are.
    #[must_use]
    pub fn counts(&self) -> Vec<u32> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.0.read(|stage| vec![count(stage.scene.cards().len()), count(stage.scene.links().len())])
    }

    /// The camera: x, y, zoom.
    #[must_use]
    pub fn viewport(&self) -> Vec<f64> {
        self.0.read(|stage| vec![stage.camera.x, stage.camera.y, stage.camera.zoom])
    }

    /// Cards wholly in view: number, x, y, width, height, each.
    #[must_use]
    pub fn visible(&self) -> Vec<f64> {
        self.0.read(|stage| {
            let shown = stage.camera.shown(stage.view);
            let mut found = Vec::new();
            stage.scene.cards_in(shown, &mut found);
            let cards = found.iter().filter_map(|id| Some((*id, stage.scene.card(*id).map(Card::rect)?)));
            let whole = cards.filter(|(_, rect)| shown.holds(*rect));
            whole
                .flat_map(|(id, rect)| {
                    let Rect { x, y, width, height } = stage.camera.rect_to_view(rect);
                    [f64::from(id), x, y, width, height]
                })
                .collect()
        })
    }

    /// Whether nothing is near a place of the view.
    #[must_use]
    pub fn is_empty(&self, x: f64, y: f64) -> bool {
        self.0.read(|stage| stage.scene.hit(stage.camera.to_world(Point::new(x, y)), 24.0) == Hit::Nothing)
    }

    /// Whether a card is drawn as selected: it is painted when it is selected, before anything else happens.
    #[must_use]
    pub fn is_selected(&self, id: u32) -> bool {
        self.0.read(|stage| stage.look().is_selected(id))
    }

    /// Where a link that leaves a card begins, in the view.
    #[must_use]
    pub fn edge_start(&self, id: u32) -> Option<Vec<f64>> {
        self.0.read(|stage| {
            let leaves =
                stage.scene.links_of(id).iter().filter_map(|id| stage.scene.links().get(*id as usize));
            leaves.into_iter().find(|link| link.from == id)?;
            let at = stage.camera.to_view(stage.scene.card(id)?.port_place(Side::Out, 0));
            Some(vec![at.x, at.y])
        })
    }
}

fn main() {}
