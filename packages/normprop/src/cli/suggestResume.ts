import {Interrupted} from '../run/interrupted.js';

/** Passes an error on; to that of an interrupted run it adds how to go on. */
export function suggestResume(how: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Interrupted) error.message += `\nTo go on: ${how}`;
    throw error;
  };
}
