export {testBatches, type TestBatchesOptions} from './batching/testBatches.js';
export {
  toDataset,
  type DatasetElement,
  type DatasetTensorFlow,
  type ToDatasetOptions,
} from './batching/toDataset.js';
export {trainingBatches, type TrainingBatchesOptions} from './batching/trainingBatches.js';
export {validationBatches, type ValidationBatchesOptions} from './batching/validationBatches.js';
export type {SequenceBatch, SequenceBatches} from './batching/sequenceBatch.js';
export {loadBinarizedMNIST, type LoadBinarizedMNISTOptions} from './binarized/loadBinarizedMNIST.js';
export {cacheFolder} from './download/cacheFolder.js';
export type {DownloadProgress, NetworkOptions} from './download/downloadFile.js';
export type {Fetch} from './download/openDownload.js';
export {binarizeImages} from './images/binarizeImages.js';
export {
  imageBatches,
  type ImageBatch,
  type ImageBatches,
  type ImageBatchesOptions,
} from './images/imageBatches.js';
export type {ImageCorpus, ImageSet} from './images/imageSet.js';
export type {FileSource, LoadImagesOptions} from './images/loadImagesOptions.js';
export {selectImages, type ImageSelection} from './images/selectImages.js';
export {loadMNIST, type LoadMNISTOptions} from './mnist/loadMNIST.js';
export type {MNISTFile} from './mnist/mnistFiles.js';
export {loadPTB, type LoadPTBOptions} from './ptb/loadPTB.js';
export {ptbCharacters} from './ptb/ptbCharacters.js';
export {loadText, type LoadTextOptions, type TextSource} from './text/loadText.js';
export {textCorpus, type Split, type TextCorpus, type TextCorpusArgs} from './text/textCorpus.js';
export {Vocabulary, type SymbolStream, type VocabularyJSON} from './text/vocabulary.js';
