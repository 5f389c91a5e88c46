import '@tensorflow/tfjs-core';

test('a second copy of tfjs-core is an error that says how to find it', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {}); // tfjs sees itself twice
  try {
    jest.isolateModules(() => {
      expect(() => void jest.requireActual('../index')).toThrow(
        'two copies of @tensorflow/tfjs-core are loaded, and normprop-core got the second, 4.22.0: npm ls @tensorflow/tfjs-core',
      );
    });
  } finally {
    warn.mockRestore();
  }
});

test('with one copy there is none', () => {
  expect(() => void jest.requireActual('../index')).not.toThrow();
});
