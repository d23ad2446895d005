//! What the page's listeners are given: each record beside its TypeScript, from which the build makes `embed.d.ts`.
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// `flowdeck-progress`
#[derive(Serialize)]
pub(super) struct Progress {
    pub(super) state: &'static str,
}

/// `flowdeck-token`: how the token stands, never what it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenState {
    pub(super) state: &'static str,
    pub(super) expires_in: Option<u32>,
}

/// `flowdeck-result`; the outputs cross to JavaScript as JSON text and are parsed there.
#[derive(Serialize)]
pub(super) struct Done {
    pub(super) outputs: String,
    pub(super) milliseconds: f64,
}

/// `flowdeck-error`
#[derive(Serialize)]
pub(super) struct Failed<'a> {
    pub(super) message: &'a str,
    pub(super) status: u16,
    pub(super) step: &'a str,
}

#[wasm_bindgen(typescript_custom_section)]
const DETAILS: &str = r#"// embed.d.ts begins
export interface FlowdeckProgress {
  /** Where the widget stands. */
  state: "loading" | "ready" | "running" | "stopped";
}
export interface FlowdeckToken {
  /** How the token stands; the token itself is told to nobody. */
  state: "held" | "refused" | "ended";
  /** Seconds that it has left, where they are known. */
  expiresIn?: number;
}
export interface FlowdeckResult {
  /** One object for each element of the batch, by the names of the outputs. */
  outputs: Record<string, unknown>[];
  /** How long the run took. */
  milliseconds: number;
}
export interface FlowdeckError {
  /** One sentence for people. */
  message: string;
  /** The HTTP status; 0 when there was no answer, or none that this page may read. */
  status: number;
  /** The step to blame; empty when none is. */
  step: string;
}
// embed.d.ts ends
"#;

#[wasm_bindgen(typescript_custom_section)]
const ELEMENTS: &str = r#"// embed.d.ts begins
/** A token, or the answer of a token endpoint. */
export type FlowdeckGiven = string | { token: string; expiresIn?: number };

export interface FlowdeckRunnerEventMap extends HTMLElementEventMap {
  "flowdeck-progress": CustomEvent<FlowdeckProgress>;
  "flowdeck-token": CustomEvent<FlowdeckToken>;
  "flowdeck-result": CustomEvent<FlowdeckResult>;
  "flowdeck-error": CustomEvent<FlowdeckError>;
}

/** `<flowdeck-runner>`: runs one published workflow. */
export interface FlowdeckRunnerElement extends HTMLElement {
  /** `workspace/slug` */
  workflow: string;
  /** Where tokens come from; without it, and without `token` and `getToken`, the server of embed.js. */
  tokenEndpoint: string;
  /** The execution endpoint; without it the server of embed.js. */
  executionBase: string;
  /** Values for inputs; reads back as JSON text. */
  get inputs(): string;
  set inputs(values: string | Record<string, unknown> | null);
  /** The names of the outputs to show; reads back as text. */
  get outputs(): string;
  set outputs(names: string | string[] | null);
  /** Runs as soon as every image is there. */
  autoRun: boolean;
  /** `light`, `dark`, or empty for the system's. */
  theme: string;
  /** Gives tokens; cannot be read back. */
  set getToken(callback: (() => FlowdeckGiven | Promise<FlowdeckGiven>) | null);
  /** A token; cannot be read back. */
  set token(token: string | null);
  /** Runs; gives the outputs, one object for each element of the batch. */
  run(): Promise<Record<string, unknown>[]>;
  /** Stops the run: `run` rejects with an `AbortError`. */
  cancel(): void;
  addEventListener<K extends keyof FlowdeckRunnerEventMap>(type: K, listener: (event: FlowdeckRunnerEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `<flowdeck-manager>`: the app in a frame. */
export interface FlowdeckManagerElement extends HTMLElement {
  /** Gives a session that this page's back end got with the key (`POST /api/session`). */
  getSession?: () => string | { session: string } | Promise<string | { session: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "flowdeck-runner": FlowdeckRunnerElement;
    "flowdeck-manager": FlowdeckManagerElement;
  }
}
// embed.d.ts ends
"#;
