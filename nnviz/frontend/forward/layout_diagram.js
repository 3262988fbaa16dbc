// Where the neurons of the diagram go. DOM-free.

const PAD = 8;
const LARGEST = 17; // radius of a neuron
const NAME = 6; // between a neuron and its name
const BETWEEN = 10; // two neurons of neighbouring layers, at least

/**
 * @param {{sizes: number[], inputs: string[], outputs: string[]}} network
 * @param {{width: number, height: number}} size CSS pixels
 * @param {(text: string) => number} measure width of a name in pixels
 * @returns {{radius: number, layers: {x: number, y: number}[][]}} the middle of each neuron
 */
export function layoutDiagram({ sizes, inputs, outputs }, { width, height }, measure) {
  const widest = (names) => Math.max(0, ...names.map(measure));
  const span = width - 2 * PAD - widest(inputs) - widest(outputs) - 2 * NAME;
  const most = (span - BETWEEN * (sizes.length - 1)) / (2 * sizes.length);
  const radius = Math.min(LARGEST, most, (height - 2 * PAD) / Math.max(...sizes) / 2 - 1.5);
  const left = PAD + widest(inputs) + NAME + radius;
  const right = width - PAD - widest(outputs) - NAME - radius;
  const step = (right - left) / (sizes.length - 1);
  const gap = (height - 2 * PAD) / Math.max(...sizes);
  const layers = sizes.map((count, layer) => Array.from({ length: count }, (_, i) => ({
    x: left + layer * step,
    y: height / 2 + (i - (count - 1) / 2) * gap,
  })));
  return { radius, layers };
}
