// What the widget's code finds under these names is what was there when it was loaded: a page that replaces them later
// does not reach into it. esbuild puts these in the place of the globals.
const own = globalThis;
const { Promise: P, Array: A, Object: O, Reflect: R, Request: Q, Response: S, Headers: H, AbortController: C } = own;
export { P as Promise, A as Array, O as Object, R as Reflect, Q as Request, S as Response, H as Headers, C as AbortController };
