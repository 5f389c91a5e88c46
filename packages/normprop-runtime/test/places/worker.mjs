/* global self */
import {loadModel} from 'normprop-runtime';
import {outputsOf} from './outputsOf.mjs';

self.onmessage = async ({data}) => self.postMessage(outputsOf(await loadModel(data)));
