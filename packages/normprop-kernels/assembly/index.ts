export {lstmBackward, lstmForward, lstmInputGradient, lstmScratch, lstmWeightGradients} from './lstm';
export {gemmPacked} from './gemm';
export {packAll} from './pack';
export {sgemm, sgemmScratch} from './sgemm';
export {sigmoidArray, tanhArray} from './activations';
export {inverseColumnNorms, multiplyArrays, normalizeColumnsBackward, scaleColumns} from './columns';
export {softmaxRows} from './softmax';
