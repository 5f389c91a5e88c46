import {useKernels} from 'normprop-core';

const threads = Number(new URL(location.href).searchParams.get('threads') ?? 1);
let kernels = useKernels({threads});
while (kernels.threads < threads) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  kernels = useKernels(true);
}
await tf.ready();
