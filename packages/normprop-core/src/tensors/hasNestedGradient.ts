import {engine} from '@tensorflow/tfjs-core';

/** Whether the gradient of what runs now is recorded itself, because it is taken inside of another gradient. */
export const hasNestedGradient = (): boolean => engine().state.gradientDepth > 1;
