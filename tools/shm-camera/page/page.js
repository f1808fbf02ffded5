// SPDX-License-Identifier: MIT
// The control page: asks the program's API, and shows what it says.
'use strict';

const at = (id) => document.getElementById(id);
const make = (tag, more = {}) => Object.assign(document.createElement(tag), more);

// Where properties are shown; those not named are under "More".
const behind = ['background-color', 'blur-strength', 'despill', 'light-wrap'];
const edges = ['edge-refine', 'black-point', 'white-point', 'shift', 'feather', 'feather-side', 'temporal'];
const ownControls = ['enabled', 'background', 'background-image'];
const sights = {blur: 'Blur', color: 'Colour'};

const mostPicture = 16 * 2 ** 20;  // bytes that the API takes

let properties = {};
let pictures = [];

// The token comes behind the address, and stays with this tab and port: cookies would go to every server of this machine.
function takeWishes() {
  const wishes = new URLSearchParams(location.hash.slice(1));
  if (wishes.has('token')) sessionStorage.setItem('token', wishes.get('token'));
  if (wishes.has('token')) history.replaceState(null, '', wishes.has('preview') ? '#preview' : '/');
  return wishes;
}
const wishes = takeWishes();

async function reasonOf(answer) {
  if (answer.status === 401 && sessionStorage.getItem('token')) return 'The camera was started anew: open the address that it printed.';
  const told = await answer.json().catch(() => ({}));
  return told.error || answer.status + ' ' + answer.statusText;
}

async function call(method, path, content) {
  const options = {method, headers: {Authorization: 'Bearer ' + sessionStorage.getItem('token')}};
  if (content instanceof Blob) options.body = content;
  else if (content !== undefined) {
    options.body = JSON.stringify(content);
    options.headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return answer;
}

const ask = async (...request) => (await call(...request)).json();

// An image of the API's: its element cannot show the token itself.
async function showImage(image, answer) {
  const last = image.src;
  image.src = URL.createObjectURL(await answer.blob());
  if (last) URL.revokeObjectURL(last);
}

let hide;
function tell(text) {
  at('message').textContent = text;
  at('message').hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { at('message').hidden = true; }, 8000);
}

const told = (work) => (...given) => work(...given).catch((error) => tell(error.message));

// While a slider is drawn, the latest value goes when the one before has arrived.
const waiting = {};
let sending = false;
const send = told(async (name, value) => {
  waiting[name] = value;
  if (sending) return;
  sending = true;
  try {
    while (Object.keys(waiting).length > 0) {
      const now = {...waiting};
      Object.keys(now).forEach((key) => delete waiting[key]);
      take(await ask('PUT', '/api/properties', now));
    }
  } catch (error) {
    await refresh();
    throw error;
  } finally {
    sending = false;
  }
});

function take(list) {
  for (const property of list) properties[property.name] = property;
  for (const name of Object.keys(properties)) if (!(name in waiting)) show(properties[name]);
  showBackground();
  showBypass();
}

async function refresh() {
  take(await ask('GET', '/api/properties'));
}

const inputs = {};

function step(property) {
  return property.type === 'integer' ? 1 : (property.most - property.least) / 100;
}

const makers = {
  integer: (p) => make('input', {type: 'range', min: p.least, max: p.most, step: step(p)}),
  number: (p) => make('input', {type: 'range', min: p.least, max: p.most, step: step(p)}),
  boolean: () => make('input', {type: 'checkbox'}),
  color: () => make('input', {type: 'color'}),
  choice: (p) => {
    const select = make('select');
    p.choices.forEach((c) => select.append(make('option', {value: c.value, textContent: c.value, title: c.blurb})));
    return select;
  },
};

function valueOf(property, input) {
  if (property.type === 'boolean') return input.checked;
  return ['integer', 'number'].includes(property.type) ? Number(input.value) : input.value;
}

