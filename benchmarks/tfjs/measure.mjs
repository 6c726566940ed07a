// The origin's way: MobileNet v1, alpha 0.25, and the dense head in TensorFlow.js, by its WASM backend.
//
//   node measure.mjs '{"calls": 40, "sizes": [[480, 640]], "frames": 40, "epochs": 1}'
//
// Weights are random: they change no time. Prints one line of JSON: milliseconds from a picture to
// probabilities for each size, and seconds of so many epochs of training.
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { createRequire } from "node:module";
import path from "node:path";

const SIDE = 224;
const CLASSES = 3;
const BATCH = 24;
const wanted = JSON.parse(process.argv[2]);

const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
setWasmPaths(path.dirname(main) + path.sep);
await tf.setBackend("wasm");
await tf.ready();

// Strides and channels of the 13 pairs of layers, channels before alpha.
const PAIRS = [
  [1, 64], [2, 128], [1, 128], [2, 256], [1, 256], [2, 512],
  [1, 512], [1, 512], [1, 512], [1, 512], [1, 512], [2, 1024], [1, 1024],
];

function mobilenet(alpha) {
  const model = tf.sequential();
  const after = () => {
    model.add(tf.layers.batchNormalization());
    model.add(tf.layers.reLU({ maxValue: 6 }));
  };
  model.add(tf.layers.conv2d({
    inputShape: [SIDE, SIDE, 3], filters: 32 * alpha, kernelSize: 3, strides: 2, padding: "same", useBias: false,
  }));
  after();
  for (const [strides, channels] of PAIRS) {
    model.add(tf.layers.depthwiseConv2d({ kernelSize: 3, strides, padding: "same", useBias: false }));
    after();
    model.add(tf.layers.conv2d({ filters: channels * alpha, kernelSize: 1, padding: "same", useBias: false }));
    after();
  }
  for (const layer of model.layers) layer.trainable = false;
  return model;
}

function withHead(base) {
  const model = tf.sequential();
  model.add(base);
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 100, activation: "relu", kernelInitializer: "varianceScaling" }));
  model.add(tf.layers.dense({
    units: CLASSES, activation: "softmax", useBias: false, kernelInitializer: "varianceScaling",
  }));
  model.compile({ optimizer: tf.train.adam(1e-4), loss: "categoricalCrossentropy" });
  return model;
}

// uint8 pixels, height x width x 3, to the network's input: the middle square, scaled, in -1..1.
function prepared(pixels, height, width) {
  const side = Math.min(height, width);
  const picture = tf.tensor3d(pixels, [height, width, 3], "int32");
  const square = picture.slice([(height - side) >> 1, (width - side) >> 1, 0], [side, side, 3]);
  return tf.image.resizeBilinear(square, [SIDE, SIDE]).div(127.5).sub(1).expandDims(0);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const model = withHead(mobilenet(0.25));
const answer = { ms: {}, backend: tf.getBackend(), version: tf.version.tfjs, node: process.version };

for (const [height, width] of wanted.sizes) {
  const pixels = Uint8Array.from({ length: height * width * 3 }, () => Math.floor(256 * Math.random()));
  const took = [];
  for (let call = -3; call < wanted.calls; call++) {
    const before = performance.now();
    const probabilities = tf.tidy(() => model.predict(prepared(pixels, height, width)));
    await probabilities.data();
    if (call >= 0) took.push(performance.now() - before);
    probabilities.dispose();
  }
  answer.ms[`${width}x${height}`] = median(took);
}

if (wanted.epochs > 0) {
  const count = CLASSES * wanted.frames;
  const pictures = tf.randomUniform([count, SIDE, SIDE, 3], -1, 1);
  const labels = tf.oneHot(tf.tensor1d(Array.from({ length: count }, (_, i) => i % CLASSES), "int32"), CLASSES);
  const fit = (epochs) => model.fit(pictures, labels, { batchSize: BATCH, epochs, shuffle: true, verbose: 0 });
  const few = pictures.slice([0, 0, 0, 0], [BATCH, SIDE, SIDE, 3]);
  await model.fit(few, labels.slice([0, 0], [BATCH, CLASSES]), { batchSize: BATCH, epochs: 1, verbose: 0 });
  const before = performance.now();
  await fit(wanted.epochs);
  answer.epoch_s = (performance.now() - before) / 1000 / wanted.epochs;
}

console.log(JSON.stringify(answer));
