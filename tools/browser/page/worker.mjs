// The same in a worker.
import {runTestFile} from './runTestFile.mjs';

await runTestFile(new URL(location.href).searchParams, (message) => postMessage(message));
