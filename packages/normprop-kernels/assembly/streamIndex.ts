export {advance, normalizeDrive, streamGateRows, streamScratch} from './stream';
export {gemv, packGemv} from './gemv';
export {gemmPacked} from './gemm';
export {packAll} from './pack';
