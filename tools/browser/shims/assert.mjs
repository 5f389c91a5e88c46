/** The tests throw none of it; the runner asks whether an error is one. */
export class AssertionError extends Error {}
