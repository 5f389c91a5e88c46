const {history} = await model.fit(x, y, {epochs: 10, verbose: 0, callbacks: constraintCallback()});
(globalThis.report ?? postMessage)({
  kind: 'end',
  errors: [],
  backend: tf.getBackend(),
  isolated: globalThis.crossOriginIsolated,
  kernels: {build: kernels.build, threads: kernels.threads},
  losses: history.loss,
  predictions: [...(await model.predict(x).data())],
});
