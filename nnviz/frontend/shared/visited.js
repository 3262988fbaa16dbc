// Which stations of the course have been opened in this browser: kept there, of no concern to the server.

const PLACE = 'nnviz.visited';

/** @returns {Set<string>} the names of the stations */
export function visited() {
  try {
    const names = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return new Set(Array.isArray(names) ? names : []);
  } catch {
    return new Set(); // nothing may be kept here, or what is there is not ours
  }
}

/** Remember that a station has been opened. */
export function visit(name) {
  try {
    localStorage.setItem(PLACE, JSON.stringify([...visited().add(name)]));
  } catch {
    // nothing may be kept here: the course has no ticks then
  }
}
