import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIVATIONS, erf, SLOPES } from '../../nnviz/frontend/model/activations.js';
import { agrees, backwardRow, blame, finiteDifference, gradientOf, lossOf } from '../../nnviz/frontend/model/backward.js';
import { groupsIn, lossesOfStep, mostMoved, paramsBefore } from '../../nnviz/frontend/model/batches_zoom.js';
import { edited, isOff, toggled, undone, withEdits } from '../../nnviz/frontend/model/edits.js';
import { LOSSES } from '../../nnviz/frontend/model/losses.js';
import { neuronTerms } from '../../nnviz/frontend/model/neuron_terms.js';
import { biasAt, cellOf, columnOf, hasWeights, openNetwork, outgoing, usesOf, weightAt } from '../../nnviz/frontend/model/parts.js';
import { createFlow, createRows, flowRow, forwardRows } from '../../nnviz/frontend/model/rows.js';
import { fixture, netOf } from './films.js';

const { penguins } = fixture;

/** What a case of the fixture is, as the browser holds it. */
function open(entry, loss = null) {
  const net = openNetwork({ ...entry.header, ...entry.header.scenery });
  return {
    net: loss === null ? net : { ...net, loss },
    params: Float32Array.from(entry.params.flat()),
    x: Float32Array.from(entry.x.flat()),
    y: Float32Array.from(entry.y),
    rows: entry.y.map((_, row) => row),
  };
}

/** Agreement to 1e-5, absolute for what is below 1 and relative above. */
function close(actual, expected, where, tolerance = 1e-5) {
  assert.equal(actual.length, expected.length, where);
  for (let i = 0; i < expected.length; i += 1) {
    const off = Math.abs(actual[i] - expected[i]);
    assert.ok(off <= tolerance * Math.max(1, Math.abs(expected[i])), `${where}[${i}]: ${actual[i]}, not ${expected[i]}`);
  }
}

test('slopes agree with the Python core, at the kinks too', () => {
  const { z, values } = fixture.activations;
  assert.deepEqual(Object.keys(values).sort(), Object.keys(SLOPES).sort());
  for (const [key, { a, slope }] of Object.entries(values)) {
    close(z.map(ACTIVATIONS[key]), a, key, 1e-8);
    close(z.map((value) => SLOPES[key](value, ACTIVATIONS[key](value))), slope, `slope of ${key}`, 1e-8);
  }
});

test('erf is exact to 1e-13 between the points of its table', () => {
  for (const [x, value] of fixture.activations.erf) {
    assert.ok(Math.abs(erf(x) - value) < 1e-13 && Math.abs(erf(-x) + value) < 1e-13, `erf(${x})`);
  }
  assert.deepEqual([erf(6), erf(-100), erf(-Infinity)], [1, -1, -1]);
});

