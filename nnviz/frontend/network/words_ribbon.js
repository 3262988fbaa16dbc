// What became of one row over the epochs, as a sentence. DOM-free.

/** "forgotten at epoch 9", "forgotten at epochs 9 and 14", "forgotten 5 times, last at epoch 70" */
function forgottenText(forgotten) {
  if (forgotten.length === 1) return `forgotten at epoch ${forgotten[0]}`;
  if (forgotten.length === 2) return `forgotten at epochs ${forgotten[0]} and ${forgotten[1]}`;
  return `forgotten ${forgotten.length} times, last at epoch ${forgotten.at(-1)}`;
}

/**
 * A network that has not been trained can be right, but only by chance.
 * @param {object} tale from story
 * @returns {string} e.g. "First right at epoch 3, forgotten at epoch 9, right again from epoch 11 on."
 */
export function storySentence({ firstRight, forgotten, lastRight, lost }) {
  const end = lost === null ? '' : `; from epoch ${lost} on there are no probabilities, as the run diverged`;
  if (firstRight === null) return `Never right${end}.`;
  const isRight = lastRight !== null;
  const start = firstRight === 0 ? 'from the start, at first by chance' : `from epoch ${firstRight} on`;
  if (isRight && forgotten.length === 0) return `Right ${start}${end}.`;
  const first = firstRight === 0 ? 'Right by chance at the start' : `First right at epoch ${firstRight}`;
  const after = isRight ? `, right again from epoch ${lastRight} on` : ' and not right since';
  return `${first}, ${forgottenText(forgotten)}${after}${end}.`;
}
