import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {useKernels} from 'normprop-core';
import {draw, drawAdam, drawBound, latentNoise} from 'normprop-draw';
import {applyConstraints} from 'normprop-layers';
import {configureKernels, kernelInfo} from 'normprop-kernels';
import {plainBound} from './plainDraw.mjs';
await tf.setBackend('wasm');
configureKernels({threads:1, native: process.argv[2]!=='wasm'});
const images = tf.cast(tf.greater(tf.randomUniform([32, 28, 28, 1], 0, 1, 'float32', 5), 0.8),'float32');
const update=(boundOf, constrain)=>{const model = draw({imageShape:[28,28],glimpses:16,latentSize:100,cell:{model:'normProp',units:128},seed:1});
const optimizer = drawAdam(); const noise = latentNoise({...model.config, seed: 1, images: 32});
return ()=>{ const {value, grads} = tf.variableGrads(() => boundOf(model, images, noise), model.variables); value.dataSync(); optimizer.applyGradients(grads); if(constrain) applyConstraints(model); model.variables[0].dataSync(); tf.dispose([value,...Object.values(grads)]);}};
const ours=update((m,i,n)=>drawBound(m,i,n,{training:true}).bound), plain=update(plainBound);
for(let i=0;i<60;i++) ours(); for(let i=0;i<3;i++) plain();
const o=[],p=[],oc=[],pc=[]; const t=(f,a,c)=>{const s=performance.now(),u=process.cpuUsage();f();a.push(performance.now()-s);const d=process.cpuUsage(u);c.push((d.user+d.system)/1e3)};
for(let r=0;r<12;r++){ t(plain,p,pc); for(let k=0;k<3;k++) t(ours,o,oc);}
const m=a=>a.sort((x,y)=>x-y)[a.length>>1].toFixed(1); console.log(kernelInfo().build,'ours wall',m(o),'cpu',m(oc),'plain wall',m(p),'cpu',m(pc),'ratio',(m(p)/m(o)).toFixed(2),(m(pc)/m(oc)).toFixed(2));