for (const entry of fixture.networks) {
  const { net, params, x, y, rows } = open(entry);

  test(`${entry.name}: all rows at once and one by one agree with the Python core`, () => {
    const values = forwardRows(net, params, x, rows.length, createRows(net, rows.length + 3));
    const flow = createFlow(net);
    const { K } = net.task;
    assert.equal(values.a[0], x);
    entry.z.forEach((z, l) => {
      const length = z.flat().length;
      close(values.z[l + 1].subarray(0, length), z.flat(), `z of layer ${l + 1}`);
      close(values.a[l + 1].subarray(0, length), entry.a[l].flat(), `a of layer ${l + 1}`);
    });
    const readings = net.task.read(values.outputs, rows.length, new Float32Array(rows.length * K));
    close(readings, entry.readings.flat(), 'readings');
    for (const row of rows) {
      flowRow(net, params, x, row, flow);
      entry.z.forEach((z, l) => {
        close(flow.z[l + 1], z[row], `z of row ${row}`, 1e-7);
        close(flow.a[l + 1], entry.a[l][row], `a of row ${row}`, 1e-7);
      });
      close(flow.readings, entry.readings[row], `readings of row ${row}`, 1e-7);
    }
  });

  for (const [loss, expected] of Object.entries(entry.losses)) {
    test(`${entry.name}: ${loss} and its gradient agree with autograd`, () => {
      const lossy = { ...net, loss };
      const flow = flowRow(lossy, params, x, 0, createFlow(net));
      const { delta } = backwardRow(lossy, params, flow, y[0]);
      assert.equal(delta[0], null);
      expected.delta.forEach((layer, l) => close(delta[l + 1], layer, `δ of layer ${l + 1}`, 1e-7));
      close(rows.map((row) => lossOf(lossy, params, x, y, [row])), expected.rows, 'losses', 1e-7);
      close([lossOf(lossy, params, x, y, rows)], [expected.mean], 'mean loss', 1e-7);
      close(gradientOf(lossy, params, x, y, rows), expected.gradient, 'gradient', 1e-7);
    });

    test(`${entry.name}: finite differences of ${loss} agree with backpropagation`, () => {
      const lossy = { ...net, loss };
      const gradient = gradientOf(lossy, params, x, y, rows);
      for (let offset = 0; offset < net.count; offset += 1) {
        const { value, kink } = finiteDifference(lossy, params, offset, x, y, rows);
        assert.ok(agrees(value, gradient[offset]), `parameter ${offset}: ${value}, not ${gradient[offset]}`);
        assert.equal(kink, false, `parameter ${offset}`);
      }
    });
  }

  test(`${entry.name}: the blame of every parameter is its gradient`, () => {
    const gradient = gradientOf(net, params, x, y, rows);
    net.parts.forEach(({ rows: height, columns }, layer) => {
      for (let column = 0; column < columns; column += Math.ceil(columns / 10)) {
        for (let from = -1; from < height; from += 1) {
          const row = from < 0 ? null : from;
          const offset = row === null ? net.parts[layer].biases + column : weightAt(net, layer, row, column);
          const mean = blame(net, params, { x, y }, rows, layer, row, column);
          close([mean.gradient], [gradient[offset]], `${layer}: ${row} → ${column}`, 1e-12);
          if (row === null) assert.equal(mean.activation, 1);
          if (usesOf(net, layer, row, column).length > 1) continue; // a sum of products is no product
          const one = blame(net, params, { x, y }, [2], layer, row, column);
          assert.equal(one.gradient, one.delta * one.activation + 0); // 0 where it is −0
        }
      }
    });
  });

  test(`${entry.name}: a neuron's terms add up to its z`, () => {
    const flow = flowRow(net, params, x, 1, createFlow(net));
    net.sizes.forEach((size, layer) => {
      for (let index = 0; index < size; index += 1) {
        const { terms, bias, z, a } = neuronTerms(net, params, flow, layer, index);
        assert.equal(a, flow.a[layer][index]);
        if (layer === 0) assert.deepEqual([terms.length, bias, z], [0, null, null]);
        else if (!hasWeights(net, layer)) {
          const inputs = terms.map(({ input }) => input);
          const pooled = { max_pooling: Math.max(...inputs), mean_pooling: inputs.reduce((sum, input) => sum + input) / inputs.length };
          close([pooled[net.parts[layer - 1].kind]], [z], 'pooled', 1e-12);
          terms.forEach(({ from, weight, product }) => assert.deepEqual([flow.a[layer - 1][from], weight, product], [inputs.shift(), null, null]));
          assert.equal(bias, null);
          continue;
        } else close([terms.reduce((sum, { product }) => sum + product, bias)], [z], 'sum', 1e-12);
        terms.forEach(({ from, input, weight, product }) => {
          const cell = cellOf(net, layer - 1, from, index);
          assert.equal(cell[1], columnOf(net, layer, index));
          assert.equal(weight, params[weightAt(net, layer - 1, ...cell)]);
          assert.equal(product, input * weight);
        });
      }
    });
  });
}

test('a kink beside a weight does not spoil the finite difference, one at it is told', () => {
  const net = netOf([1, 1, 2]);
  const y = [1];
  for (const bias of [3e-6, -3e-6, 2e-8]) {
    const params = Float64Array.from([1, bias, 1, -1, 0, 0]);
    const { value, kink } = finiteDifference(net, params, 1, [0], y, [0]);
    assert.ok(Math.abs(value - gradientOf(net, params, [0], y, [0])[1]) < 1e-6, `bias ${bias}`);
    assert.equal(kink, false);
  }
  const at = Float64Array.from([1, 0, 1, -1, 0, 0]);
  assert.equal(finiteDifference(net, at, 1, [0], y, [0]).kink, true);
  assert.equal(gradientOf(net, at, [0], y, [0])[1], 0); // the left slope, as in Python
});

