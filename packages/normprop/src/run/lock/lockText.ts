/** What a lock's file says. */
export interface LockState {
  /** Where process numbers mean the same. */
  place: string;
  pid: number;
  /** Tells this lock from every other. */
  id: string;
  /** Given back. */
  free: boolean;
}

/** A lock's file: JSON of one length, whatever the beat, so that it can be overwritten in one call. */
export function lockText(state: LockState, beat: number): string {
  return JSON.stringify({...state, beat}).padEnd(400) + '\n';
}
