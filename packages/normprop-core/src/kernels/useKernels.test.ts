type Core = typeof import('../index.js');

test('false compiles nothing, and says that nothing of WebAssembly runs', () => {
  const {Module} = WebAssembly;
  const compiled = jest.spyOn(WebAssembly, 'Module').mockImplementation((bytes) => new Module(bytes));
  // long.js, which tfjs brings, tries a module of 200 bytes.
  const kernels = () =>
    compiled.mock.calls.filter(([bytes]) => (bytes as Uint8Array).byteLength > 1000).length;
  // Both copies of tfjs would share what it keeps in the global object.
  const shared = globalThis as {_tfengine?: unknown; _tfGlobals?: unknown};
  const {_tfengine, _tfGlobals} = shared;
  delete shared._tfengine;
  delete shared._tfGlobals;
  try {
    jest.isolateModules(() => {
      const {useKernels} = jest.requireActual<Core>('../index');
      expect(useKernels(false)).toMatchObject({build: 'reference', threads: 1, memoryBytes: 0});
      expect(kernels()).toBe(0);
      const {build} = useKernels(true);
      expect(build).not.toBe('reference');
      expect(kernels()).toBe(1);
      expect(useKernels(false).build).toBe(build);
      for (let i = 0; i < 3; i++) expect(useKernels({threads: 'auto'}).build).toBe(build);
      expect(kernels()).toBe(1);
      expect(() => useKernels({thread: 2} as never)).toThrow('thread: configureKernels has no such argument');
    });
  } finally {
    Object.assign(shared, {_tfengine, _tfGlobals});
    compiled.mockRestore();
  }
});