function addControl(property, place) {
  if (!makers[property.type]) return;
  const piece = at('control').content.cloneNode(true);
  const input = makers[property.type](property);
  const [label, reset] = [piece.querySelector('label'), piece.querySelector('.reset')];
  input.id = 'p-' + property.name;
  label.htmlFor = input.id;
  label.textContent = property.nick;
  const blurb = piece.querySelector('.blurb');
  blurb.id = input.id + '-blurb';
  blurb.textContent = property.blurb;
  input.setAttribute('aria-describedby', blurb.id);
  input.addEventListener('input', () => {
    showNumber(property.name, valueOf(property, input));
    send(property.name, valueOf(property, input));
  });
  reset.setAttribute('aria-label', property.nick + ': as at first');
  reset.addEventListener('click', () => send(property.name, property.default));
  const range = input.type === 'range';
  if (range) blurb.before(input); else piece.querySelector('output').before(input);
  inputs[property.name] = {input, reset, number: piece.querySelector('output'), range};
  place.append(piece);
}

function showNumber(name, value) {
  const {number, range} = inputs[name];
  number.textContent = range ? Math.round(value * 1000) / 1000 : '';
}

function show(property) {
  const control = inputs[property.name];
  if (!control) return;
  if (property.type === 'boolean') control.input.checked = property.value;
  else control.input.value = property.value;
  control.reset.disabled = property.value === property.default;
  showNumber(property.name, property.value);
}

// What stands behind: a way of the element's, or a picture of the folder.
function addCard(text, value, sight) {
  const card = make('label', {className: 'card'});
  const input = make('input', {type: 'radio', name: 'background', value});
  input.addEventListener('change', () => choose(value));
  card.append(input, sight, make('span', {className: 'name', textContent: text, title: text}));
  at('backgrounds').append(card);
}

const showPicture = told(async (image, name) => showImage(image, await call('GET', '/api/picture?name=' + encodeURIComponent(name))));

function showCards() {
  document.querySelectorAll('#backgrounds img').forEach((image) => URL.revokeObjectURL(image.src));
  at('backgrounds').replaceChildren();
  for (const [value, text] of Object.entries(sights)) {
    const sight = make('span', {className: 'sight ' + value});
    if (value === 'color') sight.id = 'color-sight';
    addCard(text, value, sight);
  }
  for (const name of pictures) {
    const image = make('img', {className: 'sight', alt: ''});
    addCard(name.replace(/\.[^.]*$/, ''), 'image:' + name, image);
    showPicture(image, name);
  }
  showBackground();
}

function choose(value) {
  if (!value.startsWith('image:')) return send('background', value);
  send('background-image', value.slice(6));
  return send('background', 'image');
}

function showBackground() {
  if (!properties.background) return;
  const way = properties.background.value;
  const value = way === 'image' ? 'image:' + properties['background-image'].value : way === 'transparent' ? 'color' : way;
  document.querySelectorAll('[name=background]').forEach((input) => { input.checked = input.value === value; });
  at('remove').hidden = !(way === 'image' && pictures.includes(properties['background-image'].value));
  const sight = at('color-sight');
  if (sight) sight.style.backgroundColor = properties['background-color'].value;
}

const upload = told(async (file) => {
  if (file.size > mostPicture) throw new Error(`${file.name} is too large: at most ${mostPicture / 2 ** 20} MiB are taken.`);
  const {name} = await ask('POST', '/api/pictures?name=' + encodeURIComponent(file.name), file);
  pictures = await ask('GET', '/api/pictures');
  showCards();
  choose('image:' + name);
});

const removePicture = told(async () => {
  const name = properties['background-image'].value;
  await send('background', 'blur');
  pictures = await ask('DELETE', '/api/pictures?name=' + encodeURIComponent(name));
  showCards();
});

function showBypass() {
  const shown = properties.enabled && !properties.enabled.value;
  at('bypass').setAttribute('aria-pressed', String(shown));
  at('bypass').textContent = shown ? 'Hide my room' : 'Show my room';
  at('warning').hidden = !shown;
}

