// Copying the link: by the clipboard, or else by a field.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { copy } from '../../nnviz/frontend/page/link.js';

/** A browser whose clipboard and whose fields copy, or refuse; what was copied how. */
function browser(t, { clipboard, fields }) {
  const copied = [];
  const writeText = async (text) => {
    if (!clipboard) throw new DOMException('not allowed', 'NotAllowedError');
    copied.push(['clipboard', text]);
  };
  const field = { text: '', setAttribute() {}, append(text) { this.text = text; }, select() {}, remove() {} };
  const document = {
    createElement: () => field,
    execCommand() {
      if (fields) copied.push(['field', field.text]);
      return fields;
    },
  };
  const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const before = globalThis.navigator;
  put('navigator', clipboard === undefined ? {} : { clipboard: { writeText } });
  put('document', document);
  t.after(() => {
    put('navigator', before);
    delete globalThis.document;
  });
  return copied;
}

const NEAR = { append() {} };

test('the clipboard is enough', async (t) => {
  const copied = browser(t, { clipboard: true, fields: true });
  await copy('http://a', NEAR);
  assert.deepEqual(copied, [['clipboard', 'http://a']]);
});

test('where there is no clipboard, or it refuses, a field copies', async (t) => {
  for (const clipboard of [undefined, false]) {
    const copied = browser(t, { clipboard, fields: true });
    await copy('http://a', NEAR);
    assert.deepEqual(copied, [['field', 'http://a']]);
  }
});

test('where neither copies, whoever asked knows', async (t) => {
  browser(t, { clipboard: false, fields: false });
  await assert.rejects(copy('http://a', NEAR), /refused/);
});
