// What the controls of the page say just now, apart from the terms, which are long and stay the same.

import { setValues } from './values.js';

/** Streamlit calls this whenever the page has run. */
export default function run({ data }) {
  setValues(data);
}