function showState(state) {
  const place = at('state');
  if (place.textContent !== state.text) place.textContent = state.text;
  place.dataset.state = state.state;
  place.dataset.fault = state.fault;
  at('output').textContent = state.output + (state.read ? ' · in use' : '');
  if (!looking) at('dark').textContent = state.read ? 'A program uses the camera.' : 'The camera rests while nobody looks.';
  showCameras(state);
  if (at('numbers').open) showStats(state.stats);
}

let shownCameras = '';
function showCameras({cameras, camera}) {
  const now = JSON.stringify([cameras, camera]);
  if (now === shownCameras) return;
  shownCameras = now;
  const all = [{path: 'auto', name: 'The first one'}, ...cameras];
  if (!all.some(({path}) => path === camera)) all.push({path: camera, name: camera});
  at('camera').replaceChildren(...all.map(({path, name}) => make('option', {value: path, textContent: name})));
  at('camera').value = camera;
}

function showStats(stats) {
  const pieces = [];
  for (const [name, value] of Object.entries(stats)) {
    const text = typeof value === 'number' ? Math.round(value * 100) / 100 : value;
    pieces.push(make('dt', {textContent: name}), make('dd', {textContent: text}));
  }
  at('stats').replaceChildren(...pieces);
}

// Frames one by one, each asked for when the one before is shown.
let looking = false;
let watchers = 0;
async function look() {
  const mine = ++watchers;
  let after = 0;
  while (looking && !document.hidden && mine === watchers) {
    const answer = await call('GET', '/api/frame?after=' + after);
    if (answer.status === 204 || !looking) continue;
    after = Number(answer.headers.get('X-Frame'));
    await showImage(at('frame'), answer);
    at('frame').hidden = false;
    at('dark').hidden = true;
  }
}

function stopLooking() {
  looking = false;
  at('look').setAttribute('aria-pressed', 'false');
  at('look').textContent = 'Show preview';
  at('frame').hidden = true;
  at('dark').hidden = false;
}

const wordsFor = (error) => (error instanceof TypeError ? 'The camera does not answer: has it ended?' : error.message);

const startLooking = () => {
  looking = true;
  at('look').setAttribute('aria-pressed', 'true');
  at('look').textContent = 'Hide preview';
  at('dark').textContent = 'The camera is being opened…';
  look().catch((error) => { stopLooking(); tell(wordsFor(error)); });
};

function showLoss(text) {
  if (at('state').textContent === text) return;
  at('state').textContent = text;
  at('state').dataset.fault = true;
  tell(text);
}

async function watch() {
  try {
    showState(await ask('GET', '/api/state'));
  } catch (error) {
    showLoss(wordsFor(error));
  }
  setTimeout(watch, document.hidden ? 5000 : 1000);
}

async function begin() {
  const list = await ask('GET', '/api/properties');
  for (const property of list) {
    const place = behind.includes(property.name) ? 'background' : edges.includes(property.name) ? 'edge' : 'more';
    if (!ownControls.includes(property.name)) addControl(property, at(place + '-controls'));
  }
  take(list);
  pictures = await ask('GET', '/api/pictures');
  showCards();
  for (const name of await ask('GET', '/api/presets')) {
    const button = make('button', {textContent: name});
    button.addEventListener('click', told(async () => take(await ask('PUT', '/api/preset', {name}))));
    at('presets').append(button);
  }
  at('preset-title').parentElement.hidden = at('presets').childElementCount === 0;
  document.body.dataset.ready = 'true';
}

at('look').addEventListener('click', () => (looking ? stopLooking() : startLooking()));
at('bypass').addEventListener('click', () => send('enabled', !properties.enabled.value));
at('camera').addEventListener('change', told(async () => showState(await ask('PUT', '/api/camera', {camera: at('camera').value}))));
at('upload').addEventListener('change', () => { if (at('upload').files[0]) upload(at('upload').files[0]); at('upload').value = ''; });
at('remove').addEventListener('click', removePicture);
window.addEventListener('hashchange', () => location.reload());  // another address was opened here
document.addEventListener('visibilitychange', () => { if (looking && !document.hidden) startLooking(); });
told(begin)();
watch();
if (wishes.has('preview')) startLooking();