test('agreement has a tolerance, and NaN agrees with nothing', () => {
  assert.ok(agrees(1, 1 + 9e-6) && agrees(0, 9e-9) && agrees(-2, -2));
  assert.ok(!agrees(1, 1 + 2e-5) && !agrees(0, 2e-8) && !agrees(1, -1) && !agrees(NaN, NaN));
});

test('a batch of one class', () => {
  const entry = fixture.networks[0];
  const { net, params, x, y, rows } = open(entry);
  const label = y[0];
  const same = rows.filter((row) => y[row] === label);
  const losses = entry.losses.cross_entropy.rows.filter((_, row) => y[row] === label);
  close([lossOf(net, params, x, y, same)], [losses.reduce((a, b) => a + b) / losses.length], 'mean loss', 1e-7);
  assert.deepEqual(groupsIn(net.task, same, y), [0, 1, 2].map((k) => (k === label ? same.length : 0)));
  assert.ok(Number.isNaN(lossOf(net, params, x, y, [])));
});

test('the loss does not underflow, and knows the articles\' number', () => {
  const z = Float64Array.from([0.3, 0.1, 0.6], Math.log);
  close([LOSSES.cross_entropy.value(z, 2)], [-Math.log(0.6)], 'loss', 1e-12);
  assert.equal(LOSSES.cross_entropy.value(Float64Array.of(0, 2000), 0), 2000);
  close(LOSSES.cross_entropy.delta(Float64Array.of(0, 2000), 0, new Float64Array(2)), [-1, 1], 'δ', 1e-12);
});

test('a logit that is not finite makes the cross-entropy NaN, as in Python', () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (const label of [0, 1]) assert.ok(Number.isNaN(LOSSES.cross_entropy.value(Float64Array.of(bad, 1), label)), `${bad}`);
  }
});

test('many rows, in an odd number, have the values that each has alone', () => {
  const { net, params } = open(fixture.networks[0]);
  const count = 131;
  const x = Float32Array.from({ length: 4 * count }, (_, i) => Math.sin(i));
  const { z } = forwardRows(net, params, x, count, createRows(net, count));
  const flow = createFlow(net);
  for (let row = 0; row < count; row += 1) {
    flowRow(net, params, x, row, flow);
    flow.z.slice(1).forEach((values, l) => {
      close(z[l + 1].subarray(row * values.length, (row + 1) * values.length), values, `row ${row}, layer ${l + 1}`);
    });
  }
});

test('the class is the first of equals; without probabilities there is none', () => {
  const logits = [[1, 3, 3], [2, 2, 2], [NaN, 5, 1], [5, NaN, 1], [-Infinity, 0, -1], [Infinity, 0, 0],
    [-Infinity, -Infinity, -Infinity]];
  const z = Float32Array.from(logits.flat());
  const { task } = netOf([1, 3]);
  assert.deepEqual(logits.map((_, row) => task.answer(z, row)), [1, 0, -1, -1, 1, -1, -1]);
  const chances = task.read(z, 7, new Float32Array(21));
  close(chances.subarray(3, 6), [1 / 3, 1 / 3, 1 / 3], 'tie');
  for (const row of [2, 3, 5, 6]) assert.ok(Number.isNaN(chances[3 * row + 1]), `row ${row}`);
});

