export {backendNames, type BackendName} from './backend/backendName.js';
export {loadNodeBackend} from './backend/loadNodeBackend.js';
export {measureStep, type StepSize} from './backend/measureStep.js';
export {
  findNodePackage,
  usableNodePackage,
  type NodePackage,
  type NodePackageName,
} from './backend/nodePackage.js';
export {startBackend} from './backend/startBackend.js';
export type {BackendCheck} from './check/checkBackend.js';
export type {CheckOutcome, CheckTask} from './check/checkMessages.js';
export type {Difference} from './check/largestDifference.js';
export {DoctorError} from './doctorError.js';
export {doctorReport, type DoctorReport} from './doctorReport.js';
export {installNodeBackend, type InstallNodeBackendOptions} from './install/installNodeBackend.js';
export {MissingPrerequisite} from './install/missingPrerequisite.js';
export {nvidiaDevices} from './install/nvidiaDevices.js';
export {stepLines, type StepTeller} from './install/stepTeller.js';
