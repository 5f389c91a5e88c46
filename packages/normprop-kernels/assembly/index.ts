export {gemmPacked} from './gemm';
export {packAll} from './pack';
export {sgemm, sgemmScratch} from './sgemm';
export {peak} from './peak';
export {sigmoidArray, tanhArray} from './activations';
