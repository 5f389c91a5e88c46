import {isInMemory} from 'normprop-core';
import {arrayOps} from './arrayOps.js';
import type {AttentionOps} from './attentionOps.js';
import {referenceOps} from './referenceOps.js';

/** How a tfjs backend reads and writes: on typed arrays where its data are such, else in tfjs ops. */
export const attentionFor = (backend: string): AttentionOps =>
  isInMemory(backend) ? arrayOps : referenceOps;
