// Makes the test vectors of package zxcvbn from the reference, zxcvbn 4.4.2, which "npm pack zxcvbn@4.4.2" fetches:
//
//	node vectors.js FOLDER-OF-THE-UNPACKED-PACKAGE SEED COUNT | gzip -9n >FILE.jsonl.gz
//
// One JSON object a line: p the password, u the user inputs, s the score, g the decimal logarithm of the guesses, q the
// patterns of the parts with their bounds [start, end), w the warning and f the suggestions. The passwords are made up
// here from words of the lists, names of nobody, keys, dates and chance; none is taken from a leak. One seed always
// makes the same passwords.
'use strict';

const path = require('path');

const YEAR = 2026; // the reference takes it from the clock
const [folder, seed, count] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const zxcvbn = require(path.resolve(folder));
const scoring = require(path.resolve(folder, 'lib/scoring'));
const lists = require(path.resolve(folder, 'lib/frequency_lists'));
scoring.REFERENCE_YEAR = YEAR;

// random is mulberry32: short, and the same everywhere.
let state = seed >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const between = (low, high) => low + below(high - low + 1);
const pick = (from) => from[below(from.length)];
const chance = (p) => random() < p;
const times = (n, make) => Array.from({ length: n }, make);

// word draws from a list, frequent words more often.
function word() {
  const list = lists[pick(Object.keys(lists))];
  return list[Math.floor(list.length * random() * random())];
}

const leet = {
  a: '4@', b: '8', c: '({[<', e: '3', g: '69', i: '1!|', l: '1|7', o: '0', s: '$5', t: '+7', x: '%', z: '2',
};
const leetAll = (text) => [...text].map((c) => (leet[c] ? pick([...leet[c]]) : c)).join('');
const leetSome = (text) => [...text].map((c) => (leet[c] && chance(0.5) ? pick([...leet[c]]) : c)).join('');
const start = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const end = (text) => text.slice(0, -1) + text.slice(-1).toUpperCase();
const mixed = (text) => [...text].map((c) => (chance(0.4) ? c.toUpperCase() : c)).join('');
const backwards = (text) => text.split('').reverse().join('');
const changes = [
  leetAll, leetSome, leetSome, start, start, end, mixed, backwards, (t) => t.toUpperCase(), (t) => t, (t) => t,
];
const changed = () => pick(changes)(chance(0.3) ? pick(changes)(word()) : word());

const symbols = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ ';
const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const everything = symbols + digits + lower + lower.toUpperCase();
const drawn = (from, n) => times(n, () => pick([...from])).join('');
const suffix = () => pick([
  () => drawn(digits, between(1, 4)), () => String(between(1900, 2050)), () => drawn(symbols, between(1, 3)),
  () => '!', () => '123', () => drawn(digits, 2) + pick([...symbols]), () => '',
])();

const rows = [
  '1234567890-=', 'qwertyuiop[]', 'asdfghjkl;\'', 'zxcvbnm,./', '1qaz2wsx3edc4rfv5tgb', '!@#$%^&*()', 'QWERTYUIOP', 'aoeuidhtns',
  '\',.pyfgcrl', '789456123', '147258369', '/*-+', '=/*-', '0.32', 'zaq1xsw2cde3', 'qazwsxedcrfv', '!QAZ@WSX#EDC', '7410', '159753',
];
function keys() {
  return times(between(1, 3), () => {
    const row = pick(rows);
    const at = below(row.length - 2);
    const part = row.slice(at, at + between(2, row.length));
    return chance(0.3) ? backwards(part) : part;
  }).join('');
}

// stroll is a walk to neighbours on the keys as they stand in rows.
function stroll() {
  const grid = ['1234567890-=', 'qwertyuiop[]', 'asdfghjkl;\'', 'zxcvbnm,./'];
  const shifted = ['!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"', 'ZXCVBNM<>?'];
  let [y, x] = [below(4), below(10)];
  let text = '';
  let move = [0, 1];
  for (let n = between(4, 16); n > 0; n--) {
    text += (chance(0.15) ? shifted : grid)[y][x];
    if (chance(0.4)) move = pick([[0, 1], [0, -1], [1, 0], [-1, 0], [1, -1], [-1, 1]]);
    const [ny, nx] = [y + move[0], x + move[1]];
    if (ny >= 0 && ny < 4 && nx >= 0 && nx < grid[ny].length) [y, x] = [ny, nx];
  }
  return text;
}

function date() {
  const [day, month] = [between(1, 31), between(1, 12)];
  const year = chance(0.8) ? between(1930, 2035) : between(900, 2150);
  const pad = (n) => (chance(0.6) ? String(n).padStart(2, '0') : String(n));
  const y = chance(0.4) ? String(year % 100).padStart(2, '0') : String(year);
  const separator = pick(['', '', '.', '-', '/', '_', ' ', '\\', '\u00a0', ':']);
  const parts = pick([[pad(day), pad(month), y], [pad(month), pad(day), y], [y, pad(month), pad(day)], [y, pad(day), pad(month)]]);
  return parts.join(separator) + (chance(0.2) ? drawn(digits, between(1, 3)) : '');
}

function repeat() {
  const unit = pick([() => drawn(everything, between(1, 5)), word, () => drawn('ab', between(1, 6)), date, () => pick(['é', '🦉', 'ßß', 'ab1']), changed])();
  const text = unit.repeat(between(2, 6)) + unit.slice(0, below(unit.length + 1));
  return chance(0.3) ? pick([word(), suffix(), drawn(everything, 3)]) + text + suffix() : text;
}

