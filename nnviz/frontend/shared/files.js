// Files made in the browser, and what they are called.

/** How large a file is, as one says it: 1 kB is 1000 bytes. */
export function sizeText(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * The name of a file: letters, digits, dots and dashes, whatever it is made of.
 * @param {(string | number)[]} parts e.g. ['Network player', 'epoch', 40]
 * @param {string} ending without the dot
 */
export function fileName(parts, ending) {
  const words = parts.map((part) => String(part).normalize('NFKD').replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').toLowerCase());
  return `${['nnviz', ...words.filter(Boolean)].join('-')}.${ending}`;
}

/** Hand a file to the browser, which puts it where downloads go. */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // it may be asked where to put it first
}
