// What every station of the course has in the browser beside its films: it shows nothing.

import { visit } from '../shared/visited.js';

/** Streamlit calls this whenever the page has run. */
export default function run({ data }) {
  visit(data.station);
}
