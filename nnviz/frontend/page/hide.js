// The controls that a link hides: neither they nor their places are seen, and they keep what they say.

import { element, setText } from '../shared/elements.js';

const MARK = 'data-hidden-controls';

/** Streamlit calls this whenever the page has run. @param {{data: {selectors: string[]}}} component of their places */
export default function run({ data }) {
  const style = document.querySelector(`style[${MARK}]`) ?? document.head.appendChild(element('style', '', { [MARK]: '' }));
  setText(style, data.selectors.map((selector) => `${selector} { display: none; }`).join('\n'));
}
