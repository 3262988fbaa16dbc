import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIVATIONS, SLOPES } from '../../nnviz/frontend/model/activations.js';
import { agrees, finiteDifference, gradientOf } from '../../nnviz/frontend/model/backward.js';
import { LOSSES } from '../../nnviz/frontend/model/losses.js';
import { activationRange } from '../../nnviz/frontend/network/pictures.js';
import { activationText } from '../../nnviz/frontend/network/words_neuron.js';
import { headerOf } from './films.js';

test('an activation and a loss are one function and its slope: nothing else knows their names', () => {
  ACTIVATIONS.softplus = (z) => Math.log1p(Math.exp(z));
  SLOPES.softplus = (z) => 1 / (1 + Math.exp(-z));
  const { value, delta } = LOSSES.cross_entropy;
  LOSSES.half = {
    value: (z, label) => value(z, label) / 2,
    delta: (z, label, out) => delta(z, label, out).map((slope, k) => { out[k] = slope / 2; return out[k]; }),
  };
  const activation = { key: 'softplus', label: 'softplus', plain: 'ln(1 + e^z)', words: 'a ReLU without the kink' };
  const { net } = headerOf([3, 4, 2], { activation, loss: { key: 'half', label: 'half', unit: '' } });
  const params = Float64Array.from({ length: net.count }, (_, p) => Math.sin(3 * p));
  const x = Float64Array.from({ length: 6 }, (_, i) => Math.cos(2 * i));
  const [y, rows] = [[1, 0], [0, 1]];
  const gradient = gradientOf(net, params, x, y, rows);
  for (let p = 0; p < net.count; p += 1) {
    assert.ok(agrees(finiteDifference(net, params, p, x, y, rows).value, gradient[p]), `parameter ${p}`);
  }
  assert.equal(activationRange('softplus').limited, false);
  const said = activationText(activation, 0.5, String);
  assert.match(`${said.line} ${said.words}`, /softplus.*ln\(1 \+ e\^z\).*a ReLU without the kink/);
});
