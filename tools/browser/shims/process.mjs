/**
 * What tests and the runner ask of Node's `process`. `cpuUsage` is the wall clock: a page has no other, so a test of time is
 * stricter here.
 */
export const process = {
  env: {TFJS_BACKEND: new URL(globalThis.location.href).searchParams.get('backend') ?? ''},
  platform: 'browser',
  versions: {},
  cwd: () => '/',
  cpuUsage(since = {user: 0}) {
    return {user: performance.now() * 1000 - since.user, system: 0};
  },
};
export default process;
