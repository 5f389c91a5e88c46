// In the page: runs the test file that the address names, here or in a worker, and tells the driver through `report`.
import {runTestFile} from './runTestFile.mjs';

const settings = new URL(location.href).searchParams;
const report = (message) => globalThis.report(message);

if (settings.has('worker')) {
  const worker = new Worker(`/bundle/worker.js${location.search}`, {type: 'module'});
  worker.onmessage = ({data}) => report(data);
  worker.onerror = ({message}) => report({kind: 'end', errors: [message || 'the worker ended'], tests: []});
} else await runTestFile(settings, report);
