import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const FRONTEND = fileURLToPath(new URL('../../nnviz/frontend', import.meta.url));
const FILES = readdirSync(FRONTEND, { recursive: true }).filter((name) => name.endsWith('.js'));
const MOST_LINES = 400;

const textOf = (name) => readFileSync(join(FRONTEND, name), 'utf8');
const room = (name) => name.split('/')[0];

/** The files of ours that a file imports. */
const imports = (name) => [...textOf(name).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
  .map(([, path]) => relative(FRONTEND, join(FRONTEND, dirname(name), path)));

test('shared and model stand below the films, and no film imports another', () => {
  for (const name of FILES) {
    const allowed = { shared: ['shared'], model: ['model', 'shared'] }[room(name)] ?? ['model', 'shared', room(name)];
    for (const other of imports(name)) assert.ok(allowed.includes(room(other)), `${name} imports ${other}`);
  }
});

test('the model is arithmetic: no elements, no canvas, no words', () => {
  for (const name of FILES.filter((file) => room(file) === 'model')) {
    assert.doesNotMatch(textOf(name), /\b(document|window|performance|ctx|element)\b\s*[.(]/, name);
    for (const other of imports(name)) assert.ok(!/format|elements|theme/.test(other), `${name} imports ${other}`);
  }
});

test('only the data knows what it is about', () => {
  for (const name of readdirSync(FRONTEND, { recursive: true })) {
    assert.doesNotMatch(name, /penguin|species/i);
    if (/\.(js|css)$/.test(name)) assert.doesNotMatch(textOf(name), /penguin|species/i, name);
  }
});

test('a file is understood in one sitting, and its name says no more than its folder', () => {
  for (const name of FILES) {
    assert.ok(textOf(name).split('\n').length <= MOST_LINES, name);
    assert.doesNotMatch(name.slice(room(name).length + 1), new RegExp(`^${room(name)}_|_${room(name)}`), name);
  }
});
