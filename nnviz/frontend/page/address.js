// The address of the page that is shown says what the page's controls say.
//
// Streamlit writes an address only as a new entry of the browser's history, which is right when the
// visitor has changed a control. An address that the page completes by itself, when it is entered
// or when a run has ended, belongs to the entry that is there: else Back would lead to the same
// page again.

import { writeFields } from '../shared/address.js';

/** Write the query of a page, unless the visitor has gone on to another one. */
export function writeAddress({ page, query }) {
  if (location.pathname.endsWith(`/${page}`)) writeFields(query);
}
