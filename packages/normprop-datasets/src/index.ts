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
export type {DownloadProgress} from './download/remoteFile.js';
export type {NetworkOptions} from './download/networkOptions.js';
export type {Fetch} from './download/openDownload.js';
export {binarizeImages, type BinarizeImagesOptions} from './images/binarizeImages.js';
export {
  imageBatches,
  type ImageBatch,
  type ImageBatches,
  type ImageBatchesOptions,
} from './images/imageBatches.js';
export type {ImageCorpus, ImageSet} from './images/imageSet.js';
export type {FileSource, LoadImagesOptions} from './images/loadImagesOptions.js';
export {selectImages} from './images/selectImages.js';
export type {ImageRange, ImageSelection, RandomImages} from './images/selectImages.js';
export type {PerSplit} from './text/splitText.js';
export {loadMNIST, type LoadMNISTOptions} from './mnist/loadMNIST.js';
export type {MNISTFile} from './mnist/mnistFiles.js';
export {loadPTB, type LoadPTBOptions} from './ptb/loadPTB.js';
export {ptbCharacters, type PTBCharactersOptions} from './ptb/ptbCharacters.js';
export {loadText, type LoadTextOptions, type TextSource} from './text/loadText.js';
export {textCorpus, type Split, type TextCorpus, type TextCorpusArgs} from './text/textCorpus.js';
export {
  Vocabulary,
  type SymbolStream,
  type VocabularyJSON,
  type VocabularyOptions,
} from './text/vocabulary.js';
