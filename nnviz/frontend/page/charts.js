// A Plotly chart as a file: its own toolbar has one button, which saves SVG; another beside it saves PNG.
//
// Either is a picture on the page's background, as its letters are made for that: light ones in the dark theme. A chart
// whose legend stands elsewhere on the page has it in its picture.

const PLOT = '.js-plotly-plot';
const KINDS = { svg: { title: 'Save as SVG', options: {} }, png: { title: 'Save as PNG', options: { format: 'png', scale: 2 } } };

let scheduled = false;

/** Give each chart that comes its buttons; once for the whole document. */
export function offerFiles() {
  const look = () => {
    scheduled = false;
    document.querySelectorAll(`${PLOT} .modebar-group`).forEach(complete);
  };
  new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(look);
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('click', complement, true);
}

/** The camera becomes two buttons with the names of their kinds. */
function complete(group) {
  const camera = group.querySelector('.modebar-btn:not([data-kind])');
  if (!camera) return;
  const png = camera.cloneNode(false);
  png.addEventListener('click', () => saveAs(KINDS.png.options, camera));
  name(camera, 'svg');
  name(png, 'png');
  camera.after(png);
}

function name(button, kind) {
  const { title } = KINDS[kind];
  Object.assign(button.dataset, { kind, title });
  button.setAttribute('aria-label', title);
  button.replaceChildren(kind.toUpperCase());
}

/** Press the camera once with other options than its own. */
function saveAs(options, camera) {
  const context = camera.closest(PLOT)._context;
  const own = context.toImageButtonOptions;
  context.toImageButtonOptions = { ...own, ...options };
  camera.click();
  context.toImageButtonOptions = own;
}

/** The charts are transparent, and some share a legend: while one is saved, it has the colour of the page, and its legend. */
function complement(event) {
  const button = event.target.closest?.(`${PLOT} .modebar-btn[data-kind=svg]`);
  if (!button) return;
  const { layout } = button.closest(PLOT);
  const { paper_bgcolor, showlegend } = layout;
  layout.paper_bgcolor = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
  if (layout.meta?.legend === 'shared') layout.showlegend = true;
  // Plotly has copied the layout when the press has been dealt with.
  setTimeout(() => Object.assign(layout, { paper_bgcolor, showlegend }));
}
