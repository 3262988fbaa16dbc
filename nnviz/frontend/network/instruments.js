// The panels beside the diagram: what can be looked at in the middle, and the cards that explain.

import { createBatchesCard } from './card_batches.js';
import { createBranchCard } from './card_branch.js';
import { createDoctorCard } from './card_doctor.js';
import { createElsewhereCard } from './card_elsewhere.js';
import { createMapCard } from './card_map.js';
import { createNeuronCard } from './card_neuron.js';
import { createRowCard } from './card_row.js';
import { createWeightCard } from './card_weight.js';
import { createConfusionPanel } from './confusion_panel.js';
import { createDecisionMap } from './decision_map.js';
import { createInspector } from './inspector.js';
import { createMatricesView } from './matrices_view.js';
import { capital } from '../shared/format.js';
import { createTabs } from './tabs.js';

/**
 * @param {object} stage from createStage
 * @param {object} actions what a viewer can do, see scene.js
 * @param {{onChange: () => void, onShow: () => void}} listeners a panel wants to be updated; another
 *   one is shown
 * @param {object} header tools: whether there is more than the run itself: what Python finds, replays and trains on; alone:
 *   whether there is no Python to ask for it; picture: the size of one, where the rows are pictures
 * @returns {{map, matrices, confusion, middle, inspector, pad}} map: null of pictures; pad: null of all else; confusion: null where there are no classes
 */
export function createInstruments(stage, actions, { onChange, onShow }, { tools, alone, classes, nouns, picture }) {
  const map = picture ? null : createDecisionMap(actions, onChange);
  const matrices = createMatricesView(stage);
  const confusion = classes.length > 0 ? createConfusionPanel(actions, nouns, picture) : null;
  const middle = createTabs('Beside the diagram', [
    ...(map ? [{ key: 'map', label: 'Decision map', term: 'decision map', card: map }] : []),
    { key: 'matrices', label: 'Weights', term: 'weight matrix', card: matrices },
    ...(confusion ? [{ key: 'confusion', label: 'Confusion', term: 'confusion table', card: confusion }] : []),
  ], onShow);
  const row = createRowCard(actions, nouns, picture);
  const inspector = createInspector([
    { key: 'row', label: capital(nouns.row), card: row },
    ...(picture ? [{ key: 'map', label: 'Map', term: 'feature map', card: createMapCard(actions) }] : []),
    { key: 'neuron', label: 'Neuron', term: 'neuron', card: createNeuronCard(actions) },
    { key: 'weight', label: 'Weight', term: 'weight', card: createWeightCard(actions) },
    ...(tools ? [
      { key: 'doctor', label: 'Doctor', term: 'doctor', card: createDoctorCard(actions), count: ({ header }) => header.findings?.filter(({ remark }) => !remark).length ?? 0 },
      { key: 'batches', label: 'Batches', term: 'batch', card: alone ? createElsewhereCard('Between two [[epochs]]', 'What each [[batch]] did') : createBatchesCard(actions, nouns) },
      { key: 'branch', label: 'Train on', term: 'branch', card: alone ? createElsewhereCard('Train on from here', 'A [[branch]] from this epoch') : createBranchCard(actions) },
    ] : []),
  ]);
  stage.middle.append(middle.root);
  stage.inspector.append(inspector.root);
  return { map, matrices, confusion, middle, inspector, pad: row.pad ?? null };
}
