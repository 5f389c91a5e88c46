/**
 * What tests and the runner ask of Node's `process`. There is no `cpuUsage`: a page has the wall clock only, on which other
 * programs count too, so that limits of time are tested in Node.
 */
export const process = {
  env: {TFJS_BACKEND: new URL(globalThis.location.href).searchParams.get('backend') ?? ''},
  platform: 'browser',
  versions: {},
  cwd: () => '/',
};
export default process;
