// All activation functions at the same sum, side by side; choosing one makes it the neuron's.

import { ACTIVATIONS, SLOPES } from '../model/activations.js';
import { element, setText } from '../shared/elements.js';
import { brief } from '../shared/format.js';
import { setTerms, term } from '../shared/terms.js';
import { curvePath } from './places.js';
import { svg } from './svg.js';

const PICTURE = { left: 3, right: 97, top: 4, bottom: 46 };
const REACH = 4; // of z
const SHOWN = [-1.2, 3]; // of a

const across = (z) => PICTURE.left + ((Math.max(-REACH, Math.min(REACH, z)) + REACH) / (2 * REACH)) * (PICTURE.right - PICTURE.left);
const down = (a) => {
  const [low, high] = SHOWN;
  return PICTURE.bottom - ((Math.max(low, Math.min(high, a)) - low) / (high - low)) * (PICTURE.bottom - PICTURE.top);
};

let groups = 0;

/**
 * @param {Element} container
 * @param {{key: string, label: string, plain: string, words: string}[]} activations
 * @param {(key: string) => void} onChoice
 * @returns {(key: string, z: number) => void} show
 */
export function createCompare(container, activations, onChoice) {
  const group = `activation-${(groups += 1)}`;
  const cards = activations.map(({ key, label, plain, words }) => {
    const radio = element('input', 'choice-radio', { type: 'radio', name: group, value: key });
    const dot = svg('circle', { class: 'choice-dot', r: 4 });
    const picture = svg('svg', { class: 'choice-picture', viewBox: '0 0 100 50', 'aria-hidden': 'true' }, [
      svg('path', { class: 'wire faint', d: `M${PICTURE.left} ${down(0)}H${PICTURE.right}M${across(0)} ${PICTURE.top}V${PICTURE.bottom}` }),
      svg('path', { class: 'curve', d: curvePath(ACTIVATIONS[key], PICTURE, REACH, SHOWN) }),
      dot,
    ]);
    const value = element('span', 'choice-value');
    const slope = element('span', 'choice-value');
    const card = element('label', 'choice', { title: words }, [
      radio, element('strong', 'choice-name', {}, [label]), picture, element('span', 'choice-formula', {}, [plain]), value, slope,
    ]);
    radio.addEventListener('change', () => onChoice(key));
    return { key, radio, dot, value, slope, card };
  });
  const words = element('p', 'compare-words', { role: 'status' });
  const title = element('p', 'compare-title', { id: `${group}-title` }, ['All ', term('activation functions'), ' at this z: choose one']);
  container.append(title, words, element('div', 'choices', { role: 'radiogroup', 'aria-labelledby': `${group}-title` }, cards.map(({ card }) => card)));

  return (chosen, z) => {
    const { label, words: does } = activations.find(({ key }) => key === chosen);
    setTerms(words, `[[${label}|activation-${chosen.replaceAll('_', '-')}]]: ${does}.`);
    for (const { key, radio, dot, value, slope, card } of cards) {
      const a = ACTIVATIONS[key](z);
      radio.checked = key === chosen;
      card.classList.toggle('is-chosen', key === chosen);
      dot.setAttribute('cx', across(z).toFixed(1));
      dot.setAttribute('cy', down(a).toFixed(1));
      setText(value, `a = ${brief(a, 3)}`);
      setText(slope, `slope ${brief(SLOPES[key](z, a), 3)}`);
    }
  };
}
