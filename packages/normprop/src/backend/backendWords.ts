import {backendNames} from 'normprop-doctor';

/** What `--backend` takes: a backend, or `auto` for the fastest of those that are here. */
export const backendWords: readonly string[] = [...backendNames, 'auto'];

/** The help of `--backend`. */
export const backendHelp =
  'wasm (fast), cpu (plain JavaScript), tensorflow (tfjs-node, see normprop doctor), webgpu (a GPU: see docs/backends.md), or auto: the fastest of wasm, cpu and tensorflow, by a small step on each that is here';