test('parameters that are not finite never throw, and the loss says so', () => {
  for (const entry of fixture.networks) {
    for (const loss of Object.keys(entry.losses)) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const { net, params, x, y, rows } = open(entry, loss);
        params.fill(bad);
        const { outputs } = forwardRows(net, params, x, rows.length, createRows(net, rows.length));
        const gradient = gradientOf(net, params, x, y, rows);
        assert.ok(rows.every((row) => !net.task.isAnswer(net.task.answer(outputs, row))), `${entry.name} ${bad}`);
        assert.ok(Number.isNaN(lossOf(net, params, x, y, rows)));
        assert.ok(gradient.every(Number.isNaN));
        const { value, kink } = finiteDifference(net, params, 0, x, y, rows);
        assert.ok(Number.isNaN(value) && !kink);
        const weighed = net.parts.findIndex(({ columns }) => columns > 0);
        assert.ok(Number.isNaN(blame(net, params, { x, y }, rows, weighed, 0, 0).delta));
        const flow = flowRow(net, params, x, 0, createFlow(net));
        assert.ok(!Number.isFinite(neuronTerms(net, params, flow, weighed + 1, 0).z));
      }
    }
  }
});

test('room for more rows than are asked for keeps its old values', () => {
  const { net, params, x } = open(fixture.networks[0]);
  const rows = createRows(net, 7);
  rows.z[1].fill(42);
  forwardRows(net, params, x, 3, rows);
  assert.equal(rows.z[1][3 * net.sizes[1]], 42);
  assert.notEqual(rows.z[1][3 * net.sizes[1] - 1], 42);
});

test('edits are put in, taken out and never altered', () => {
  const none = new Map();
  const one = edited(none, 2, 7);
  assert.equal(none.size, 0);
  const params = Float32Array.of(1, 2, 3, 4);
  assert.deepEqual([...withEdits(params, one, new Float32Array(4))], [1, 2, 7, 4]);
  assert.deepEqual([...params], [1, 2, 3, 4]);
  assert.deepEqual([...undone(edited(one, 0, NaN), [2, 3])], [[0, NaN]]);
  assert.equal(one.size, 1);
});

test('a neuron that is switched off changes nothing that follows', () => {
  const { net, params, x } = open(fixture.networks[0]);
  const offsets = outgoing(net, 1, 3);
  assert.deepEqual(offsets, Array.from({ length: 6 }, (_, to) => weightAt(net, 1, 3, to)));
  assert.deepEqual(outgoing(net, 3, 0), []);
  assert.equal(isOff(params, []), false);

  const edits = toggled(edited(new Map(), 0, 5), params, offsets);
  const off = withEdits(params, edits, new Float32Array(params.length));
  assert.ok(isOff(off, offsets) && !isOff(params, offsets));
  const bent = off.slice();
  bent[biasAt(net, 1, 3)] = 100; // what the neuron itself does is of no effect now
  const z = [off, bent].map((p) => [...flowRow(net, p, x, 0, createFlow(net)).outputs]);
  assert.deepEqual(z[0], z[1]);
  assert.deepEqual([...toggled(edits, off, offsets)], [[0, 5]]);
});

test('one step: the losses of its batch and of all rows, as Python has them', () => {
  const { net, x, y } = open(penguins);
  const params = Float32Array.from(penguins.params.slice(4, 6).flat());
  const rest = penguins.y.map((_, row) => row).filter((row) => !penguins.test[row] && !penguins.batch.includes(row));
  // Two rows of the record, as if one step had led from one to the other; the second batch is not taken.
  const replay = { params: Float32Array.of(...params, ...params.subarray(193)), batches: [penguins.batch, Int32Array.from(rest)] };
  const losses = lossesOfStep(net, replay, 0, x, y);
  close([losses.batchBefore, losses.batchAfter], penguins.batch_losses.slice(4, 6), 'batch');
  close([losses.trainBefore, losses.trainAfter], penguins.train_losses.slice(4, 6), 'train');
  assert.deepEqual([...paramsBefore(replay, 1)], [...params.subarray(193)]);
});

test('the parameters that moved most, what is not finite first', () => {
  const moved = mostMoved([1, 2, 3, 4, 0], [1.5, 0, 3, 6, NaN], 4);
  assert.deepEqual(moved.map(({ offset, change }) => [offset, change]), [[4, NaN], [1, -2], [3, 2], [0, 0.5]]);
  assert.deepEqual(mostMoved([1], [3], 9), [{ offset: 0, before: 1, after: 3, change: 2 }]);
  assert.deepEqual(mostMoved([0, 0, 0], [1, Infinity, NaN], 3).map(({ offset }) => offset), [1, 2, 0]);
});
