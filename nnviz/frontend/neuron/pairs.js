// What in the one neuron does what something else does in the other. DOM-free.

/** @type {{key: string, cell: string, artificial: string, says: string}[]} */
export const PAIRS = [
  {
    key: 'input', cell: 'dendrite', artificial: '[[input]]',
    says: 'A dendrite receives what another nerve cell sends. An input is a number: a measurement, or what another neuron passes on.',
  },
  {
    key: 'weight', cell: 'synapse', artificial: '[[weight]]',
    says: 'At a synapse one cell touches the next: strongly or weakly, urging it on or holding it back. A weight is a number for that, positive or negative. Synapses used often grow stronger; learning makes weights larger or smaller.',
  },
  {
    key: 'sum', cell: 'cell body', artificial: '[[sum|weighted sum]]',
    says: 'The cell body gathers all that arrives. The sum adds up each input times its weight, and the bias b.',
  },
  {
    key: 'activation', cell: 'threshold', artificial: '[[activation|activation function]]',
    says: 'Only if enough has gathered does the cell fire. The activation function decides how much of the sum is passed on; the bias moves the threshold to −b.',
  },
  {
    key: 'output', cell: 'axon', artificial: 'what it passes on ([[a]])',
    says: 'The axon carries the signal on to other cells, all or nothing. What a neuron passes on, a, is a number, and goes to the neurons of the next layer.',
  },
];

/** What stands there while nothing is pointed at. */
export const INVITATION = 'Point at a part, or choose a pair: parts with the same job light up in both. Thick line: weight far from 0; orange: negative.';
