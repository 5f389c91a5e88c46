/** No data set that this package reads is larger; a header that promises more is wrong. */
export const MAX_BYTES = 2 ** 30;
