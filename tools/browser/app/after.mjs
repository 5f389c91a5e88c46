(globalThis.report ?? postMessage)({
  kind: 'end',
  errors: [],
  backend: tf.getBackend(),
  isolated: globalThis.crossOriginIsolated,
  kernels: {build: kernels.build, threads: kernels.threads},
  losses: history.loss,
  predictions: [...(await model.predict(x).data())],
});
