/** Images of one size, that can be read in any order. */
export interface ImageSet {
  /** How many images there are. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** What each image shows, if that is known. */
  readonly labels?: Uint8Array;
  /**
   * Images by their numbers: values in [0, 1], [indices.length, height, width, channels] as one array.
   *
   * @throws if there is no such image.
   */
  read(indices: ArrayLike<number>): Float32Array;
}

/** A data set of images in three parts. */
export interface ImageCorpus {
  readonly name: string;
  /** What exactly this is, for a report. */
  readonly description: string;
  readonly train: ImageSet;
  readonly valid: ImageSet;
  readonly test: ImageSet;
}

/** An {@link ImageSet} from a function that writes one image's values. */
export function imageSet(
  {height, width, channels, count, labels}: Omit<ImageSet, 'read'>,
  write: (index: number, values: Float32Array) => void,
): ImageSet {
  const size = height * width * channels;
  return {
    ...{count, height, width, channels},
    ...(labels && {labels}),
    read(indices) {
      const values = new Float32Array(indices.length * size);
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i];
        if (!Number.isInteger(index) || index < 0 || index >= count) {
          throw new Error(`indices[${i}]: expected a number of the ${count} images, got ${index}`);
        }
        write(index, values.subarray(i * size, (i + 1) * size));
      }
      return values;
    },
  };
}
