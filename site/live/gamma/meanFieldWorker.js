// Outside of the shipped table the mean field takes a second at a stretch: it has a worker of its own.
import {normPropVariances} from 'normprop-core';
import {tellConstants} from './tellConstants.js';
import {sizes} from './simulateLayer.js';

self.onmessage = ({data: {id, gains}}) => {
  tellConstants(id, 'meanField', gains, () =>
    normPropVariances({...gains, varianceMethod: 'meanField', width: sizes.units}),
  );
  postMessage({kind: 'free'});
};
