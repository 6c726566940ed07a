// What TensorFlow.js makes of an export: node predict.mjs FOLDER PIXELS
//
// PIXELS is a file of uint8 (n, 224, 224, 3); prints the probabilities as one line of JSON.
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";

const [folder, file] = process.argv.slice(2);
const { modelTopology, weightsManifest: [{ weights }] } = JSON.parse(readFileSync(`${folder}/model.json`));
const weightData = new Uint8Array(readFileSync(`${folder}/weights.bin`)).buffer;
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData }));
const pixels = new Uint8Array(readFileSync(file));
const pictures = tf.tensor4d(pixels, [pixels.length / (224 * 224 * 3), 224, 224, 3], "int32");
const read = model.predict(pictures.toFloat().div(127.5).sub(1));
console.log(JSON.stringify(await read.array()));
