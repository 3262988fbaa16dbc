// The kinds of layers that the browser can compute, one file each. DOM-free.
//
// A part is a layer of a network as the header tells it, with its sizes and offsets: see parts.js.
// A kind says whether the network's activation function follows it, unless it is the last (`activated`), and has functions:
//   sizes(shape)                                     inputs, outputs, and the rows and columns of W
//   forwardRows(part, params, a, first, end, z)      z [·, outputs] of some rows of a [·, inputs]
//   forwardRow(part, params, a, z)                   the same of one row
//   backwardRow(part, params, a, delta, out)         ∂L/∂a of one row, from its a and δ = ∂L/∂z
//   gradientRow(part, a, delta, out)                 adds one row's ∂L/∂params to out [P]
//   cellOf(part, from, to)                           [row, column] of W between two neurons, or null
//   usesOf(part, row | null, column)                 the pairs of neurons [from, to] that a weight (null: a
//                                                    bias, whose pairs are [null, to]) stands between
//   termsOf(part, index)                             {from, row}: what a neuron reads; row: null without weights
//   columnOf(part, index)                            the column of W, and the bias, of a neuron; null without
//   neuronOf(part, column)                           the first neuron of a column
//   mapsOf(part)                                     its outputs as pictures [maps, height, width], or null
//   outgoing(part, index)                            offsets of the weights that lead out of neuron `index`
//                                                    and of no other

import { convolution } from './convolution.js';
import { dense } from './dense.js';
import { maxPooling, meanPooling } from './pooling.js';
import { weightless } from './weightless.js';

export const KINDS = { dense, convolution, max_pooling: maxPooling, mean_pooling: meanPooling };

/** What is between inputs and outputs where the browser knows nothing of it. */
const closed = { ...weightless, termsOf: () => [] };

/** The kind of a part. */
export const kindOf = ({ kind }) => KINDS[kind] ?? closed;
