import {setImmediate} from 'node:timers/promises';

/** Lets signals (Ctrl-C) and the display have their turn; the arithmetic never waits by itself. */
export async function yieldToEvents(): Promise<void> {
  await setImmediate();
}
