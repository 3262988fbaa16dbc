// What every page with controls has in the browser beside its films: it shows nothing.

import { writeAddress } from './address.js';
import { tellBounds } from './bounds.js';
import { offerFiles } from './charts.js';
import { keepPresses } from './press.js';

keepPresses();
tellBounds();
offerFiles();

/** Streamlit calls this whenever the page has run. */
export default function run({ data }) {
  writeAddress(data);
}
