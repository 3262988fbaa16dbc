// What is to be said of the weights of a layer that has none. DOM-free.

/** See layers.js. */
export const weightless = {
  activated: false,
  cellOf: () => null,
  usesOf: () => [],
  columnOf: () => null,
  neuronOf: () => null,
  mapsOf: () => null,
  outgoing: () => [],
};
