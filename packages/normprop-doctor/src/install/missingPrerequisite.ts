import {DoctorError} from '../doctorError.js';

/** What this machine lacks for an installation: a platform that it goes on, a program, or a way to a registry. */
export class MissingPrerequisite extends DoctorError {
  constructor(message: string) {
    super(message);
    this.name = 'MissingPrerequisite';
  }
}
