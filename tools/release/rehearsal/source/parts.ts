import '@tensorflow/tfjs-backend-cpu';
import {io, mean, randomNormal, reshape, setBackend} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
