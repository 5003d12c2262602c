const f = Math.fround;

/** max(0, x W + b). */
export type DenseLayer = {
  readonly inputs: number;
  readonly outputs: number;
  /** W [inputs x outputs] row-major. */
  readonly kernel: Float32Array;
  /** b [outputs]. */
  readonly bias: Float32Array;
};

/** Runs rectified dense layers on n rows of x, in f32, each sum in the order of inputs with the bias first. */
export function runLayers(layers: readonly DenseLayer[], x: Float32Array, n: number): Float32Array {
  return layers.reduce((h, layer) => runLayer(layer, h, n), x);
}

function runLayer({ inputs, outputs, kernel, bias }: DenseLayer, x: Float32Array, n: number): Float32Array {
  const out = new Float32Array(n * outputs);
  for (let i = 0; i < n; i++) {
    const to = i * outputs;
    out.set(bias, to);
    for (let j = 0; j < inputs; j++) {
      const value = x[i * inputs + j];
      for (let o = 0; o < outputs; o++) out[to + o] += f(value * kernel[j * outputs + o]);
    }
    for (let o = to; o < to + outputs; o++) out[o] = Math.max(0, out[o]);
  }
  return out;
}

/** Rows of h [n x w] with a 1 in front: [n x (w + 1)]. */
export function withIntercept(h: Float32Array, n: number): Float32Array {
  const width = h.length / n;
  const out = new Float32Array(n * (width + 1));
  for (let i = 0; i < n; i++) {
    out[i * (width + 1)] = 1;
    out.set(h.subarray(i * width, (i + 1) * width), i * (width + 1) + 1);
  }
  return out;
}
