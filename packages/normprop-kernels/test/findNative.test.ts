import type {FoundNative} from '../src/native/findNative.js';

type Require = (name: string) => unknown;

/** What is found where `require` of the package gives what `required` does. */
function foundWhere(required: Require, environment: Record<string, string> = {}): FoundNative {
  const real = process.env;
  const spy = jest
    .spyOn(process, 'getBuiltinModule')
    .mockReturnValue({createRequire: () => required} as unknown as typeof import('node:module'));
  process.env = environment;
  try {
    let found: FoundNative | undefined;
    jest.isolateModules(() => {
      found = jest
        .requireActual<typeof import('../src/native/findNative.js')>('../src/native/findNative')
        .findNative();
    });
    return found!;
  } finally {
    process.env = real;
    spy.mockRestore();
  }
}

function missing(): never {
  throw Object.assign(new Error("Cannot find module 'normprop-native'"), {code: 'MODULE_NOT_FOUND'});
}

test('a package that is there is taken', () => {
  const addon = {interface: 3, builds: ['native-avx2']};
  expect(foundWhere(() => addon)).toEqual({addon});
});

test.each<[string, {required: Require; environment?: Record<string, string>}]>([
  ['the package normprop-native is not installed', {required: missing}],
  ['NORMPROP_NATIVE=0 switches native kernels off', {required: missing, environment: {NORMPROP_NATIVE: '0'}}],
  [
    'normprop-native does not load: No native build was found for platform=plan9',
    {
      required: () => {
        throw new Error('No native build was found for platform=plan9\n    loaded from: /there');
      },
    },
  ],
  [
    'normprop-native has interface 7, and these kernels call 3: install the same version of both',
    {required: () => ({interface: 7, builds: ['native-avx2']})},
  ],
  [
    'this processor has neither AVX2 with FMA nor NEON, which normprop-native needs',
    {required: () => ({interface: 3, builds: []})},
  ],
])('otherwise: %s', (why, {required, environment}) => {
  expect(foundWhere(required, environment)).toEqual({why});
});

test('what the package itself lacks is not taken for the package', () => {
  const found = foundWhere(() => {
    throw Object.assign(new Error("Cannot find module 'node-gyp-build'"), {code: 'MODULE_NOT_FOUND'});
  });
  expect(found).toEqual({why: "normprop-native does not load: Cannot find module 'node-gyp-build'"});
});
