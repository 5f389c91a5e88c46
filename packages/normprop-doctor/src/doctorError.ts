/** A trouble that the person at the keyboard can mend: its message says how, and needs no stack. */
export class DoctorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DoctorError';
  }
}