function sequence() {
  const first = pick([97, 65, 48, 945, 1072, 33, 12354, 122, 90, 57, 105]);
  const delta = pick([1, 1, 1, -1, -1, 2, -2, 3, 5, 6, 0]);
  return times(between(2, 12), (_, n) => String.fromCharCode(Math.max(32, first + n * delta))).join('') + (chance(0.4) ? suffix() : '');
}

const foreign = [
  'пароль', 'Привет', 'ΚΩΔΙΚΟΣ', 'κωδικός', 'mot de passé', 'Straße', 'İstanbul', 'ılık', '密码', 'パスワード', '비밀번호', 'סיסמה', 'كلمة السر', 'señor',
  'ﬁre', 'Ǆungla', '🦉', '👩‍🚒', '🇺🇳', '𝔭𝔞𝔰𝔰', '𐐀𐐁', 'e\u0301', '\u200d', 'ÅÄÖ', 'naïve', 'Σίσυφος', 'ΟΔΥΣΣΕΥΣ',
];
const stranger = () => times(between(1, 3), () => (chance(0.7) ? pick(foreign) : changed())).join(pick(['', '', ' ', '-', '1'])) + suffix();

const names = [
  'ada okafor', 'Ada Okafor', 'a.okafor', 'a.okafor@northfield.example', 'Northfield Depot', 'northfield', 'gatehouse', 'zoë brontë', 'ΝΙΚΟΣ', 'niko5',
  'x', 'l33t', '1234', 'Ó Briain', '李明', '王小明', 'Gil4d', 'b0x1ng', '|7|', '(c)', 'sisyphus', 'Σίσυφος',
];
function known() {
  const inputs = times(between(1, 5), () => pick(names));
  const name = chance(0.8) ? pick(inputs) : pick(names);
  const part = chance(0.4) ? pick(name.split(/[ .@]/)) : name;
  const text = pick(changes)(chance(0.5) ? part.toLowerCase() : part);
  return [pick([() => text, () => text + suffix(), () => suffix() + text, () => text + text, () => text + changed()])(), inputs];
}

const lookAlikes = () => {
  const few = times(between(1, 5), () => pick([...'4@8({[<3691!|70$5+%2'])).join('');
  return times(between(1, 3), () => pick([leetSome(word()), drawn(few, between(1, 3)), leetAll(word())])).join('');
};

const edges = [
  '', ' ', '  ', 'a', 'A', '1', '!', 'é', '🦉', '\n', '\t\t\t', 'a\nb', 'a\na\na\n', '\n\n\n', 'aA', 'aa', 'ab', 'ba', '11', '12', '123', '1234', '19', '199', '1991',
  '2019', '2020', '20192019', '191919', '1/1/1', '1/1/91', '01/01/1991', '1111', '0000', '00000000', '31122050', '31122051', '1.1.1000', '1.1.999', 'zzz',
  'ZYX', 'aaab', 'aabaab', 'aabaabaabaab', 'abababa', 'abcabcabd', '\ufeff', '\u2028\u2028', 'q', 'qw', 'qwe', 'qwq', 'PASSWORD', 'passworD', 'pAssword', 'PASSWORd',
  'password', 'drowssap', 'P4$$w0rd', '4@4@', '1|!', '7+7+', '({[<', '\u0000', '\ud7ff', 'correcthorsebatterystaple', 'Tr0ub4dour&3', 'a'.repeat(100), 'ab'.repeat(50),
];

const kinds = [
  [14, () => changed() + suffix()],
  [8, () => suffix() + changed() + suffix()],
  [8, () => changed() + pick(['', '', '-', '.', '1']) + changed() + suffix()],
  [7, keys],
  [4, stroll],
  [3, () => keys() + changed()],
  [9, date],
  [4, () => changed() + date() + (chance(0.4) ? changed() : '')],
  [8, repeat],
  [5, sequence],
  [8, () => times(between(3, 6), () => (chance(0.2) ? start(word()) : word())).join(pick([' ', '-', '', '.', '_']))],
  [9, () => drawn(pick([everything, lower + digits, lower, digits, lower.toUpperCase() + lower + digits]), between(1, 40))],
  [7, stranger],
  [7, known],
  [6, lookAlikes],
  [2, () => pick(edges) + (chance(0.5) ? pick(edges) : '')],
];

function made() {
  let at = below(kinds.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of kinds) {
    at -= weight;
    if (at < 0) {
      const text = make();
      const [password, inputs] = Array.isArray(text) ? text : [text, chance(0.2) ? times(between(1, 4), () => pick(names)) : []];
      return [[...password].slice(0, 50).join(''), inputs];
    }
  }
  return ['', []];
}

const seen = new Set();
while (seen.size < count) {
  const [password, inputs] = made();
  const key = JSON.stringify([password, inputs]);
  // "constructor" and "__proto__" are in every JavaScript object, and the reference takes them for words of every list.
  if (seen.has(key) || /constructor|rotcurtsnoc|__proto__|__otorp__/i.test(key)) continue;
  seen.add(key);
  const result = zxcvbn(password, inputs);
  process.stdout.write(JSON.stringify({
    p: password, u: inputs, s: result.score, g: result.guesses_log10,
    q: result.sequence.map((m) => `${m.pattern} ${m.i} ${m.j + 1}`).join(', '),
    w: result.feedback.warning, f: result.feedback.suggestions,
  }) + '\n');
}
